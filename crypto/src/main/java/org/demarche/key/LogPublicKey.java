package org.demarche.key;

import java.util.Arrays;
import org.demarche.hash.Sha256;

/**
 * The public key pair of a log or a witness: Ed25519 and ML-DSA-44, named in the charter by the SHA-256 of each raw
 * key. Immutable.
 */
public final class LogPublicKey {
    /** Length of the Ed25519 key in bytes. */
    public static final int ED25519_LENGTH = 32;

    /** Length of the ML-DSA-44 key in bytes. */
    public static final int ML_DSA_44_LENGTH = 1312;

    private final byte[] ed25519;
    private final byte[] mlDsa44;
    private final Sha256 ed25519Id;
    private final Sha256 mlDsa44Id;

    private LogPublicKey(byte[] ed25519, byte[] mlDsa44) {
        this.ed25519 = Lengths.copy("ed25519", ed25519, ED25519_LENGTH);
        this.mlDsa44 = Lengths.copy("mlDsa44", mlDsa44, ML_DSA_44_LENGTH);
        this.ed25519Id = Sha256.of(this.ed25519);
        this.mlDsa44Id = Sha256.of(this.mlDsa44);
    }

    /**
     * The pair of these keys.
     *
     * @param ed25519 32 bytes, RFC 8032
     * @param mlDsa44 1312 bytes, FIPS 204
     * @throws IllegalArgumentException if a key has another length
     */
    public static LogPublicKey of(byte[] ed25519, byte[] mlDsa44) {
        return new LogPublicKey(ed25519, mlDsa44);
    }

    /** SHA-256 of the Ed25519 key. */
    public Sha256 ed25519Id() {
        return ed25519Id;
    }

    /** SHA-256 of the ML-DSA-44 key. */
    public Sha256 mlDsa44Id() {
        return mlDsa44Id;
    }

    /** A copy of the 32 bytes. */
    public byte[] ed25519() {
        return ed25519.clone();
    }

    /** A copy of the 1312 bytes. */
    public byte[] mlDsa44() {
        return mlDsa44.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogPublicKey that
                && Arrays.equals(ed25519, that.ed25519)
                && Arrays.equals(mlDsa44, that.mlDsa44);
    }

    @Override
    public int hashCode() {
        return 31 * ed25519Id.hashCode() + mlDsa44Id.hashCode();
    }

    @Override
    public String toString() {
        return "ed25519 " + ed25519Id.fingerprint() + ", ml-dsa-44 " + mlDsa44Id.fingerprint();
    }
}
