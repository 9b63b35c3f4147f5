package org.demarche.key;

/** The reference. */
final class BouncyCastleVerifier implements SignatureVerifier {
    @Override
    public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
        PublicKey.Decoded decoded = key.decoded();
        return decoded.point().isPresent()
                && Ed25519Strict.verify(decoded.point().get(), message, signature.ed25519())
                && MlDsa.verify(decoded.mlDsa65(), message, signature.mlDsa65());
    }

    @Override
    public String name() {
        return "Bouncy Castle";
    }
}
