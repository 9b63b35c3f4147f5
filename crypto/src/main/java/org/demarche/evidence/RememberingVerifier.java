package org.demarche.evidence;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;

/** Verifies each signature once: step 3 does so on all cores, and step 9 asks for the same ones again. Thread-safe. */
final class RememberingVerifier implements SignatureVerifier {
    private final SignatureVerifier verifier;
    private final Map<Sha256, Boolean> verified = new ConcurrentHashMap<>();

    RememberingVerifier(SignatureVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
        // All parts but the last have a fixed length, so no two questions are confounded.
        Sha256 question = Sha256.of(key.id().bytes(), signature.ed25519(), signature.mlDsa65(), message);
        return verified.computeIfAbsent(question, q -> verifier.verify(key, message, signature));
    }

    @Override
    public String name() {
        return verifier.name();
    }
}
