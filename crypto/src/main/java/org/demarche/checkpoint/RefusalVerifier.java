package org.demarche.checkpoint;

import java.util.Optional;
import org.demarche.envelope.Shape;
import org.demarche.key.LogPublicKey;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedRefusal;

/** Opens signed refusals: the log's word, for its client to keep and to show, that it would not take a notice. */
public final class RefusalVerifier {
    private RefusalVerifier() {}

    /**
     * The refusal, or empty unless both signatures by {@code key} are true and what they sign is a refusal in the strict encoding. Whether
     * it is about the caller's notice and log, its fields say: compare {@code notice} and {@code origin}. Total.
     */
    public static Optional<Refusal> open(SignedRefusal signed, LogPublicKey key) {
        return Shape.check(signed).isPresent()
                ? Optional.empty()
                : LogStatement.open(
                        Refusal.getDefaultInstance(),
                        RefusalSigner.TYPE,
                        signed.getRefusal(),
                        signed.getEd25519(),
                        signed.getMlDsa44(),
                        key);
    }

    /** What it says, with no signature looked at; empty if it is no refusal in the strict encoding. */
    public static Optional<Refusal> claimed(SignedRefusal signed) {
        return LogStatement.parse(Refusal.getDefaultInstance(), signed.getRefusal());
    }
}
