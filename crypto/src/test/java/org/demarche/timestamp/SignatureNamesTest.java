package org.demarche.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;

/** Which signatures and keys count. */
class SignatureNamesTest {
    private static final AlgorithmIdentifier SHA_256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
    private static final AlgorithmIdentifier SHA_1 = new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1);
    private static final BigInteger F4 = BigInteger.valueOf(65_537);

    private static AlgorithmIdentifier id(ASN1ObjectIdentifier oid) {
        return new AlgorithmIdentifier(oid);
    }

    private static AlgorithmIdentifier pss(AlgorithmIdentifier hash) {
        return new AlgorithmIdentifier(
                PKCSObjectIdentifiers.id_RSASSA_PSS,
                new RSASSAPSSparams(
                        hash,
                        RSASSAPSSparams.DEFAULT_MASK_GEN_FUNCTION,
                        RSASSAPSSparams.DEFAULT_SALT_LENGTH,
                        RSASSAPSSparams.DEFAULT_TRAILER_FIELD));
    }

    @Test
    void of_keyAndHashApart_isTheirSignature() throws FalseTokenException {
        assertThat(SignatureNames.of(id(PKCSObjectIdentifiers.rsaEncryption), SHA_256))
                .isEqualTo("SHA256withRSA");
        assertThat(SignatureNames.of(id(X9ObjectIdentifiers.id_ecPublicKey), SHA_256))
                .isEqualTo("SHA256withECDSA");
        assertThat(SignatureNames.of(id(EdECObjectIdentifiers.id_Ed25519), SHA_256))
                .isEqualTo("Ed25519");
        assertThat(SignatureNames.of(pss(SHA_256), SHA_256)).isEqualTo("SHA256withRSASSA-PSS");
    }

    @Test
    void of_hashThatContradictsTheSignature_isFalse() {
        assertThatThrownBy(() -> SignatureNames.of(id(X9ObjectIdentifiers.ecdsa_with_SHA384), SHA_256))
                .isInstanceOfSatisfying(
                        FalseTokenException.class,
                        e -> assertThat(e.sentence())
                                .isEqualTo("its signature is SHA384withECDSA, but its hash SHA-256"));
    }

    @Test
    void of_whatIsWeak_isFalse() {
        assertFalse(
                () -> SignatureNames.of(id(PKCSObjectIdentifiers.sha1WithRSAEncryption)),
                "it rests on the signature algorithm 1.2.840.113549.1.1.5, which is weak or not known");
        assertFalse(
                () -> SignatureNames.of(id(PKCSObjectIdentifiers.rsaEncryption), SHA_1),
                "it rests on the hash function 1.3.14.3.2.26, which is weak or not known");
        assertFalse(() -> SignatureNames.of(pss(SHA_1)), "it rests on RSASSA-PSS with a hash that is weak");
    }

    private static void assertFalse(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String sentence) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FalseTokenException.class, e -> assertThat(e.sentence()).isEqualTo(sentence));
    }

    /** A public key of these numbers, sound or not. */
    private record Rsa(BigInteger getModulus, BigInteger getPublicExponent) implements RSAPublicKey {
        static Rsa ofBits(int bits, BigInteger exponent) {
            return new Rsa(BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE), exponent);
        }

        @Override
        public String getAlgorithm() {
            return "RSA";
        }

        @Override
        public String getFormat() {
            return "none";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    @Test
    void requireStrong_rsaWithinBounds_isTaken() throws FalseTokenException {
        for (Rsa key :
                new Rsa[] {Rsa.ofBits(2048, F4), Rsa.ofBits(8192, F4), Rsa.ofBits(2048, BigInteger.ONE.shiftLeft(63))
                }) {
            SignatureNames.requireStrong(key);
            assertThat(SignatureNames.isCostly(key)).isFalse();
        }
    }

    @Test
    void requireStrong_rsaTooShort_isFalse() {
        assertFalse(
                () -> SignatureNames.requireStrong(Rsa.ofBits(2047, F4)),
                "an RSA key of 2047 bits in its chain (expected: at least 2048)");
    }

    @Test
    void requireStrong_rsaThatCostsTimeAlone_isFalse() {
        for (Rsa key : new Rsa[] {Rsa.ofBits(8193, F4), Rsa.ofBits(2048, BigInteger.ONE.shiftLeft(64))}) {
            assertFalse(
                    () -> SignatureNames.requireStrong(key),
                    "an RSA key in its chain that costs time alone (expected: at most 8192 bits, with an exponent of at most 64)");
            assertThat(SignatureNames.isCostly(key)).isTrue();
        }
    }

    @Test
    void requireStrong_shortCurve_isFalse() throws GeneralSecurityException, FalseTokenException {
        SignatureNames.requireStrong(ec(256));
        assertFalse(
                () -> SignatureNames.requireStrong(ec(224)),
                "an elliptic-curve key of 224 bits in its chain (expected: at least 256)");
    }

    private static PublicKey ec(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        generator.initialize(bits);
        return generator.generateKeyPair().getPublic();
    }

    @Test
    void hash_withParameters_isKnownOnlyIfTheyAreNull() {
        assertThat(HashAlgorithm.of(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE)))
                .contains(HashAlgorithm.SHA_256);
        assertThat(HashAlgorithm.of(
                        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, new DERUTF8String("more"))))
                .isEmpty();
    }
}
