package org.demarche.key;

import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * ML-DSA (FIPS 204): pure, empty context, deterministic. Deterministic as Ed25519 is, so that a signature needs no
 * source of randomness at the moment it is made, and signing the same bytes again gives the same bytes.
 */
final class MlDsa {
    static final int SEED_LENGTH = 32;

    private MlDsa() {}

    static byte[] sign(MLDSAPrivateKeyParameters key, byte[] message) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new AssertionError("ML-DSA signs every message", e);
        }
    }

    /** Whether the signature, whose length the caller has checked, holds. */
    static boolean verify(MLDSAPublicKeyParameters key, byte[] message, byte[] signature) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(false, key);
        signer.update(message, 0, message.length);
        return signer.verifySignature(signature);
    }
}
