package org.demarche.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can open a backup can, and nobody else; and a file that cannot be one is told before anybody is asked for a secret. */
final class AddresseesTest {
    private static final char[] PASSPHRASE = "a passphrase of backups".toCharArray();
    private static final int QUICK = 1_000;
    private static final byte[] CONTENT = new byte[5_000];

    private static final TestRecipient RSA = TestRecipient.rsa("one", 2_048);
    private static final TestRecipient P_256 = TestRecipient.ec("one", 256);
    private static final TestRecipient P_384 = TestRecipient.ec("one", 384);

    @TempDir
    private Path folder;

    private Addressees addressees(Optional<char[]> passphrase, TestRecipient... recipients) throws Exception {
        List<RecipientCertificate> certificates = new ArrayList<>();
        for (TestRecipient one : recipients) {
            certificates.add(RecipientCertificate.read(one.certificate(folder.resolve("c" + certificates.size()))));
        }
        return new Addressees(passphrase, certificates, QUICK);
    }

    private static Sealed.Sealing seal(ByteArrayOutputStream to, Addressees addressees) throws IOException {
        Sealed.Sealing sealing = Sealed.seal(to, addressees, new SecureRandom());
        sealing.out().write(CONTENT);
        sealing.out().close();
        return sealing;
    }

    private static void assertOpens(byte[] file, Unsealer unsealer) throws IOException {
        Sealed.Opened opened = Sealed.open(in(file), unsealer);
        assertThat(opened.content().readAllBytes()).isEqualTo(CONTENT);
        opened.finish();
    }

    private static InputStream in(byte[] file) {
        return new BufferedInputStream(new ByteArrayInputStream(file));
    }

    private static void assertOpensNot(byte[] file, Unsealer unsealer, String sentence) {
        assertThatThrownBy(() -> Sealed.open(in(file), unsealer))
                .isInstanceOf(Unsealer.NotOpenedException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void seal_toSeveral_opensForEachOfThem_andForNobodyElse() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        seal(out, addressees(Optional.of(PASSPHRASE), RSA, P_256, P_384));
        byte[] file = out.toByteArray();
        assertOpens(file, Unsealer.of(PASSPHRASE));
        assertOpens(file, RSA.unsealer());
        assertOpens(file, P_256.unsealer());
        assertOpens(file, P_384.unsealer());
        assertOpensNot(file, Unsealer.of("another".toCharArray()), "the passphrase is another one");
        assertOpensNot(
                file, TestRecipient.rsa("two", 2_048).unsealer(), "the key is that of none of its 3 certificates");
        assertOpensNot(file, TestRecipient.ec("two", 256).unsealer(), "the key is that of none of its 3 certificates");
        assertOpensNot(file, TestRecipient.ec("two", 521).unsealer(), "the key is that of none of its 3 certificates");
    }

    @Test
    void seal_toOneKind_saysToTheOtherWhatIsWanted() throws Exception {
        ByteArrayOutputStream closed = new ByteArrayOutputStream();
        seal(closed, addressees(Optional.empty(), P_256));
        assertOpensNot(closed.toByteArray(), Unsealer.of(PASSPHRASE), "--key FILE");
        ByteArrayOutputStream secret = new ByteArrayOutputStream();
        seal(secret, addressees(Optional.of(PASSPHRASE)));
        assertOpensNot(secret.toByteArray(), P_256.unsealer(), "--passphrase FILE");
    }

    @Test
    void seal_toCertificatesAlone_isReadAgainWithTheKeyThatSealedIt_andNoOther() throws Exception {
        for (TestRecipient first : List.of(RSA, P_384)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Sealed.Sealing sealing = seal(out, addressees(Optional.empty(), first, P_256));
            assertOpens(out.toByteArray(), sealing.own());
            ByteArrayOutputStream other = new ByteArrayOutputStream();
            seal(other, addressees(Optional.empty(), first, P_256));
            Sealed.Opened opened = Sealed.open(in(other.toByteArray()), sealing.own());
            assertThatThrownBy(() -> {
                        opened.content().transferTo(ByteArrayOutputStream.nullOutputStream());
                        opened.finish();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void open_withAByteChanged_opensNothingElse() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        seal(out, addressees(Optional.empty(), P_256));
        byte[] whole = out.toByteArray();
        int step = Boolean.getBoolean("demarche.long") ? 1 : 61;
        int refused = 0;
        for (int i = 0; i < whole.length; i += step) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x20;
            try {
                Sealed.Opened opened = Sealed.open(in(changed), P_256.unsealer());
                assertThat(opened.content().readAllBytes()).isEqualTo(CONTENT);
                opened.finish();
            } catch (IOException | RuntimeException e) {
                refused++;
            }
        }
        // Of a few labels that are not sealed nothing depends.
        assertThat(refused).isGreaterThan(whole.length / step * 9 / 10);
    }

    @Test
    void requireWhole_ofAFileThatIsCutOffAnywhere_saysAtWhichByte() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        seal(out, addressees(Optional.of(PASSPHRASE), P_256));
        byte[] whole = out.toByteArray();
        Path file = Files.write(folder.resolve("x.backup"), whole);
        SealedFile.requireWhole(file);
        for (int length = 1; length < whole.length; length += length < 40 || length > whole.length - 120 ? 1 : 97) {
            assertRefused(Arrays.copyOf(whole, length), 10, "is cut off at byte " + length);
        }
        assertRefused(new byte[0], 10, "is empty");
        assertRefused("PK\3\4 something else".getBytes(StandardCharsets.US_ASCII), 5, "is no backup of a hub");
        Files.write(file, Arrays.copyOf(whole, whole.length + 64));
        SealedFile.requireWhole(file);
        assertRefused(Arrays.copyOf(whole, whole.length + 65), 10, "is cut off at byte");
    }

    private void assertRefused(byte[] bytes, int code, String sentence) throws IOException {
        Path file = Files.write(folder.resolve("x.backup"), bytes);
        assertThatThrownBy(() -> SealedFile.requireWhole(file))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.exitCode()).isEqualTo(code))
                .hasMessageContaining(sentence);
    }

    @Test
    void certificate_towardsWhichNothingCanBeSealed_isRefused() throws Exception {
        refused(TestRecipient.rsa("short", 1_024).certificate(folder.resolve("a")), "RSA of 2048 bits or more");
        refused(TestRecipient.ec("long", 521).certificate(folder.resolve("b")), "P-256 or P-384");
        refused(TestRecipient.ed25519("sign").certificate(folder.resolve("c")), "P-256 or P-384");
        refused(
                RSA.certificate(folder.resolve("d"), TestRecipient.END, KeyUsage.digitalSignature),
                "keyUsage keyEncipherment, or none");
        refused(
                P_256.certificate(folder.resolve("e"), TestRecipient.END, KeyUsage.keyEncipherment),
                "keyUsage keyAgreement, or none");
        refused(Files.writeString(folder.resolve("f"), "no certificate"), "holds no X.509 certificate");
        refused(
                Files.writeString(
                        folder.resolve("g"),
                        Files.readString(RSA.certificate(folder.resolve("h")))
                                + Files.readString(P_256.certificate(folder.resolve("i")))),
                "holds 2 certificates");
        refused(folder.resolve("none"), "does not exist");
        refused(Files.write(folder.resolve("big"), new byte[70_000]), "has more than");
        assertThat(RecipientCertificate.read(
                                P_384.certificate(folder.resolve("j"), TestRecipient.END, KeyUsage.keyAgreement))
                        .whyOutOfDate(Instant.EPOCH))
                .isEmpty();
    }

    private static void refused(Path file, String sentence) {
        assertThatThrownBy(() -> RecipientCertificate.read(file))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.exitCode()).isEqualTo(5))
                .hasMessageContaining(file.toString())
                .hasMessageContaining(sentence);
    }

    @Test
    void certificate_thatHasEnded_isUsed_andTold() throws Exception {
        Instant end = Instant.parse("2026-01-01T00:00:00Z");
        RecipientCertificate ended =
                RecipientCertificate.read(P_256.certificate(folder.resolve("a"), end, KeyUsage.keyAgreement));
        assertThat(ended.whyOutOfDate(end).orElseThrow()).contains("ended on 010000Z JAN 26");
        assertThat(ended.whyOutOfDate(end.minusSeconds(1))).isEmpty();
    }

    @Test
    void keyFile_thatIsNone_orOpenToOthers_saysWhatIsWanted() throws Exception {
        Path key = P_256.key(folder.resolve("key"));
        assertThat(PrivateKeyFile.read(key, Optional.empty()).getAlgorithm()).startsWith("EC");
        notRead(P_256.oldKey(folder.resolve("old")), "openssl pkcs8 -topk8");
        notRead(secret("none", "no key"), "holds no PEM");
        notRead(secret("torn", "-----BEGIN PRIVATE KEY-----\nAAAA\n"), "PKCS #8");
        notRead(TestRecipient.ed25519("one").key(folder.resolve("ed")), "RSA or EC");
        notRead(folder.resolve("missing"), "missing");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        notRead(key, "chmod 600");
    }

    private Path secret(String name, String text) throws IOException {
        SecretFiles.write(folder.resolve(name), text.getBytes(StandardCharsets.US_ASCII));
        return folder.resolve(name);
    }

    private static void notRead(Path file, String sentence) {
        assertThatThrownBy(() -> PrivateKeyFile.read(file, Optional.empty()))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.exitCode()).isEqualTo(5))
                .hasMessageContaining(file.toString())
                .hasMessageContaining(sentence);
    }
}
