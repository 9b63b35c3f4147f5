package org.demarche.checkpoint;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSignatures;

/** Looks for the cosignatures of one witness. Total: every note has an answer. Thread-safe. */
public final class CosignatureVerifier {
    private final NoteKey ed25519;
    private final NoteKey mlDsa44;

    /**
     * A verifier for the witness of this name.
     *
     * @throws IllegalArgumentException if the name is not 1 to 255 bytes of UTF-8 without spaces, plus and control characters
     */
    public CosignatureVerifier(String name, LogPublicKey key) {
        this.ed25519 = NoteKey.of(name, NoteKeyType.ED25519_COSIGNATURE, key.ed25519());
        this.mlDsa44 = NoteKey.of(name, NoteKeyType.ML_DSA_44, key.mlDsa44());
    }

    /** The witness's word in the checkpoint's own note. */
    public Cosignature check(VerifiedCheckpoint checkpoint) {
        return check(checkpoint, checkpoint.signatures());
    }

    /** The witness's word about a checkpoint among {@code lines}, which need not stand in its note yet. */
    public Cosignature check(VerifiedCheckpoint checkpoint, List<NoteSignature> lines) {
        Optional<NoteSignature> classical = line(lines, ed25519);
        Optional<NoteSignature> postQuantum = line(lines, mlDsa44);
        Optional<Instant> classicalAt = classical.flatMap(l -> timeOf(l, ed25519, checkpoint.checkpoint()));
        Optional<Instant> postQuantumAt = postQuantum.flatMap(l -> timeOf(l, mlDsa44, checkpoint.checkpoint()));
        // What is false is said even where the other line is missing.
        if (classical.isPresent() && classicalAt.isEmpty()) {
            return new Cosignature.False("the Ed25519 cosignature of " + ed25519.name() + " does not verify");
        }
        if (postQuantum.isPresent() && postQuantumAt.isEmpty()) {
            return new Cosignature.False("the ML-DSA-44 cosignature of " + mlDsa44.name() + " does not verify");
        }
        if (classicalAt.isEmpty() || postQuantumAt.isEmpty()) {
            return new Cosignature.Absent();
        }
        Instant a = classicalAt.get();
        Instant b = postQuantumAt.get();
        return new Cosignature.Valid(a.isAfter(b) ? a : b);
    }

    /**
     * When the holder of {@code key} says that it cosigned a checkpoint: for a witness that has one of the two keys alone, and where the log's own signatures are no
     * question.
     *
     * @return empty if the line is by another key, the key's type is none of cosignatures, or the signature is not true
     */
    public static Optional<Instant> timeOf(NoteSignature line, NoteKey key, Checkpoint checkpoint) {
        return TimedSignature.parse(line, key.type())
                .filter(timed -> line.by(key) && verify(timed, key, checkpoint))
                .map(TimedSignature::time);
    }

    private static boolean verify(TimedSignature timed, NoteKey key, Checkpoint checkpoint) {
        byte[] publicKey = key.publicKey().toByteArray();
        byte[] signature = timed.signature().toByteArray();
        return switch (key.type()) {
            case ED25519 -> false;
            case ED25519_COSIGNATURE ->
                LogSignatures.verifyEd25519(publicKey, Cosigner.timedText(timed.timeS(), checkpoint), signature);
            case ML_DSA_44 ->
                LogSignatures.verifyMlDsa44(
                        publicKey,
                        SubtreeStatement.of(key.name(), timed.timeS(), checkpoint)
                                .encode(),
                        signature);
        };
    }

    /** The witness's keys: Ed25519, then ML-DSA-44. */
    public List<NoteKey> keys() {
        return List.of(ed25519, mlDsa44);
    }

    private static Optional<NoteSignature> line(List<NoteSignature> lines, NoteKey key) {
        return lines.stream().filter(l -> l.by(key)).findFirst();
    }
}
