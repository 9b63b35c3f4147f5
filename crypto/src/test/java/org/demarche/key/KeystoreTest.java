package org.demarche.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeystoreTest {
    private static final byte[] PASSPHRASE = "correct horse battery staple".getBytes(StandardCharsets.UTF_8);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Sealed with little work, so that opening it a thousand times takes no time. */
    private static byte[] cheap(SigningKey key) {
        return Keystore.seal(key, PASSPHRASE, Keystore.newKdf(8, 1, 1, RANDOM), RANDOM);
    }

    private static void assertRefused(byte[] file, String sentence) {
        assertThatThrownBy(() -> Keystore.openSigningKey(file, PASSPHRASE))
                .isInstanceOf(KeystoreException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void openSigningKey_sealed_givesTheKey() throws KeystoreException {
        SigningKey key = TestKeys.signing("UA");
        byte[] file = Keystore.seal(key, PASSPHRASE, RANDOM);
        assertThat(Keystore.openSigningKey(file, PASSPHRASE).sign(new byte[] {1}))
                .isEqualTo(key.sign(new byte[] {1}));
        assertThat(new String(file, StandardCharsets.US_ASCII))
                .startsWith("demarche-keystore 1\nkind: signing\nkey: "
                        + key.publicKey().id().fingerprint() + "\nkdf: argon2id m=19456 t=2 p=1 salt=");
    }

    @Test
    void openLogKey_sealed_givesTheKey() throws KeystoreException {
        LogSigningKey key = TestKeys.log("hub");
        byte[] file = Keystore.seal(key, PASSPHRASE, RANDOM);
        assertThat(Keystore.openLogKey(file, PASSPHRASE).publicKey()).isEqualTo(key.publicKey());
        assertRefused(file, "holds a log key (expected: a signing key)");
    }

    @Test
    void openSigningKey_wrongPassphrase_saysSo() {
        byte[] file = cheap(TestKeys.signing("UA"));
        assertThatThrownBy(() -> Keystore.openSigningKey(file, "wrong".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(KeystoreException.class)
                .hasMessageContaining("wrong passphrase");
        assertThatThrownBy(() -> Keystore.openSigningKey(file, new byte[0])).isInstanceOf(KeystoreException.class);
    }

    @Test
    void seal_emptyPassphrase_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Keystore.seal(TestKeys.signing("UA"), new byte[0], RANDOM));
    }

    @Test
    void seal_twice_hasNewSaltAndNonce() {
        assertThat(cheap(TestKeys.signing("UA"))).isNotEqualTo(cheap(TestKeys.signing("UA")));
    }

    @Test
    void openSigningKey_anyByteChanged_isRefused() {
        byte[] file = cheap(TestKeys.signing("UA"));
        for (int i = 0; i < file.length; i++) {
            for (int flip : new int[] {0x01, 0x02, 0x20, 0x80}) {
                byte[] damaged = file.clone();
                damaged[i] ^= (byte) flip;
                assertThatThrownBy(() -> Keystore.openSigningKey(damaged, PASSPHRASE))
                        .as("byte %d", i)
                        .isInstanceOf(KeystoreException.class);
            }
        }
    }

    @Test
    void openSigningKey_anyByteMissingOrDoubled_isRefused() {
        byte[] file = cheap(TestKeys.signing("UA"));
        for (int i = 0; i < file.length; i++) {
            byte[] shorter = new byte[file.length - 1];
            System.arraycopy(file, 0, shorter, 0, i);
            System.arraycopy(file, i + 1, shorter, i, shorter.length - i);
            byte[] longer = new byte[file.length + 1];
            System.arraycopy(file, 0, longer, 0, i + 1);
            System.arraycopy(file, i, longer, i + 1, file.length - i);
            byte[] cut = Arrays.copyOf(file, i);
            for (byte[] damaged : new byte[][] {shorter, longer, cut}) {
                assertThatThrownBy(() -> Keystore.openSigningKey(damaged, PASSPHRASE))
                        .as("byte %d", i)
                        .isInstanceOf(KeystoreException.class);
            }
        }
    }

    @Test
    void openSigningKey_randomBytes_isRefused() {
        Random random = new Random(20260203);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[random.nextInt(600)];
            random.nextBytes(bytes);
            assertRefused(bytes, "not a keystore file");
        }
        assertRefused(new byte[5000], "5000 bytes (expected: at most 4096)");
    }

    @Test
    void openSigningKey_boundlessWork_isRefusedBeforeItIsDone() {
        String file = new String(cheap(TestKeys.signing("UA")), StandardCharsets.US_ASCII);
        for (String work : new String[] {"m=9999999 t=1 p=1", "m=8 t=999 p=1", "m=8 t=1 p=999", "m=8 t=1 p=2"}) {
            assertRefused(
                    file.replace("m=8 t=1 p=1", work).getBytes(StandardCharsets.US_ASCII),
                    work + " (expected: at most m=262144 t=16 p=8, and m >= 8p)");
        }
    }

    @Test
    void openSigningKey_newerVersion_saysSo() {
        String file = new String(cheap(TestKeys.signing("UA")), StandardCharsets.US_ASCII);
        assertRefused(
                file.replace("keystore 1", "keystore 2").getBytes(StandardCharsets.US_ASCII),
                "version 2 (expected: 1)");
    }
}
