package org.demarche.key;

import java.security.SecureRandom;
import org.bouncycastle.crypto.params.MLDSAParameters;

/** The private half of a {@link LogPublicKey}. Thread-safe. At rest it lies in a {@link Keystore}. */
public final class LogSigningKey {
    private final Seeds seeds;
    private final LogPublicKey publicKey;

    LogSigningKey(Seeds seeds) {
        this.seeds = seeds;
        this.publicKey = LogPublicKey.of(seeds.ed25519Public(), seeds.mlDsaPublic());
    }

    /** A new key pair. The seeds are the next 64 bytes of {@code random}. */
    public static LogSigningKey generate(SecureRandom random) {
        return new LogSigningKey(Seeds.generate(MLDSAParameters.ml_dsa_44, random));
    }

    /** The key of these two seeds, 32 bytes each: for known answers, whose keys everybody knows. */
    public static LogSigningKey ofSeeds(byte[] ed25519Seed, byte[] mlDsaSeed) {
        return new LogSigningKey(new Seeds(MLDSAParameters.ml_dsa_44, ed25519Seed, mlDsaSeed));
    }

    /** The public half. */
    public LogPublicKey publicKey() {
        return publicKey;
    }

    /** The Ed25519 signature over {@code message}: 64 bytes. */
    public byte[] signEd25519(byte[] message) {
        return seeds.signEd25519(message);
    }

    /** The ML-DSA-44 signature (pure, empty context, deterministic) over {@code message}: 2420 bytes. */
    public byte[] signMlDsa44(byte[] message) {
        return seeds.signMlDsa(message);
    }

    Seeds seeds() {
        return seeds;
    }

    @Override
    public String toString() {
        return "log signing key " + publicKey;
    }
}
