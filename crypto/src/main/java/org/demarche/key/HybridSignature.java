package org.demarche.key;

import java.util.Arrays;

/**
 * A signature of the suite {@value PublicKey#SUITE}: two signatures over the same bytes.
 *
 * @param ed25519 64 bytes, RFC 8032
 * @param mlDsa65 3309 bytes, FIPS 204
 */
public record HybridSignature(byte[] ed25519, byte[] mlDsa65) {
    /** Length of the Ed25519 half in bytes. */
    public static final int ED25519_LENGTH = 64;

    /** Length of the ML-DSA-65 half in bytes. */
    public static final int ML_DSA_65_LENGTH = 3309;

    /** @throws IllegalArgumentException if a half has another length */
    public HybridSignature {
        ed25519 = Lengths.copy("ed25519", ed25519, ED25519_LENGTH);
        mlDsa65 = Lengths.copy("mlDsa65", mlDsa65, ML_DSA_65_LENGTH);
    }

    /** A copy of the 64 bytes. */
    @Override
    public byte[] ed25519() {
        return ed25519.clone();
    }

    /** A copy of the 3309 bytes. */
    @Override
    public byte[] mlDsa65() {
        return mlDsa65.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HybridSignature that
                && Arrays.equals(ed25519, that.ed25519)
                && Arrays.equals(mlDsa65, that.mlDsa65);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ed25519) + Arrays.hashCode(mlDsa65);
    }

    @Override
    public String toString() {
        return PublicKey.SUITE + " signature";
    }
}
