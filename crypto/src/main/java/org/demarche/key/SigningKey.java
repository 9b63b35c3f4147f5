package org.demarche.key;

import java.security.SecureRandom;
import org.bouncycastle.crypto.params.MLDSAParameters;

/**
 * The private half of a {@link PublicKey}. Thread-safe. Keeps the two seeds and never shows them; at rest it lies in a
 * {@link Keystore}.
 */
public final class SigningKey {
    private final Seeds seeds;
    private final PublicKey publicKey;

    SigningKey(Seeds seeds) {
        this.seeds = seeds;
        this.publicKey = PublicKey.of(seeds.ed25519Public(), seeds.mlDsaPublic());
    }

    /** A new key. The seeds are the next 64 bytes of {@code random}. */
    public static SigningKey generate(SecureRandom random) {
        return new SigningKey(Seeds.generate(MLDSAParameters.ml_dsa_65, random));
    }

    /** The key of these two seeds, 32 bytes each: for known answers, whose keys everybody knows. */
    public static SigningKey ofSeeds(byte[] ed25519Seed, byte[] mlDsaSeed) {
        return new SigningKey(new Seeds(MLDSAParameters.ml_dsa_65, ed25519Seed, mlDsaSeed));
    }

    /** The public half. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** Both signatures over {@code message}. The same message always gets the same signature. */
    public HybridSignature sign(byte[] message) {
        return new HybridSignature(seeds.signEd25519(message), seeds.signMlDsa(message));
    }

    Seeds seeds() {
        return seeds;
    }

    @Override
    public String toString() {
        return "signing key " + publicKey;
    }
}
