package org.demarche.key;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The secret of a key pair of two algorithms: the two seeds, 32 bytes each, and what is derived from them. Thread-safe;
 * says nothing in {@code toString}.
 */
final class Seeds {
    private static final int ED25519_SEED_LENGTH = Ed25519.SECRET_KEY_SIZE;

    private final byte[] ed25519Seed;
    private final byte[] mlDsaSeed;
    private final Ed25519PrivateKeyParameters ed25519;
    private final MLDSAPrivateKeyParameters mlDsa;

    Seeds(MLDSAParameters parameters, byte[] ed25519Seed, byte[] mlDsaSeed) {
        this.ed25519Seed = Lengths.copy("ed25519Seed", ed25519Seed, ED25519_SEED_LENGTH);
        this.mlDsaSeed = Lengths.copy("mlDsaSeed", mlDsaSeed, MlDsa.SEED_LENGTH);
        this.ed25519 = new Ed25519PrivateKeyParameters(this.ed25519Seed);
        this.mlDsa = new MLDSAPrivateKeyParameters(parameters, this.mlDsaSeed);
    }

    static Seeds generate(MLDSAParameters parameters, SecureRandom random) {
        byte[] ed25519 = new byte[ED25519_SEED_LENGTH];
        byte[] mlDsa = new byte[MlDsa.SEED_LENGTH];
        random.nextBytes(ed25519);
        random.nextBytes(mlDsa);
        try {
            return new Seeds(parameters, ed25519, mlDsa);
        } finally {
            Arrays.fill(ed25519, (byte) 0);
            Arrays.fill(mlDsa, (byte) 0);
        }
    }

    byte[] ed25519Seed() {
        return ed25519Seed.clone();
    }

    byte[] mlDsaSeed() {
        return mlDsaSeed.clone();
    }

    byte[] ed25519Public() {
        return ed25519.generatePublicKey().getEncoded();
    }

    byte[] mlDsaPublic() {
        return mlDsa.getPublicKeyParameters().getEncoded();
    }

    byte[] signEd25519(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        ed25519.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
        return signature;
    }

    byte[] signMlDsa(byte[] message) {
        return MlDsa.sign(mlDsa, message);
    }

    @Override
    public String toString() {
        return "seeds";
    }
}
