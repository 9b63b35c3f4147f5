package org.demarche.key;

import java.util.Optional;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Verifies the single signatures of logs and witnesses. Total: false, never an exception, for any bytes of any length.
 */
public final class LogSignatures {
    /** Length of an Ed25519 signature in bytes. */
    public static final int ED25519_LENGTH = 64;

    /** Length of an ML-DSA-44 signature in bytes. */
    public static final int ML_DSA_44_LENGTH = 2420;

    private LogSignatures() {}

    /** Whether the Ed25519 signature (64 bytes) holds over {@code message} under the sound key (32 bytes). */
    public static boolean verifyEd25519(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != Ed25519Strict.KEY_LENGTH || signature.length != ED25519_LENGTH) {
            return false;
        }
        Optional<Ed25519.PublicPoint> point = Ed25519Strict.point(publicKey);
        return point.isPresent() && Ed25519Strict.verify(point.get(), message, signature);
    }

    /**
     * Whether the ML-DSA-44 signature (pure, empty context, 2420 bytes) holds over {@code message} under the key (1312
     * bytes).
     */
    public static boolean verifyMlDsa44(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != LogPublicKey.ML_DSA_44_LENGTH || signature.length != ML_DSA_44_LENGTH) {
            return false;
        }
        return MlDsa.verify(new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, publicKey), message, signature);
    }
}
