package org.demarche.checkpoint;

import java.util.Optional;
import org.demarche.envelope.Pae;
import org.demarche.envelope.Shape;
import org.demarche.envelope.Strict;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSignatures;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.RefusedException;

/** Opens signed refusals: the log's word, for its client to keep and to show, that it would not take a notice. */
public final class RefusalVerifier {
    private RefusalVerifier() {}

    /**
     * The refusal, or empty unless both signatures by {@code key} are true and what they sign is a refusal in the strict encoding. Whether
     * it is about the caller's notice and log, its fields say: compare {@code notice} and {@code origin}. Total.
     */
    public static Optional<Refusal> open(SignedRefusal signed, LogPublicKey key) {
        byte[] body = signed.getRefusal().toByteArray();
        byte[] bytes = Pae.encode(RefusalSigner.TYPE, body);
        boolean verified = Shape.check(signed).isEmpty()
                && LogSignatures.verifyEd25519(
                        key.ed25519(), bytes, signed.getEd25519().toByteArray())
                && LogSignatures.verifyMlDsa44(
                        key.mlDsa44(), bytes, signed.getMlDsa44().toByteArray());
        return verified ? parse(body) : Optional.empty();
    }

    private static Optional<Refusal> parse(byte[] body) {
        try {
            Refusal refusal = Strict.parse(Refusal.getDefaultInstance(), body);
            return Shape.check(refusal).isEmpty() ? Optional.of(refusal) : Optional.empty();
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }
}
