package org.demarche.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteKeyType;
import org.demarche.hash.Sha256;
import org.demarche.server.TestWitness;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresUrl;
import org.junit.jupiter.api.Test;

final class HubConfigTest {
    private static final Path DIRECTORY = Path.of("/srv/hub");

    @Test
    void parse_nothing_isTheDefaults() {
        assertThat(sound("", Map.of())).isEqualTo(sound(HubConfig.template(), Map.of()));
    }

    @Test
    void parse_relativeAndAbsolutePaths_areMeantFromTheDirectory() {
        HubConfig config =
                sound("[store]\nurl = \"sqlite:data/log.sqlite\"\n[log]\nkeystore = \"/etc/hub/log.key\"", Map.of());
        assertThat(config.store()).isEqualTo(new StoreAddress.File(Path.of("/srv/hub/data/log.sqlite")));
        assertThat(config.logKeystore()).isEqualTo(Path.of("/etc/hub/log.key"));
    }

    @Test
    void parse_numberOfNineteenDigits_isRefusedAndNotMisread() {
        // Read as it is by the library, this is 7443.
        assertThat(problems("[listen]\nport = 9_223_372_036_854_783_251", Map.of()))
                .extracting(ConfigProblem::toString)
                .containsExactly("hub.toml line 2: a number of more than 18 digits (expected: at most 18)");
        assertThat(problems("[listen]\nport = -1000000000000000000000", Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("hub.toml line 2");
        assertThat(problems("[listen]\nport = 100000000000000000", Map.of()))
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "hub.toml line 2, listen.port: 100000000000000000 (expected: a whole number from 0 to 65535)");
    }

    @Test
    void parse_nineteenDigitsInATextOrAComment_areNoNumber() {
        String digits = "1234567890123456789";
        assertThat(sound(
                                "# " + digits + "\n[store]\nhub = \"\\\"" + digits + "\" # \"" + digits
                                        + "\n[listen]\nhost = '" + digits + "'\n[tls]\nkey = \"\"\"" + digits
                                        + "\"\"\"",
                                Map.of())
                        .host())
                .isEqualTo(digits);
    }

    @Test
    void parse_tiles_areServedWhereAPortIsGiven() {
        assertThat(sound("", Map.of()).files()).isEmpty();
        assertThat(sound("[tiles]\nport = 7444", Map.of()).files()).contains(new HubConfig.Listen("127.0.0.1", 7444));
        assertThat(sound("[tiles]\nhost = \"10.0.0.1\"", Map.of("DEMARCHE__TILES__PORT", "0"))
                        .files())
                .contains(new HubConfig.Listen("10.0.0.1", 0));
        assertThat(problems("[tiles]\nhost = \"10.0.0.1\"", Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("tiles.port");
        assertThat(problems("[tiles]\nport = 65536", Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("tiles.port");
    }

    @Test
    void parse_board_isShownWhereAPortIsGiven() {
        String pin = "sha256:" + "0a".repeat(32);
        assertThat(sound("", Map.of()).board()).isEmpty();
        HubConfig.Board here = sound("[board]\nport = 7445", Map.of()).board().orElseThrow();
        assertThat(here).isEqualTo(new HubConfig.Board(new HubConfig.Listen("127.0.0.1", 7445), false, List.of(), 256));
        assertThat(here.secured()).isFalse();
        HubConfig.Board there = sound(
                        "[board]\nhost = \"0.0.0.0\"\nport = 0\nclients = 9\n[[board.viewer]]\nname = \"room\"\npin = \""
                                + pin + "\"",
                        Map.of())
                .board()
                .orElseThrow();
        assertThat(there.viewers())
                .containsExactly(new HubConfig.Viewer(
                        "room", Sha256.parseFingerprint(pin).orElseThrow()));
        assertThat(there.secured()).isTrue();
        assertThat(there.clients()).isEqualTo(9);
        assertThat(sound("[board]\nport = 1\nhost = \"10.0.0.1\"\nmembers = true", Map.of())
                        .board()
                        .orElseThrow()
                        .secured())
                .isTrue();
    }

    @Test
    void parse_boardInTheClearElsewhere_isRefused() {
        for (String host : List.of("0.0.0.0", "10.0.0.1", "::", "hub.example", "127.0.0.1.example", "[::1]")) {
            assertThat(problems("[board]\nport = 1\nhost = \"" + host + "\"", Map.of()))
                    .extracting(ConfigProblem::place)
                    .containsExactly("board.host");
        }
        for (String host : List.of("127.0.0.1", "127.9.9.9", "::1", "localhost")) {
            assertThat(sound("[board]\nport = 1\nhost = \"" + host + "\"", Map.of())
                            .board())
                    .isPresent();
        }
    }

    @Test
    void parse_boardThatIsHalfSet_isRefused() {
        assertThat(problems("[board]\nmembers = true", Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("board.port");
        assertThat(problems("[board]\nport = 1\n[[board.viewer]]\nname = \"a\"", Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("board.viewer.0.pin");
        assertThat(problems("[board]\nport = 1\n[[board.viewer]]\npin = \"sha256:xy\"", Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("board.viewer.0.name", "board.viewer.0.pin");
        assertThat(problems("[board]\nport = 1\ncolour = \"blue\"", Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("board.colour");
    }

    @Test
    void parse_addressOfADatabase_bringsWhatItNeeds() {
        String url = "postgresql://hub@localhost:5433/log";
        assertThat(sound(
                                "[store]\nurl = \"" + url + "\"\npassword = \"db.password\"\nhub = \"kyiv\"",
                                Map.of("DEMARCHE__STORE__STANDBYS", "2"))
                        .store())
                .isEqualTo(new StoreAddress.Database(
                        new PostgresDatabase(PostgresUrl.parse(url), Optional.of(Path.of("/srv/hub/db.password"))),
                        2,
                        "kyiv"));
    }

    @Test
    void parse_readOnly_isOneServerOfADatabase() {
        String url = "postgresql://reader@localhost:5433/log";
        assertThat(sound("[store]\nread_only = true\nurl = \"" + url + "\"", Map.of())
                        .store())
                .isEqualTo(new StoreAddress.Standby(new PostgresDatabase(PostgresUrl.parse(url), Optional.empty())));
        assertThat(problems(
                        "[store]\nread_only = true\nurl = \"postgresql://r@localhost:1,localhost:2/log\"", Map.of()))
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "hub.toml line 3, store.url: \"postgresql://r@localhost:1,localhost:2/log\" (expected: one host, where store.read_only is true:"
                                + " each hub that reads has its server)");
        assertThat(problems("[store]\nread_only = true", Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("store.read_only");
    }

    @Test
    void parse_addressOfNoStore_isRefused() {
        for (String wrong : List.of("sqlite:", "hub.sqlite", "mysql://x", "postgresql://localhost/log")) {
            assertThat(problems("[store]\nurl = \"" + wrong + "\"", Map.of()))
                    .extracting(ConfigProblem::place)
                    .containsExactly("store.url");
        }
    }

    @Test
    void parse_otherKeystores_areAListOfPaths() {
        assertThat(sound("[log]\nother_keystores = [\"old.key\", \"/etc/hub/next.key\"]", Map.of())
                        .otherLogKeystores())
                .containsExactly(Path.of("/srv/hub/old.key"), Path.of("/etc/hub/next.key"));
        assertThat(sound("", Map.of("DEMARCHE__LOG__OTHER_KEYSTORES", "a.key,b.key"))
                        .otherLogKeystores())
                .containsExactly(Path.of("/srv/hub/a.key"), Path.of("/srv/hub/b.key"));
        for (String wrong : List.of("\"old.key\"", "[1]", "[\"\"]")) {
            assertThat(problems("[log]\nother_keystores = " + wrong, Map.of()))
                    .extracting(ConfigProblem::place)
                    .containsExactly("log.other_keystores");
        }
    }

    private static final List<NoteKey> KEYS = new TestWitness("w1").keys();

    private static String foreign(String name, String url, List<NoteKey> keys) {
        return "[[witness.foreign]]\nname = \"" + name + "\"\nurl = \"" + url + "\"\nverifier_keys = ["
                + keys.stream().map(k -> '"' + k.text() + '"').collect(Collectors.joining(", ")) + "]\n";
    }

    @Test
    void parse_witnessesThatOthersRun_areATableEach() {
        String pin = "sha256:" + "0a".repeat(32);
        assertThat(sound(
                                "[witness]\noffer_ms = 250\n"
                                        + foreign("w1", "https://w.example/a", List.of(KEYS.get(1), KEYS.get(0)))
                                        + "pin = \"" + pin + "\"\n"
                                        + foreign(
                                                "w2",
                                                "http://localhost:1/",
                                                new TestWitness("w2").keys().subList(0, 1)),
                                Map.of())
                        .witnesses())
                .isEqualTo(new HubConfig.Witnesses(
                        250,
                        List.of(
                                new HubConfig.ForeignWitness(
                                        "w1", URI.create("https://w.example/a"), Sha256.parseFingerprint(pin), KEYS),
                                new HubConfig.ForeignWitness(
                                        "w2",
                                        URI.create("http://localhost:1/"),
                                        Optional.empty(),
                                        new TestWitness("w2").keys().subList(0, 1)))));
    }

    @Test
    void parse_addressOfAWitnessThatIsNotSafe_isRefused() {
        for (String url : List.of(
                "http://w.example",
                "w.example",
                "https://",
                "https://user@w.example",
                "https://w.example/?a",
                "https://w.example/#a",
                "ftp://127.0.0.1",
                "http://127.0.0.1.example",
                "a b")) {
            assertThat(problems(foreign("w1", url, KEYS), Map.of()))
                    .as(url)
                    .extracting(ConfigProblem::place)
                    .containsExactly("witness.foreign.0.url");
        }
    }

    @Test
    void parse_keysOfAWitnessThatAreNone_areRefused() {
        NoteKey ofALog = new NoteKey("w1", NoteKeyType.ED25519, KEYS.get(0).publicKey());
        for (List<NoteKey> wrong : List.of(
                List.<NoteKey>of(),
                List.of(ofALog),
                List.of(KEYS.get(0), KEYS.get(0)),
                new TestWitness("other").keys())) {
            assertThat(problems(foreign("w1", "https://w.example", wrong), Map.of()))
                    .extracting(ConfigProblem::place)
                    .containsExactly("witness.foreign.0.verifier_keys");
        }
        assertThat(problems(foreign("w1", "https://w.example", KEYS).replace("w1+", "w1+0"), Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("witness.foreign.0.verifier_keys");
    }

    @Test
    void parse_witnessesWithMistakes_areNamedByTheirPlace() {
        assertThat(problems("[[witness.foreign]]\ncolour = 1\n", Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactlyInAnyOrder(
                        "witness.foreign.0.name",
                        "witness.foreign.0.url",
                        "witness.foreign.0.verifier_keys",
                        "witness.foreign.0.colour");
        assertThat(problems(
                        foreign("w1", "https://a.example", KEYS) + foreign("w1", "https://b.example", KEYS), Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("witness.foreign.1.name");
        assertThat(problems(foreign("w1", "https://a.example", KEYS) + "pin = \"sha256:0\"", Map.of()))
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "hub.toml line 5, witness.foreign.0.pin: \"sha256:0\" (expected: \"sha256:\" and 64 lower-case hexadecimal digits)");
        for (String wrong :
                List.of("[witness]\nforeign = 1", "[witness]\nforeign = [1]", "[witness.foreign]\nname = \"w1\"")) {
            assertThat(problems(wrong, Map.of()))
                    .as(wrong)
                    .extracting(ConfigProblem::place)
                    .containsExactly("witness.foreign");
        }
    }

    @Test
    void parse_manyMistakes_areAllReportedAtOnce() {
        String toml = """
                colour = "blue"
                tls = 5
                [listen]
                port = 70000
                host = 1
                hots = "x"
                """;
        assertThat(problems(toml, Map.of("DEMARCHE__LISTEN__PROT", "1", "DEMARCHE__LIMITS__BATCH", "many")))
                .extracting(ConfigProblem::place)
                .containsExactlyInAnyOrder(
                        "colour",
                        "tls",
                        "listen.port",
                        "listen.host",
                        "listen.hots",
                        "DEMARCHE__LISTEN__PROT",
                        "DEMARCHE__LIMITS__BATCH");
    }

    @Test
    void parse_environment_overridesTheFile() {
        HubConfig config = sound(
                "[listen]\nport = 1",
                Map.of("DEMARCHE__LISTEN__PORT", "7001", "DEMARCHE__TLS__POST_QUANTUM_ONLY", "true", "PATH", "/bin"));
        assertThat(config.port()).isEqualTo(7001);
        assertThat(config.tls().postQuantumOnly()).isTrue();
    }

    @Test
    void parse_aQuotedNumber_isRefusedInTheFile() {
        assertThat(problems("[listen]\nport = \"7001\"", Map.of()))
                .containsExactly(
                        new ConfigProblem("listen.port", 2, "\"7001\" (expected: a whole number from 0 to 65535)"));
    }

    @Test
    void parse_brokenToml_namesTheLine() {
        assertThat(problems("[listen]\nport = \n", Map.of()))
                .first()
                .satisfies(p -> assertThat(p.place()).isEqualTo("hub.toml line 2"));
    }

    @Test
    void parse_keyTwice_isRefused() {
        assertThat(problems("[listen]\nport = 1\nport = 2", Map.of())).isNotEmpty();
    }

    private static ConfigParse parse(String toml, Map<String, String> environment) {
        return HubConfig.parse(toml, environment, DIRECTORY);
    }

    private static HubConfig sound(String toml, Map<String, String> environment) {
        return ((ConfigParse.Sound) parse(toml, environment)).config();
    }

    private static List<ConfigProblem> problems(String toml, Map<String, String> environment) {
        return ((ConfigParse.Unsound) parse(toml, environment)).problems();
    }

    private static String authority(String name, String url) {
        return "[[time_authority]]\nname = \"" + name + "\"\nurl = \"" + url + "\"\nanchor = \"" + name + ".pem\"\n";
    }

    @Test
    void timeAuthorities_areRead() {
        HubConfig.Timestamps timestamps = sound(
                        "[timestamp]\ninterval_s = 5\n" + authority("alpha", "https://t.example/tsa")
                                + authority("beta", "http://127.0.0.1:1/"),
                        Map.of())
                .timestamps();
        assertThat(timestamps.intervalS()).isEqualTo(5);
        assertThat(timestamps.authorities())
                .extracting(HubConfig.TimeAuthority::name, HubConfig.TimeAuthority::url)
                .containsExactly(
                        tuple("alpha", URI.create("https://t.example/tsa")),
                        tuple("beta", URI.create("http://127.0.0.1:1/")));
        assertThat(timestamps.authorities().get(0).anchor().toString()).endsWith("alpha.pem");
        assertThat(sound("", Map.of()).timestamps()).isEqualTo(new HubConfig.Timestamps(60, List.of()));
    }

    @Test
    void timeAuthorities_wrong_areProblemsAtTheirPlaces() {
        assertThat(problems("[[time_authority]]\ncolour = 1\n", Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactlyInAnyOrder(
                        "time_authority.0.name",
                        "time_authority.0.url",
                        "time_authority.0.anchor",
                        "time_authority.0.colour");
        assertThat(problems(authority("a", "https://a.example") + authority("a", "https://b.example"), Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("time_authority.1.name");
        assertThat(problems(authority("a", "http://a.example/tsa"), Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("time_authority.0.url");
        assertThat(problems("[timestamp]\ninterval_s = 0\n", Map.of()))
                .extracting(ConfigProblem::place)
                .containsExactly("timestamp.interval_s");
    }
}
