package org.demarche.server.carry;

import java.util.List;
import org.demarche.charter.Charter.LogIdentity;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
import org.demarche.misbehaviour.LogWord;
import org.demarche.server.HubException;

/** Opens heads of one log under the key pairs that its hub holds: which of them governs where, only the entries say. */
final class OwnHeads {
    private final String origin;
    private final List<LogPublicKey> keys;

    OwnHeads(String origin, List<LogPublicKey> keys) {
        this.origin = origin;
        this.keys = List.copyOf(keys);
    }

    /**
     * A head, and who signed it.
     *
     * @param where it was found, for people
     * @param by the pair of which both keys have signed it
     */
    record Opened(String where, VerifiedCheckpoint checkpoint, LogPublicKey by) {
        Head head() {
            return checkpoint.head();
        }
    }

    /**
     * Opens a note.
     *
     * @throws HubException if it is no head of this log that both keys of one pair have signed
     */
    Opened open(String where, byte[] note) throws HubException {
        String why = "";
        for (LogPublicKey pair : keys) {
            try {
                return new Opened(where, new CheckpointVerifier(origin, pair).open(note), pair);
            } catch (NoteException e) {
                why = e.refusal().sentence();
            }
        }
        throw new HubException(where + " is not a head that this hub's log keys have signed: " + why);
    }

    /**
     * Whether the log has signed what is said in a misbehaviour file, under one of the pairs.
     *
     * @param word unverified
     */
    boolean haveSigned(LogWord word) {
        return word.origin().equals(origin) && keys.stream().anyMatch(word::signedBy);
    }

    /** Whether this pair is the one that a charter names. */
    static boolean isNamed(LogPublicKey pair, LogIdentity identity) {
        return pair.ed25519Id().equals(identity.ed25519()) && pair.mlDsa44Id().equals(identity.mlDsa44());
    }
}
