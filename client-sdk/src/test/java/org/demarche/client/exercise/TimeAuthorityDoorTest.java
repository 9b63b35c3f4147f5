package org.demarche.client.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TimeAuthority;
import org.demarche.timestamp.TimestampRequest;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.TokenVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exercise's own time authority, as a hub meets it. */
final class TimeAuthorityDoorTest {
    private static final Instant NOW = Instant.parse("2026-03-01T06:00:00Z");
    private static final Imprint IMPRINT = Imprint.of(HashAlgorithm.SHA_512, new byte[] {1, 2, 3});

    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path directory;

    private TimeAuthorityDoor open(TimeAuthorityFiles files) throws IOException {
        return TimeAuthorityDoor.open(files.read(), 0, () -> NOW, random);
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.version(HttpClient.Version.HTTP_1_1).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpRequest.Builder post(URI url, byte[] body) {
        return HttpRequest.newBuilder(url)
                .header("Content-Type", TimestampRequest.MEDIA_TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    @Test
    void request_posted_isAnsweredWithATrueToken() throws Exception {
        TimeAuthorityFiles files = TimeAuthorityFiles.make(directory.resolve("alpha"), "alpha", NOW, random);
        TimestampRequest request = TimestampRequest.of(IMPRINT, new byte[8], Optional.of(TimeAuthority.POLICY));
        try (TimeAuthorityDoor door = open(files)) {
            HttpResponse<byte[]> response = send(post(door.url(), request.bytes()));
            assertThat(response.headers().firstValue("Content-Type")).contains(TimeAuthority.MEDIA_TYPE);
            assertThat(new TokenVerifier(files.read().anchor(), Optional.of(TimeAuthority.POLICY))
                            .check(request.tokenIn(response.body()), IMPRINT))
                    .isInstanceOfSatisfying(
                            TokenCheck.Valid.class,
                            v -> assertThat(v.token().statedAt()).isEqualTo(NOW));
        }
    }

    @Test
    void anythingElse_isRefused() throws Exception {
        TimeAuthorityFiles files = TimeAuthorityFiles.make(directory.resolve("alpha"), "alpha", NOW, random);
        try (TimeAuthorityDoor door = open(files)) {
            assertThat(send(HttpRequest.newBuilder(door.url())).statusCode()).isEqualTo(405);
            assertThat(send(post(door.url().resolve("/"), new byte[1])).statusCode())
                    .isEqualTo(404);
            byte[] refusal = send(post(door.url(), new byte[] {1})).body();
            assertThatThrownBy(() -> TimestampRequest.of(IMPRINT, new byte[8], Optional.empty())
                            .tokenIn(refusal))
                    .hasMessageContaining("not a time-stamp request");
        }
    }

    @Test
    void files_ofTwoAuthoritiesMixedUp_sayWhatIsWrong() throws Exception {
        TimeAuthorityFiles.make(directory.resolve("alpha"), "alpha", NOW, random);
        TimeAuthorityFiles beta = TimeAuthorityFiles.make(directory.resolve("beta"), "beta", NOW, random);
        Files.copy(
                directory.resolve("alpha/tsa.crt"),
                directory.resolve("beta/tsa.crt"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(beta::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("of another certificate; give the files that were made together");
    }

    @Test
    void hubToml_namesUrlAndAnchor() throws Exception {
        TimeAuthorityFiles files = TimeAuthorityFiles.make(directory.resolve("alpha"), "alpha", NOW, random);
        try (TimeAuthorityDoor door = open(files)) {
            assertThat(door.hubToml("alpha", files.anchor()))
                    .contains("[[time_authority]]", "url = \"" + door.url() + "\"", "anchor.pem");
        }
    }
}
