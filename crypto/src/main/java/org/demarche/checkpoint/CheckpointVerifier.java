package org.demarche.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSignatures;
import org.demarche.refusal.Reason;

/** Opens checkpoints of one log. Both of the log's signatures must be there and be true: one alone is a failure. Thread-safe. */
public final class CheckpointVerifier {
    private final String origin;
    private final NoteKey ed25519;
    private final NoteKey mlDsa44;

    /**
     * A verifier for the log of this origin.
     *
     * @throws IllegalArgumentException if the origin can't be a key name: 1 to 255 bytes of UTF-8 without spaces, plus and control characters
     */
    public CheckpointVerifier(String origin, LogPublicKey key) {
        this.origin = origin;
        this.ed25519 = NoteKey.of(origin, NoteKeyType.ED25519, key.ed25519());
        this.mlDsa44 = NoteKey.of(origin, NoteKeyType.ML_DSA_44, key.mlDsa44());
    }

    /**
     * Opens a signed note.
     *
     * @throws NoteException if it is not a checkpoint of this log that both its keys have signed
     */
    public VerifiedCheckpoint open(byte[] note) throws NoteException {
        Note parsed = Note.parse(note);
        Checkpoint checkpoint = Checkpoint.parse(parsed.text());
        if (!checkpoint.origin().equals(origin)) {
            throw new NoteException(
                    Reason.FIELD_INVALID,
                    "checkpoint: of the log " + checkpoint.origin() + " (expected: " + origin + ")");
        }
        verifyEd25519(parsed);
        TimedSignature timed = verifyMlDsa44(parsed, checkpoint);
        return new VerifiedCheckpoint(
                checkpoint, parsed, List.of(line(parsed, ed25519), line(parsed, mlDsa44)), timed.time());
    }

    private void verifyEd25519(Note note) throws NoteException {
        byte[] signature = line(note, ed25519).signature().toByteArray();
        byte[] text = note.text().getBytes(StandardCharsets.UTF_8);
        if (!LogSignatures.verifyEd25519(ed25519.publicKey().toByteArray(), text, signature)) {
            throw invalid("the log's Ed25519 signature is false");
        }
    }

    private TimedSignature verifyMlDsa44(Note note, Checkpoint checkpoint) throws NoteException {
        TimedSignature timed = TimedSignature.parse(line(note, mlDsa44), NoteKeyType.ML_DSA_44)
                .orElseThrow(() -> invalid("the log's ML-DSA-44 signature has a wrong length or time"));
        byte[] statement =
                SubtreeStatement.of(origin, timed.timeS(), checkpoint).encode();
        if (!LogSignatures.verifyMlDsa44(
                mlDsa44.publicKey().toByteArray(), statement, timed.signature().toByteArray())) {
            throw invalid("the log's ML-DSA-44 signature is false");
        }
        return timed;
    }

    private static NoteSignature line(Note note, NoteKey key) throws NoteException {
        return note.signature(key).orElseThrow(() -> invalid("no signature by the log's key " + key));
    }

    private static NoteException invalid(String sentence) {
        return new NoteException(Reason.SIGNATURE_INVALID, "checkpoint: " + sentence);
    }
}
