package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.demarche.client.transport.HubAddress;
import org.demarche.hash.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
    private static final String PIN = Sha256.of(new byte[] {1}).fingerprint();
    private static final String SOUND = """
            status = "exercise"
            party = "NO"
            hubs = ["hub.example:7443", "[::1]:7444"]
            hub_pins = ["%s"]
            charter = "charter.toml"
            charter_hash = "%s"
            log_keys = "log.pub"
            key = "/keys/watch.key"
            tls_key = "tls.key"
            tls_certificate = "tls.crt"
            state = "state"
            """.formatted(PIN, PIN);

    @TempDir
    Path directory;

    private Path written(String text) throws IOException {
        return Files.writeString(directory.resolve("desk.toml"), text);
    }

    private List<ProfileException.Problem> problems(String text) {
        return catchThrowableOfType(ProfileException.class, () -> Profile.read(written(text)))
                .problems();
    }

    @Test
    void read_sound_resolvesPathsAgainstItsFolder() throws Exception {
        Profile profile = Profile.read(written(SOUND));
        assertThat(profile.exercise()).isTrue();
        assertThat(profile.hubs()).containsExactly(new HubAddress("hub.example", 7443), new HubAddress("::1", 7444));
        assertThat(profile.charter()).isEqualTo(directory.resolve("charter.toml"));
        assertThat(profile.key()).contains(Path.of("/keys/watch.key"));
        assertThat(profile.passphraseFile()).isEmpty();
        assertThat(profile.nativeTlsRequired()).isFalse();
    }

    @Test
    void read_manyFaults_saysAllAtOnceWithTheirPlace() {
        String text = SOUND.replace("\"exercise\"", "\"drill\"")
                .replace("\"NO\"", "false")
                .replace("7443", "74430")
                .replace("tls_key", "tls_kee");
        assertThat(problems(text))
                .extracting(ProfileException.Problem::toString)
                .containsExactly(
                        "line 1, status: \"drill\" (expected: \"exercise\" or \"actual\")",
                        "line 2, party: expected a text in quotation marks",
                        "line 3, hubs: \"hub.example:74430\" (expected: a host and port, such as hub.example:7443)",
                        "line 9, tls_kee: unknown key (expected: one of status, party, hubs, hub_pins, charter, charter_hash, log_keys, key, passphrase_file, "
                                + "tls_key, tls_certificate, state, native_tls)",
                        "tls_key: missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status = actual", "status = \"actual\"\nstatus = \"exercise\"", "status = \"actual"})
    void read_notToml_saysWhere(String text) {
        assertThat(problems(text)).singleElement().satisfies(problem -> {
            assertThat(problem.place()).startsWith("line ");
            assertThat(problem.sentence()).startsWith("not TOML: ");
        });
    }

    @Test
    void read_emptyFile_saysEveryMissingKey() {
        assertThat(problems(""))
                .hasSize(10)
                .allSatisfy(problem -> assertThat(problem.sentence()).isEqualTo("missing"));
    }

    @Test
    void read_emptyListOrWrongPin_isRefused() {
        assertThat(problems(SOUND.replace("[\"" + PIN + "\"]", "[]")))
                .singleElement()
                .satisfies(p -> assertThat(p.sentence()).contains("at least one"));
        assertThat(problems(SOUND.replace("[\"" + PIN + "\"]", "[\"sha256:00\"]")))
                .singleElement()
                .satisfies(p -> assertThat(p.place()).contains("hub_pins"));
    }

    @Test
    void read_notUtf8OrTooLarge_isRefused() throws IOException {
        Files.write(directory.resolve("desk.toml"), new byte[] {(byte) 0xC3, 0x28});
        assertThat(catchThrowableOfType(ProfileException.class, () -> Profile.read(directory.resolve("desk.toml"))))
                .hasMessageContaining("not UTF-8");
        Files.write(directory.resolve("desk.toml"), new byte[70_000]);
        assertThat(catchThrowableOfType(ProfileException.class, () -> Profile.read(directory.resolve("desk.toml"))))
                .hasMessageContaining("not a profile");
    }

    @Test
    void read_environment_overridesKeysAndIsNamedInProblems() throws Exception {
        Profile profile = Profile.read(written(SOUND), Map.of("DEMARCHE__PARTY", "UA", "DEMARCHE__HUBS", "a:1, b:2"));
        assertThat(profile.party()).isEqualTo("UA");
        assertThat(profile.hubs()).containsExactly(new HubAddress("a", 1), new HubAddress("b", 2));
        ProfileException wrong = catchThrowableOfType(
                ProfileException.class, () -> Profile.read(written(SOUND), Map.of("DEMARCHE__PARTY", "ua")));
        assertThat(wrong.problems())
                .singleElement()
                .satisfies(p -> assertThat(p.place()).isEqualTo("DEMARCHE__PARTY"));
    }

    @Test
    void read_numberOfNineteenDigits_isRefused() {
        assertThat(problems(SOUND + "port = 9223372036854775807\n"))
                .extracting(ProfileException.Problem::toString)
                .containsExactly("line 12: a number of more than 18 digits (expected: at most 18)");
    }
}
