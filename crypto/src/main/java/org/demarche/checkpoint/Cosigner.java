package org.demarche.checkpoint;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;

/**
 * Cosigns checkpoints as a witness: "at this time, this is the largest tree of this log that I have seen, and it contradicts none of those
 * before". That this is true, and that what was cosigned last is durable before the answer leaves, is the caller's duty. Thread-safe if
 * the key is.
 */
public final class Cosigner {
    private final LogSigningKey key;
    private final NoteKey ed25519;
    private final NoteKey mlDsa44;

    /**
     * A witness.
     *
     * @param name the witness's key name, 1 to 255 bytes of UTF-8 without spaces, plus and control characters
     * @param key its own: the Ed25519 cosignature does not bind the name, so no two witnesses may share one
     */
    public Cosigner(String name, LogSigningKey key) {
        LogPublicKey publicKey = key.publicKey();
        this.key = key;
        this.ed25519 = NoteKey.of(name, NoteKeyType.ED25519_COSIGNATURE, publicKey.ed25519());
        this.mlDsa44 = NoteKey.of(name, NoteKeyType.ML_DSA_44, publicKey.mlDsa44());
    }

    /**
     * Cosigns a checkpoint.
     *
     * @param at the witness's own time, from 1970-01-01T00:00:01Z to the end of the year 9999; fractions of a second are dropped
     * @return the two lines that belong into the note: Ed25519, then ML-DSA-44
     */
    public List<NoteSignature> cosign(VerifiedCheckpoint checkpoint, Instant at) {
        long timeS = at.getEpochSecond();
        byte[] timedText = timedText(timeS, checkpoint.checkpoint());
        byte[] statement = SubtreeStatement.of(mlDsa44.name(), timeS, checkpoint.checkpoint())
                .encode();
        return List.of(
                TimedSignature.of(timeS, key.signEd25519(timedText)).line(ed25519),
                TimedSignature.of(timeS, key.signMlDsa44(statement)).line(mlDsa44));
    }

    /** The witness's keys: Ed25519, then ML-DSA-44. */
    public List<NoteKey> keys() {
        return List.of(ed25519, mlDsa44);
    }

    /** C2SP tlog-cosignature, "Ed25519 signed message". */
    static byte[] timedText(long timeS, Checkpoint checkpoint) {
        return ("cosignature/v1\ntime " + timeS + "\n" + checkpoint.text()).getBytes(StandardCharsets.UTF_8);
    }
}
