package org.demarche.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.conscrypt.Conscrypt;
import org.demarche.hash.Sha256;
import org.junit.jupiter.api.Test;

final class KeysTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void signEd25519_vectorOfRfc8032_givesItsSignature() {
        // RFC 8032 §7.1, TEST 3.
        LogSigningKey key = LogSigningKey.ofSeeds(
                HEX.parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"), new byte[32]);
        byte[] message = HEX.parseHex("af82");
        byte[] signature = key.signEd25519(message);
        assertThat(HEX.formatHex(key.publicKey().ed25519()))
                .isEqualTo("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
        assertThat(HEX.formatHex(signature))
                .isEqualTo(
                        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
        assertThat(LogSignatures.verifyEd25519(key.publicKey().ed25519(), message, signature))
                .isTrue();
    }

    @Test
    void verifyMlDsa44_madeByConscrypt_holds() throws GeneralSecurityException {
        Provider conscrypt = Conscrypt.newProviderBuilder().build();
        LogSigningKey key = TestKeys.log("hub");
        byte[] message = {1, 2, 3};
        Signature signer = Signature.getInstance("ML-DSA-44", conscrypt);
        signer.initSign(KeyFactory.getInstance("ML-DSA-44", conscrypt)
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Pkcs8.ML_DSA_44.encode(key.seeds().mlDsaSeed()))));
        signer.update(message);
        byte[] signature = signer.sign();
        assertThat(LogSignatures.verifyMlDsa44(key.publicKey().mlDsa44(), message, signature))
                .isTrue();
        assertThat(LogSignatures.verifyMlDsa44(key.publicKey().mlDsa44(), message, key.signMlDsa44(message)))
                .isTrue();
        assertThat(LogSignatures.verifyMlDsa44(key.publicKey().mlDsa44(), new byte[] {1}, signature))
                .isFalse();
    }

    @Test
    void logSignatures_wrongLengths_areFalse() {
        LogSigningKey key = TestKeys.log("hub");
        byte[] message = {1};
        for (int length : new int[] {0, 1, 31, 33, 63, 65, 1311, 1313, 2419, 2421}) {
            assertThat(LogSignatures.verifyEd25519(new byte[length], message, key.signEd25519(message)))
                    .isFalse();
            assertThat(LogSignatures.verifyEd25519(key.publicKey().ed25519(), message, new byte[length]))
                    .isFalse();
            assertThat(LogSignatures.verifyMlDsa44(new byte[length], message, key.signMlDsa44(message)))
                    .isFalse();
            assertThat(LogSignatures.verifyMlDsa44(key.publicKey().mlDsa44(), message, new byte[length]))
                    .isFalse();
        }
    }

    @Test
    void id_isHashOfSuiteAndKeys() {
        PublicKey key = TestKeys.signing("UA").publicKey();
        assertThat(key.id())
                .isEqualTo(Sha256.of(
                        "ed25519+ml-dsa-65".getBytes(StandardCharsets.US_ASCII), key.ed25519(), key.mlDsa65()));
        assertThat(PublicKey.of(key.ed25519(), key.mlDsa65()))
                .isEqualTo(key)
                .hasSameHashCodeAs(key)
                .hasToString(key.id().fingerprint());
        assertThat(TestKeys.signing("US").publicKey()).isNotEqualTo(key);
    }

    @Test
    void keys_wrongLengths_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicKey.of(new byte[31], new byte[1952]))
                .withMessage("ed25519: 31 bytes (expected: 32)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublicKey.of(new byte[32], new byte[1951]))
                .withMessage("mlDsa65: 1951 bytes (expected: 1952)");
        assertThatIllegalArgumentException().isThrownBy(() -> LogPublicKey.of(new byte[32], new byte[1952]));
        assertThatIllegalArgumentException().isThrownBy(() -> new HybridSignature(new byte[64], new byte[3308]));
        assertThatIllegalArgumentException().isThrownBy(() -> new HybridSignature(new byte[63], new byte[3309]));
    }

    @Test
    void values_callerChangesArrays_stayTheSame() {
        PublicKey key = TestKeys.signing("UA").publicKey();
        byte[] ed25519 = key.ed25519();
        ed25519[0] ^= 1;
        key.mlDsa65()[0] ^= 1;
        HybridSignature signature = TestKeys.signing("UA").sign(new byte[0]);
        signature.ed25519()[0] ^= 1;
        signature.mlDsa65()[0] ^= 1;
        assertThat(key.ed25519()).isNotEqualTo(ed25519);
        assertThat(signature).isEqualTo(TestKeys.signing("UA").sign(new byte[0]));
    }

    @Test
    void generate_twice_givesTwoKeys() {
        SecureRandom random = new SecureRandom();
        assertThat(SigningKey.generate(random).publicKey())
                .isNotEqualTo(SigningKey.generate(random).publicKey());
        assertThat(LogSigningKey.generate(random).publicKey())
                .isNotEqualTo(LogSigningKey.generate(random).publicKey());
        assertThat(SigningKey.generate(random).publicKey().soundForEnrolment()).isTrue();
    }

    @Test
    void pkcs8_readByBothLibraries_givesTheSameKey() throws IOException, GeneralSecurityException {
        SigningKey key = TestKeys.signing("UA");
        byte[] encoded = Pkcs8.ML_DSA_65.encode(key.seeds().mlDsaSeed());
        MLDSAPrivateKeyParameters read = (MLDSAPrivateKeyParameters) PrivateKeyFactory.createKey(encoded);
        assertThat(read.getPublicKeyParameters().getEncoded())
                .isEqualTo(key.publicKey().mlDsa65());
        Provider conscrypt = Conscrypt.newProviderBuilder().build();
        Signature signer = Signature.getInstance("ML-DSA-65", conscrypt);
        signer.initSign(
                KeyFactory.getInstance("ML-DSA-65", conscrypt).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        signer.update(new byte[] {5});
        HybridSignature mixed = new HybridSignature(key.sign(new byte[] {5}).ed25519(), signer.sign());
        assertThat(SignatureVerifier.bouncyCastle().verify(key.publicKey(), new byte[] {5}, mixed))
                .isTrue();
        assertThat(KeyFactory.getInstance("EdDSA", conscrypt)
                        .generatePrivate(new PKCS8EncodedKeySpec(
                                Pkcs8.ED25519.encode(key.seeds().ed25519Seed()))))
                .isNotNull();
    }
}
