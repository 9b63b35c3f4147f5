package org.demarche.client.follow;

import java.util.Map;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
import org.demarche.refusal.Reason;

/** Opens checkpoints with the log keys that a charter names. */
final class CheckpointReader {
    private final LogKeys keys;

    CheckpointReader(LogKeys keys) {
        this.keys = keys;
    }

    /**
     * Opens a checkpoint.
     *
     * @param governing the charter that governs behind the last entry under the head
     * @throws LieException if its keys have not both signed it
     * @throws MissingLogKeyException if the file of log keys lacks them
     */
    VerifiedCheckpoint open(byte[] note, Charter governing) throws LieException, MissingLogKeyException {
        try {
            LogPublicKey pair =
                    keys.pair(governing.log()).orElseThrow(() -> new MissingLogKeyException(governing.log()));
            return new CheckpointVerifier(governing.log().origin(), pair).open(note);
        } catch (NoteException e) {
            throw lie(note, e);
        }
    }

    /**
     * What the note says of the log, with no signature looked at.
     *
     * @throws LieException if it is no checkpoint
     */
    static Head claimed(byte[] note) throws LieException {
        try {
            return Checkpoint.parse(Note.parse(note).text()).head();
        } catch (NoteException e) {
            throw lie(note, e);
        }
    }

    /** Whether the note bears a signature, true or false, by each log key of {@code governing}: a successor may have kept one of the two. */
    boolean byKeysOf(byte[] note, Charter governing) throws LieException {
        try {
            Note parsed = Note.parse(note);
            return keys.pair(governing.log()).isPresent()
                    && keys.noteKeys(governing.log()).stream()
                            .allMatch(key -> parsed.signature(key).isPresent());
        } catch (NoteException e) {
            throw lie(note, e);
        }
    }

    private static LieException lie(byte[] note, NoteException e) {
        Misbehaviour kind =
                e.refusal().reason() == Reason.SIGNATURE_INVALID ? Misbehaviour.SIGNATURE : Misbehaviour.UNREADABLE;
        return new LieException(
                kind, "the hub's head is not this log's: " + e.refusal().sentence(), Map.of("checkpoint", note));
    }
}
