package org.demarche.client.follow;

import java.util.Map;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogPublicKey;
import org.demarche.refusal.Reason;

/** Opens checkpoints with the keys that the charter names. */
final class CheckpointReader {
    private final LogKeys keys;

    CheckpointReader(LogKeys keys) {
        this.keys = keys;
    }

    /**
     * Opens a checkpoint.
     *
     * @param after the charter that governs after the newest entry under the head
     * @param before the charter that governed before; where the two name different log keys, the head over the adopting entry may be by either
     * @throws LieException if neither's keys have signed it
     */
    VerifiedCheckpoint open(byte[] note, Charter after, Charter before) throws LieException {
        try {
            return verifier(after).open(note);
        } catch (NoteException e) {
            if (!before.log().equals(after.log())) {
                return open(note, before, before);
            }
            Misbehaviour kind =
                    e.refusal().reason() == Reason.SIGNATURE_INVALID ? Misbehaviour.SIGNATURE : Misbehaviour.UNREADABLE;
            throw new LieException(
                    kind, "the hub's head is not this log's: " + e.refusal().sentence(), Map.of("checkpoint", note));
        }
    }

    private CheckpointVerifier verifier(Charter governing) {
        LogPublicKey pair = keys.pair(governing.log()).orElseThrow(() -> new MissingLogKeyException(governing.log()));
        return new CheckpointVerifier(governing.log().origin(), pair);
    }
}
