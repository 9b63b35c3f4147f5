package org.demarche.key;

final class BouncyCastleVerifierTest extends SignatureVerifierContract {
    private final SignatureVerifier verifier = SignatureVerifier.bouncyCastle();

    @Override
    SignatureVerifier verifier() {
        return verifier;
    }
}
