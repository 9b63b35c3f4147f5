package org.demarche.client.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.demarche.charter.Charter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthoritiesTest {
    private static final int METHOD_NOT_ALLOWED = 405;

    @TempDir
    Path directory;

    private final SecureRandom random = new SecureRandom();
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        installation = new Installation(directory, CharterTemplate.shipped().rehearse(7200), Map.of());
        Files.createDirectories(installation.hub());
        Files.writeString(config(), "[listen]\nport = 1\n");
    }

    private Path config() {
        return installation.hub().resolve("hub.toml");
    }

    private void makeFiles() throws IOException {
        for (Charter.TimeAuthority authority : installation.charter().timeAuthorities()) {
            TimeAuthorityFiles.make(
                    installation.authority(authority.name()).directory(),
                    authority.operator(),
                    InstantSource.system().instant(),
                    random);
        }
    }

    @Test
    void open_everyAuthorityOfTheCharter_answersWhereTheHubIsToldUntilItIsClosed() throws Exception {
        makeFiles();
        List<URI> doors = new ArrayList<>();

        try (Authorities authorities = Authorities.open(installation, InstantSource.system(), random)) {
            for (JsonNode told : new TomlMapper().readTree(config().toFile()).path("time_authority")) {
                Path anchor = installation.hub().resolve(told.path("anchor").asText());
                assertThat(anchor).isRegularFile();
                assertThat(Path.of(told.path("anchor").asText())).isRelative();
                doors.add(URI.create(told.path("url").asText()));
            }
            assertThat(doors).hasSize(2).doesNotHaveDuplicates();
            for (URI door : doors) {
                assertThat(status(door)).isEqualTo(METHOD_NOT_ALLOWED);
            }
            assertThat(authorities).isNotNull();
        }
        for (URI door : doors) {
            assertThatThrownBy(() -> status(door)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void open_keyMissing_isSaidInOneSentence() {
        assertThatThrownBy(() -> Authorities.open(installation, InstantSource.system(), random))
                .isInstanceOf(PlayException.class)
                .hasMessageStartingWith("a time authority could not be opened: ")
                .hasMessageContaining("alpha");
    }

    private static int status(URI door) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(door)
                                .version(HttpClient.Version.HTTP_1_1)
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
