package org.demarche.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;

final class VerifiersTest {
    private final List<String> announced = new ArrayList<>();

    @Test
    void fastest_conscryptLoads_isConscrypt() {
        SignatureVerifier verifier = Verifiers.fastest(announced::add);
        assertThat(verifier.name()).isEqualTo("Conscrypt 2.9.0");
        assertThat(announced)
                .containsExactly("Signatures are verified by Conscrypt 2.9.0, which agrees with Bouncy Castle.");
    }

    @Test
    void fastest_nativeLibraryAbsent_isReferenceAndSaysSo() {
        SignatureVerifier verifier = Verifiers.fastest(announced::add, () -> {
            throw new UnsatisfiedLinkError("no conscrypt_openjdk_jni");
        });
        assertThat(verifier.name()).isEqualTo("Bouncy Castle");
        assertThat(announced)
                .singleElement()
                .asString()
                .contains("Conscrypt is not to be had here", "no conscrypt_openjdk_jni");
    }

    @Test
    void fastest_jarAbsent_isReferenceAndSaysSo() throws Exception {
        List<URL> withoutConscrypt = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("conscrypt")) {
                withoutConscrypt.add(Path.of(entry).toUri().toURL());
            }
        }
        Consumer<String> announce = announced::add;
        try (URLClassLoader loader =
                new URLClassLoader(withoutConscrypt.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> verifiers = loader.loadClass(Verifiers.class.getName());
            assertThat(verifiers).isNotSameAs(Verifiers.class);
            verifiers.getMethod("fastest", Consumer.class).invoke(null, announce);
        }
        assertThat(announced)
                .singleElement()
                .asString()
                .contains("verified by Bouncy Castle", "NoClassDefFoundError: org/conscrypt/Conscrypt");
    }

    @Test
    void fastest_libraryAcceptsEverything_refusesToRun() {
        assertThatThrownBy(() -> Verifiers.fastest(announced::add, () -> judging((key, signature) -> true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(
                        "signature check \"another key\": test library finds it valid (expected: invalid)");
        assertThat(announced).isEmpty();
    }

    @Test
    void fastest_libraryRefusesEverything_refusesToRun() {
        assertThatThrownBy(() -> Verifiers.fastest(announced::add, () -> judging((key, signature) -> false)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("test library finds it invalid (expected: valid)");
    }

    @Test
    void fastest_libraryMultipliesTheCofactorIn_refusesToRun() {
        SignatureVerifier reference = SignatureVerifier.bouncyCastle();
        SignatureVerifier lax = new SignatureVerifier() {
            @Override
            public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
                PublicKey.Decoded decoded = key.decoded();
                return Ed25519.verify(signature.ed25519(), 0, decoded.point().orElseThrow(), message, 0, message.length)
                        && MlDsa.verify(decoded.mlDsa65(), message, signature.mlDsa65());
            }

            @Override
            public String name() {
                return reference.name();
            }
        };
        assertThatThrownBy(() -> Verifiers.fastest(announced::add, () -> lax))
                .hasMessageContaining("R off by a point of small order");
    }

    @Test
    void soundForEnrolment_strangeKeys_areRefused() {
        PublicKey sound = TestKeys.signing("UA").publicKey();
        assertThat(sound.soundForEnrolment()).isTrue();
        EdwardsPoint torsion = EdwardsPoint.ofOrderEight();
        List<byte[]> strange = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            strange.add(torsion.times(BigInteger.valueOf(i)).encode());
            if (i > 0) {
                strange.add(EdwardsPoint.decode(sound.ed25519())
                        .plus(torsion.times(BigInteger.valueOf(i)))
                        .encode());
            }
        }
        for (int y = 0; y < 19; y++) {
            byte[] notCanonical = EdwardsPoint.littleEndian(EdwardsPoint.P.add(BigInteger.valueOf(y)));
            strange.add(notCanonical.clone());
            notCanonical[31] |= (byte) 0x80;
            strange.add(notCanonical);
        }
        byte[] negativeZero = EdwardsPoint.NEUTRAL.encode();
        negativeZero[31] |= (byte) 0x80;
        strange.add(negativeZero);
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0xff);
        strange.add(ones);
        assertThat(strange)
                .allSatisfy(key -> assertThat(PublicKey.of(key, sound.mlDsa65()).soundForEnrolment())
                        .isFalse());
    }

    private static SignatureVerifier judging(BiPredicate<PublicKey, HybridSignature> judgement) {
        return new SignatureVerifier() {
            @Override
            public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
                return judgement.test(key, signature);
            }

            @Override
            public String name() {
                return "test library";
            }
        };
    }
}
