package org.demarche.key;

final class ConscryptVerifierTest extends SignatureVerifierContract {
    private final SignatureVerifier verifier = ConscryptVerifier.load();

    @Override
    SignatureVerifier verifier() {
        return verifier;
    }
}
