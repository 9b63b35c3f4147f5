package org.demarche.key;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.demarche.hash.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A party's public signing key: an Ed25519 key and an ML-DSA-65 key that only count together. Immutable. Equal keys
 * have equal ids.
 *
 * <p>Holding one says nothing about its worth: {@link #soundForEnrolment()} does, and no signature verifies under a key
 * that is not sound.
 */
public final class PublicKey {
    /** The name of the only suite. It stands in every notice's header and in every key's id. */
    public static final String SUITE = "ed25519+ml-dsa-65";

    /** Length of the Ed25519 half in bytes. */
    public static final int ED25519_LENGTH = 32;

    /** Length of the ML-DSA-65 half in bytes. */
    public static final int ML_DSA_65_LENGTH = 1952;

    private static final byte[] SUITE_ASCII = SUITE.getBytes(StandardCharsets.US_ASCII);

    private final byte[] ed25519;
    private final byte[] mlDsa65;
    private final Sha256 id;

    // Decoding costs as much as verifying, so it is done once. Two threads may both do it; the results are equal.
    private volatile @Nullable Decoded decoded;
    private volatile @Nullable JcaKeys jcaKeys;

    private PublicKey(byte[] ed25519, byte[] mlDsa65) {
        this.ed25519 = Lengths.copy("ed25519", ed25519, ED25519_LENGTH);
        this.mlDsa65 = Lengths.copy("mlDsa65", mlDsa65, ML_DSA_65_LENGTH);
        this.id = Sha256.of(SUITE_ASCII, this.ed25519, this.mlDsa65);
    }

    /**
     * The key with these halves, sound or not.
     *
     * @param ed25519 32 bytes, RFC 8032
     * @param mlDsa65 1952 bytes, FIPS 204
     * @throws IllegalArgumentException if a half has another length
     */
    public static PublicKey of(byte[] ed25519, byte[] mlDsa65) {
        return new PublicKey(ed25519, mlDsa65);
    }

    /** SHA-256 of the suite's name, the Ed25519 key and the ML-DSA-65 key. */
    public Sha256 id() {
        return id;
    }

    /** A copy of the 32 bytes. */
    public byte[] ed25519() {
        return ed25519.clone();
    }

    /** A copy of the 1952 bytes. */
    public byte[] mlDsa65() {
        return mlDsa65.clone();
    }

    /**
     * Whether a charter may enrol the key: the Ed25519 half is the canonical encoding of a point of prime order. Every
     * 1952 bytes are the encoding of an ML-DSA-65 key (FIPS 204 algorithm 23).
     */
    public boolean soundForEnrolment() {
        return decoded().point().isPresent();
    }

    /** The halves as Bouncy Castle reads them. */
    Decoded decoded() {
        Decoded known = decoded;
        if (known == null) {
            known = new Decoded(
                    Ed25519Strict.point(ed25519), new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_65, mlDsa65));
            decoded = known;
        }
        return known;
    }

    /** The halves as a native provider reads them. */
    JcaKeys jcaKeys(JcaDecoder decoder) throws java.security.GeneralSecurityException {
        JcaKeys known = jcaKeys;
        if (known == null) {
            known = decoder.decode(ed25519, mlDsa65);
            jcaKeys = known;
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id.fingerprint();
    }

    /** Decoded halves; no point: the Ed25519 half is not sound. */
    record Decoded(Optional<Ed25519.PublicPoint> point, MLDSAPublicKeyParameters mlDsa65) {}

    /** Halves in a provider's own form. */
    record JcaKeys(java.security.PublicKey ed25519, java.security.PublicKey mlDsa65) {}

    /** How a provider reads raw halves. */
    interface JcaDecoder {
        JcaKeys decode(byte[] ed25519, byte[] mlDsa65) throws java.security.GeneralSecurityException;
    }
}
