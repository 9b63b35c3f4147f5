package org.demarche.timestamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An implementation that we did not write takes our tokens, and we answer its requests. */
@Tag("needs-openssl")
class OpensslTest {
    private static final byte[] DATA = "a head".getBytes(StandardCharsets.US_ASCII);
    private static final Instant AT = Instant.parse("2026-02-03T15:51:00.250Z");
    private static final TestAuthority AUTHORITY = TestAuthority.named("one");

    @TempDir
    private Path folder;

    @Test
    void verify_ourToken_isTaken() throws Exception {
        Path data = write("head", DATA);
        Path token = write("token", AUTHORITY.token(DATA, AT).bytes());
        Path anchor = write("anchor.pem", AUTHORITY.anchor().pem().getBytes(StandardCharsets.US_ASCII));
        assertThat(openssl(
                        "ts",
                        "-verify",
                        "-data",
                        data,
                        "-in",
                        token,
                        "-token_in",
                        "-CAfile",
                        anchor,
                        "-attime",
                        AT.getEpochSecond()))
                .contains("Verification: OK");
    }

    @Test
    void verify_ourTokenOverOtherBytes_isRefused() throws Exception {
        Path data = write("head", new byte[1]);
        Path token = write("token", AUTHORITY.token(DATA, AT).bytes());
        Path anchor = write("anchor.pem", AUTHORITY.anchor().pem().getBytes(StandardCharsets.US_ASCII));
        assertThat(openssl(
                        "ts",
                        "-verify",
                        "-data",
                        data,
                        "-in",
                        token,
                        "-token_in",
                        "-CAfile",
                        anchor,
                        "-attime",
                        AT.getEpochSecond()))
                .contains("Verification: FAILED");
    }

    @Test
    void query_ofOpenssl_isAnsweredAndTheAnswerIsTaken() throws Exception {
        Path data = write("head", DATA);
        Path query = folder.resolve("query");
        openssl("ts", "-query", "-data", data, "-sha512", "-cert", "-out", query);
        Path reply = write("reply", AUTHORITY.authority().answer(Files.readAllBytes(query), AT));
        Path anchor = write("anchor.pem", AUTHORITY.anchor().pem().getBytes(StandardCharsets.US_ASCII));
        assertThat(openssl(
                        "ts",
                        "-verify",
                        "-queryfile",
                        query,
                        "-in",
                        reply,
                        "-CAfile",
                        anchor,
                        "-attime",
                        AT.getEpochSecond()))
                .contains("Verification: OK");
        assertThat(openssl("ts", "-reply", "-in", reply, "-text"))
                .contains("Status: Granted.")
                .contains("Hash Algorithm: sha512")
                .contains("Feb  3 15:51:00.25 2026 GMT")
                .contains("Accuracy: 0x01 seconds");
    }

    /** And a token that we did not make is taken by us. */
    @Test
    void check_tokenOfOpenssl_isTrue() throws Exception {
        Path configuration = write("ts.conf", """
                [tsa]
                default_tsa = here
                [here]
                serial = %1$s/serial
                default_policy = 1.2.3.4
                digests = sha256, sha512
                signer_digest = sha256
                ess_cert_id_alg = sha256
                accuracy = secs:2, millisecs:5, microsecs:1
                """.formatted(folder).getBytes(StandardCharsets.US_ASCII));
        TestAuthority now = TestAuthority.named("now", Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
        Path key = write("key.pem", now.keys().keyPem().getBytes(StandardCharsets.US_ASCII));
        Path certificate = write("cert.pem", now.keys().certificatePem().getBytes(StandardCharsets.US_ASCII));
        Path query = write(
                "query",
                TimestampRequest.of(Imprint.of(HashAlgorithm.SHA_512, DATA), new byte[8], Optional.empty())
                        .bytes());
        Path reply = folder.resolve("reply");
        openssl(
                "ts",
                "-reply",
                "-config",
                configuration,
                "-queryfile",
                query,
                "-inkey",
                key,
                "-signer",
                certificate,
                "-out",
                reply);
        UnverifiedToken token = TimestampRequest.of(
                        Imprint.of(HashAlgorithm.SHA_512, DATA), new byte[8], Optional.empty())
                .tokenIn(Files.readAllBytes(reply));
        assertThat(now.verifier().check(token, Imprint.of(HashAlgorithm.SHA_512, DATA)))
                .isInstanceOfSatisfying(TokenCheck.Valid.class, v -> {
                    assertThat(v.token().existedBy())
                            .isEqualTo(v.token().statedAt().plusMillis(2006));
                    assertThat(v.token().policy()).isEqualTo("1.2.3.4");
                    assertThat(v.token().lean()).isEqualTo(token);
                });
    }

    private Path write(String name, byte[] bytes) throws Exception {
        return Files.write(folder.resolve(name), bytes);
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
