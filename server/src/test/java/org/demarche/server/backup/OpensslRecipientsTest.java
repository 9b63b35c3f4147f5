package org.demarche.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An implementation that we did not write opens our backups, and we open them with the keys and certificates that it makes. */
@Tag("needs-openssl")
final class OpensslRecipientsTest {
    private static final byte[] CONTENT = "what is kept".repeat(1_000).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private Path sealed(Optional<char[]> passphrase, Path... certificates) throws Exception {
        List<RecipientCertificate> read = new ArrayList<>();
        for (Path file : certificates) {
            read.add(RecipientCertificate.read(file));
        }
        Path file = folder.resolve("sealed");
        try (OutputStream to = Files.newOutputStream(file);
                OutputStream out = Sealed.seal(to, new Addressees(passphrase, read, 1_000), new SecureRandom())
                        .out()) {
            out.write(CONTENT);
        }
        SealedFile.requireWhole(file);
        return file;
    }

    private Path identity(String name, String... algorithm) throws Exception {
        List<Object> command = new ArrayList<>(List.of("req", "-x509", "-nodes", "-subj", "/CN=" + name, "-newkey"));
        command.addAll(List.of(algorithm));
        command.addAll(List.of(
                "-keyout", folder.resolve(name + ".pem"), "-out", folder.resolve(name + ".crt"), "-days", "30"));
        openssl(command.toArray());
        Files.setPosixFilePermissions(folder.resolve(name + ".pem"), PosixFilePermissions.fromString("rw-------"));
        return folder.resolve(name + ".crt");
    }

    private void assertBothOpen(Path file, String name) throws Exception {
        Path opened = folder.resolve(name + ".opened");
        String said = openssl(
                "cms",
                "-decrypt",
                "-inform",
                "DER",
                "-in",
                file,
                "-inkey",
                folder.resolve(name + ".pem"),
                "-recip",
                folder.resolve(name + ".crt"),
                "-out",
                opened);
        assertThat(opened).as(said).hasBinaryContent(CONTENT);
        Sealed.Opened own = Sealed.open(
                new BufferedInputStream(Files.newInputStream(file)),
                Unsealer.of(PrivateKeyFile.read(folder.resolve(name + ".pem"), Optional.empty())));
        assertThat(own.content().readAllBytes()).isEqualTo(CONTENT);
        own.finish();
    }

    @Test
    void decrypt_ofABackupToEachKindOfCertificate_isOpensslsToo() throws Exception {
        Path rsa = identity("rsa", "rsa:3072");
        Path p256 = identity("p256", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        Path p384 = identity("p384", "ec", "-pkeyopt", "ec_paramgen_curve:P-384");
        Path file = sealed(Optional.of("a passphrase of backups".toCharArray()), rsa, p256, p384);
        assertBothOpen(file, "rsa");
        assertBothOpen(file, "p256");
        assertBothOpen(file, "p384");
        Path opened = folder.resolve("by-passphrase");
        openssl(
                "cms",
                "-decrypt",
                "-inform",
                "DER",
                "-in",
                file,
                "-pwri_password",
                "a passphrase of backups",
                "-out",
                opened);
        assertThat(opened).hasBinaryContent(CONTENT);
    }

    @Test
    void decrypt_ofABackupToOneCertificate_needsNoCertificateAtHand() throws Exception {
        Path file = sealed(Optional.empty(), identity("p256", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
        Path opened = folder.resolve("opened");
        String said = openssl(
                "cms", "-decrypt", "-inform", "DER", "-in", file, "-inkey", folder.resolve("p256.pem"), "-out", opened);
        assertThat(opened).as(said).hasBinaryContent(CONTENT);
    }

    @Test
    void keyFile_thatOpensslHasEncrypted_isReadWithItsPassphraseAlone() throws Exception {
        identity("rsa", "rsa:2048");
        Path key = folder.resolve("encrypted.pem");
        openssl("pkcs8", "-topk8", "-in", folder.resolve("rsa.pem"), "-out", key, "-passout", "pass:pass of key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path right = folder.resolve("right");
        SecretFiles.write(right, "pass of key\n".getBytes(StandardCharsets.US_ASCII));
        Path wrong = folder.resolve("wrong");
        SecretFiles.write(wrong, "another\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(PrivateKeyFile.read(key, Optional.of(right)).getAlgorithm()).isEqualTo("RSA");
        assertThatThrownBy(() -> PrivateKeyFile.read(key, Optional.of(wrong)))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("is another one");
        assertThatThrownBy(() -> PrivateKeyFile.read(key, Optional.empty()))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("is encrypted");
    }

    /** What it says, of both kinds. */
    private static String openssl(Object... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
