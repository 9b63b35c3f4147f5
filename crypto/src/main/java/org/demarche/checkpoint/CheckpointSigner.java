package org.demarche.checkpoint;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Head;

/**
 * Signs heads as the log: Ed25519 over the text, and ML-DSA-44 over the statement with its time. Does not know what it signed before: that
 * a log never signs two heads which contradict each other is its caller's duty. Thread-safe if the key is.
 */
public final class CheckpointSigner {
    private final String origin;
    private final LogSigningKey key;
    private final NoteKey ed25519;
    private final NoteKey mlDsa44;

    /**
     * A signer for the log of this origin.
     *
     * @throws IllegalArgumentException if the origin can't be a key name: 1 to 255 bytes of UTF-8 without spaces, plus and control characters
     */
    public CheckpointSigner(String origin, LogSigningKey key) {
        LogPublicKey publicKey = key.publicKey();
        this.origin = origin;
        this.key = key;
        this.ed25519 = NoteKey.of(origin, NoteKeyType.ED25519, publicKey.ed25519());
        this.mlDsa44 = NoteKey.of(origin, NoteKeyType.ML_DSA_44, publicKey.mlDsa44());
    }

    /**
     * Signs a head.
     *
     * @param at the log's time, from 1970-01-01T00:00:01Z to the end of the year 9999; fractions of a second are dropped
     * @return the signed note
     */
    public byte[] sign(Head head, Instant at) {
        Checkpoint checkpoint = new Checkpoint(origin, head);
        byte[] text = checkpoint.text().getBytes(StandardCharsets.UTF_8);
        long timeS = at.getEpochSecond();
        byte[] statement = SubtreeStatement.of(origin, timeS, checkpoint).encode();
        NoteSignature classical = NoteSignature.of(ed25519, key.signEd25519(text));
        NoteSignature postQuantum =
                TimedSignature.of(timeS, key.signMlDsa44(statement)).line(mlDsa44);
        return Note.of(checkpoint.text(), List.of(classical, postQuantum)).bytes();
    }

    /** The log's keys, for who wants to verify: Ed25519, then ML-DSA-44. */
    public List<NoteKey> keys() {
        return List.of(ed25519, mlDsa44);
    }
}
