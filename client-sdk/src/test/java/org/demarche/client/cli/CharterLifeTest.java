package org.demarche.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.demarche.charter.Charter;
import org.demarche.charter.Predecessor;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.NoteKey;
import org.demarche.client.DeskFixture;
import org.demarche.escalation.TestKeys;
import org.demarche.key.LogSigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ceremonies of a charter's life as a liaison officer goes through them: proposed, assented to, keys changed, compromised, expired, closed. */
class CharterLifeTest {
    private static final String[] ALL_BUT_UA =
            SampleCharter.PARTIES.keySet().stream().filter(p -> !p.equals("UA")).toArray(String[]::new);
    /** So many others are needed besides UA. */
    private static final String[] OTHERS = Arrays.copyOf(ALL_BUT_UA, 11);

    @TempDir
    Path directory;

    private DeskFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = DeskFixture.inForce(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private record Run(int code, String out, String err) {
        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }

        Run ok() {
            assertThat(code).as(out + err).isZero();
            return this;
        }

        /** Both outputs without line breaks, since pages are wrapped. */
        String said() {
            return (out + err).replaceAll("\\s+", " ");
        }
    }

    private Run as(String desk, String typed, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--profile");
        all.add(fixture.profile(desk).toString());
        return run(typed, all.toArray(String[]::new));
    }

    private Run run(String typed, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Liaison.run(
                args,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                Map.of(),
                announce -> fixture.surroundings());
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The arguments, with the root of a desk's party behind them. */
    private String[] byRoot(String desk, String... args) throws IOException {
        Path home = fixture.profile(desk).getParent();
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of(
                "--root",
                home.resolve("root.key").toString(),
                "--root-passphrase-file",
                home.resolve("watch.pass").toString()));
        return all.toArray(String[]::new);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    // Drafts

    @Test
    void diff_ofTwoTexts_saysInWordsWhatChanges() throws Exception {
        Path old = fixture.profile("NO/watch").resolveSibling("charter.toml");
        Path next = write(
                "next.toml",
                fixture.next().replace("UA and 11 of coalition\"    # 60 % of 18", "UA and 12 of coalition\""));
        Run diff = run("", "charter", "diff", old.toString(), next.toString()).ok();
        assertThat(diff.said())
                .contains(
                        "TIERS changed: tier 2, quorum before: It is activated when it has been proposed and Kyiv (UA)"
                                + " and at least 11 of the 18 parties of coalition concur. after: It is",
                        "gone: comment");
        assertThat(diff.out().lines()).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(110));
        JsonNode json = run("", "charter", "diff", old.toString(), next.toString(), "-o", "json")
                .ok()
                .json();
        assertThat(json.get("refused")).isEmpty();
        assertThat(json.get("differences").findValuesAsText("subject")).contains("version", "tier 2, quorum");
        assertThat(run("", "charter", "diff", old.toString(), old.toString()).code())
                .isEqualTo(7);
        assertThat(run("", "charter", "diff", old.toString(), old.toString()).said())
                .contains("It changes nothing", "It cannot follow: version");
        assertThat(run(
                                "",
                                "charter",
                                "diff",
                                old.toString(),
                                write("bad.toml", "title = 1\n").toString())
                        .code())
                .isEqualTo(5);
    }

    @Test
    void propose_showsAsksAndPosts_thenShowTellsWhoIsMissing() throws Exception {
        Path next = write("next.toml", fixture.next().replace("name = \"Oslo\"", "name = \"Kristiania\""));
        Run asked = as("UA/watch", "no\n", byRoot("UA/watch", "charter", "propose", next.toString()));
        assertThat(asked.code()).isEqualTo(2);
        assertThat(asked.said()).contains("changed: party NO", "Kristiania (NO)", "not confirmed; nothing was signed");
        Run posted = as("UA/watch", "yes\n", byRoot("UA/watch", "charter", "propose", next.toString()))
                .ok();
        assertThat(posted.said()).contains("In the log as entry", "demarche liaison charter assent sha256:");
        Run again = as("UA/watch", "", byRoot("UA/watch", "charter", "propose", next.toString(), "--yes"));
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.said()).contains("posted already");
        Path wrong = write("wrong.toml", fixture.next().replace("number = 3", "number = 4"));
        Run refused = as("UA/watch", "", byRoot("UA/watch", "charter", "propose", wrong.toString(), "--yes"));
        assertThat(refused.code()).isEqualTo(5);
        assertThat(refused.said()).contains("[[tier]]: number: [1, 2, 4] (expected: [1, 2, 3]");

        Charter draft = SampleCharter.parse(Files.readString(next));
        fixture.adopting(Files.readString(next), "US", "GB");
        Run show = as("NO/watch", "", "charter", "show", draft.hash().hex().substring(0, 8))
                .ok();
        assertThat(show.said())
                .contains(
                        "old rule 2 of the 20 parties that \"UA and US and 10 of coalition\" speaks of have assented:"
                                + " GB US; still missing: UA, and 9 more of FR,",
                        "new rule 2 of the 20 parties");
        JsonNode json = as("NO/watch", "", "charter", "show", "-o", "json").ok().json();
        assertThat(json.at("/rule_in_force/assented")).hasSize(2);
        assertThat(json.at("/own_rule/holds").asBoolean()).isFalse();
        assertThat(as("NO/watch", "", "charter", "status").ok().said())
                .contains(draft.hash().brief() + ", version 2, 3 differences", "old rule", "new rule");
        assertThat(as("NO/watch", "", "charter", "show", "ffffff").code()).isEqualTo(2);
    }

    @Test
    void assent_isConfirmedByTheFirstDigitsOfTheHash_andTellsWhatFollows() throws Exception {
        Charter draft = fixture.adopting(fixture.next(), OTHERS);
        String hash = draft.hash().fingerprint();
        Run wrong = as("UA/watch", "yes\n", byRoot("UA/watch", "charter", "assent", hash));
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.said())
                .contains(
                        draft.hash().hex().substring(0, 4) + " "
                                + draft.hash().hex().substring(4, 8) + " ",
                        "It brings no key: the log knows all that the text names for UA.",
                        "Type the first 8 digits of the hash to sign");
        Run done = as(
                        "UA/watch",
                        draft.hash().hex().substring(0, 8) + "\n",
                        byRoot("UA/watch", "charter", "assent", hash))
                .ok();
        assertThat(done.said()).contains("In the log as entry", "it is in force");
        assertThat(as("UA/watch", "", byRoot("UA/watch", "charter", "assent", "sha256:" + "0".repeat(64), "--yes"))
                        .said())
                .contains("no charter 000000000000… waits for assent");
    }

    @Test
    void assent_withANewKeyAndAirGap_bringsExactlyWhatIsMissing() throws Exception {
        String text = fixture.next()
                .replace(
                        TestKeys.fingerprint("UA/watch").fingerprint(),
                        TestKeys.fingerprint("UA/watch2").fingerprint());
        Charter draft = fixture.adopting(text, OTHERS);
        as("UA/watch", "", "status").ok();
        Run missing = as(
                "UA/watch",
                "",
                byRoot("UA/watch", "charter", "assent", draft.hash().fingerprint(), "--yes"));
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.said())
                .contains("missing: desk watch: "
                        + TestKeys.fingerprint("UA/watch2").fingerprint());
        Path other = fixture.profile("UA/watch2").getParent();
        Path proof = directory.resolve("watch2.proof");
        as(
                        "UA/watch2",
                        "",
                        "key",
                        "prove",
                        other.resolve("watch.key").toString(),
                        "--passphrase-file",
                        other.resolve("watch.pass").toString(),
                        "--charter",
                        draft.hash().fingerprint(),
                        "--out",
                        proof.toString())
                .ok();
        Path root = fixture.profile("UA/watch").resolveSibling("root.key");
        Path pass = root.resolveSibling("watch.pass");
        Path signed = directory.resolve("assent.signed");
        fixture.away(true);
        Run offline = as(
                        "UA/watch",
                        "",
                        byRoot(
                                "UA/watch",
                                "charter",
                                "assent",
                                draft.hash().fingerprint(),
                                "--proof",
                                proof.toString(),
                                // The log knows the root: it is left out.
                                "--key",
                                root.toString(),
                                "--key-passphrase-file",
                                pass.toString(),
                                "--yes",
                                "--sign-only",
                                signed.toString()))
                .ok();
        assertThat(offline.said()).contains("Signed, not sent.");
        fixture.away(false);
        as("NO/watch", "", "submit", signed.toString()).ok();
        assertThat(as("NO/watch", "", "charter", "status").ok().said()).contains("version 2");
    }

    // Keys and pins

    @Test
    void key_addEndCompromised_eachSaysWhatFollows() throws Exception {
        fixture.said("UA/watch", "Honest.");
        String doubtful = fixture.said("UA/watch", "Not ours.").hex();
        Path other = fixture.profile("UA/watch2").getParent();
        Path proof = directory.resolve("watch2.proof");
        as(
                        "UA/watch2",
                        "",
                        "key",
                        "prove",
                        other.resolve("watch.key").toString(),
                        "--passphrase-file",
                        other.resolve("watch.pass").toString(),
                        "--out",
                        proof.toString())
                .ok();
        Run added = as("UA/watch", "", byRoot("UA/watch", "key", "add", "watch=" + proof, "--yes"))
                .ok();
        assertThat(added.said()).contains("speaks from the next entry on", "the next draft must name it");

        int since = 22;
        assertThat(as("NO/watch", "", "inbox", doubtful, "-o", "json")
                        .ok()
                        .json()
                        .get("index")
                        .asInt())
                .isEqualTo(since);
        String key = TestKeys.fingerprint("UA/watch").fingerprint();
        Run asked = as("UA/watch", "\n", byRoot("UA/watch", "key", "compromised", key, "--since", "22"));
        assertThat(asked.code()).isEqualTo(2);
        assertThat(asked.said()).contains("declare compromised, from entry 22 on, the key of UA/watch " + key);
        Run told = as(
                        "UA/watch",
                        "yes\n",
                        byRoot("UA/watch", "key", "compromised", key, "--since", "22", "--text", "Lost laptop."))
                .ok();
        assertThat(told.said()).contains("never comes back", "nothing that it has signed is undone");
        Run inbox = as("NO/watch", "", "inbox", doubtful).ok();
        assertThat(inbox.said())
                .contains("DOUBTFUL signed by a key that UA has since", "from entry 22 on: Lost laptop.");
        assertThat(as("NO/watch", "", "inbox", "--kind", "message")
                        .ok()
                        .out()
                        .lines()
                        .filter(l -> l.contains("DOUBTFUL")))
                .hasSize(1);
        assertThat(as("UA/watch", "", "message", "Still here?").code()).isEqualTo(3);
        as("UA/watch2", "", "message", "With the new key.").ok();

        Run ended = as(
                        "UA/watch",
                        "",
                        byRoot(
                                "UA/watch",
                                "key",
                                "end",
                                TestKeys.fingerprint("UA/watch2").fingerprint(),
                                "-y"))
                .ok();
        assertThat(ended.said()).contains("notices already logged stand", "desk watch has no key left");
        Run unknown = as("UA/watch", "", byRoot("UA/watch", "key", "end", key, "-y"));
        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.err()).contains("KEY_UNKNOWN");
    }

    @Test
    void incident_withANoticeByACompromisedKey_saysSo() throws Exception {
        String incident = fixture.reported("UA/watch").hex();
        String key = TestKeys.fingerprint("UA/watch").fingerprint();
        as("UA/watch", "", byRoot("UA/watch", "key", "compromised", key, "--since", "0", "--yes"))
                .ok();
        assertThat(as("NO/watch", "", "incident", incident).ok().said())
                .contains("DOUBTFUL: entry 21, UA/watch report:");
        assertThat(as("NO/watch", "", "incident", incident, "-o", "json")
                        .ok()
                        .json()
                        .get("doubtful"))
                .hasSize(1);
    }

    @Test
    void pin_addAndEnd_sayWhatFollows() throws Exception {
        String pin = SampleCharter.nameHash("laptop").fingerprint();
        assertThat(as("UA/watch", "", byRoot("UA/watch", "pin", "add", pin, "--yes"))
                        .ok()
                        .said())
                .contains("can connect at once");
        assertThat(as("UA/watch", "yes\n", byRoot("UA/watch", "pin", "end", pin))
                        .ok()
                        .said())
                .contains("end the TLS pin " + pin, "never comes back");
        assertThat(as("UA/watch", "", byRoot("UA/watch", "pin", "add", pin, "--yes"))
                        .code())
                .isEqualTo(3);
    }

    // The log's keys

    @Test
    void logKeys_ofADraft_areAddedBeforeItsAdoption() throws Exception {
        LogSigningKey next = LogSigningKey.generate(new SecureRandom());
        String text = fixture.next()
                .replace(
                        TestKeys.log().publicKey().ed25519Id().hex(),
                        next.publicKey().ed25519Id().hex())
                .replace(
                        TestKeys.log().publicKey().mlDsa44Id().hex(),
                        next.publicKey().mlDsa44Id().hex());
        String lines = String.join(
                "\n",
                new CheckpointSigner("hub.exercise.example/ceasefire", next)
                        .keys().stream().map(NoteKey::text).toList());
        Path handedOut = write("log.pub", lines + "\n");
        as("NO/watch", "", "status").ok();
        Run early = as("NO/watch", "", "profile", "log-keys", handedOut.toString());
        assertThat(early.code()).isEqualTo(2);
        assertThat(early.said()).contains("no charter that this desk knows names the log key");
        fixture.adopting(text, "US");
        as("NO/watch", "", "charter", "status").ok();
        Run missing = as("NO/watch", "", "profile", "log-keys");
        assertThat(missing.code()).isEqualTo(7);
        assertThat(missing.said()).contains("MISSING: the log keys of draft");
        Run added =
                as("NO/watch", "", "profile", "log-keys", handedOut.toString()).ok();
        assertThat(added.said()).contains("2 keys added", "there: the log keys of draft");
        assertThat(as("NO/watch", "", "profile", "log-keys", handedOut.toString())
                        .ok()
                        .said())
                .doesNotContain("added");
        assertThat(Files.readAllLines(fixture.profile("NO/watch").resolveSibling("log.pub")))
                .hasSize(4);
        assertThat(as(
                                "NO/watch",
                                "",
                                "profile",
                                "log-keys",
                                write("junk", "x\n").toString())
                        .code())
                .isEqualTo(2);
    }

    // Ends

    @Test
    void expiry_isSaidBeforeAndAfter_andASuccessorEndsIt() throws Exception {
        Instant end = Instant.ofEpochMilli(
                SampleCharter.actual(TestKeys::fingerprint).charter().expiresMs());
        assertThat(as("NO/watch", "", "status").ok().err()).doesNotContain("expires");
        fixture.now(end.minus(Duration.ofDays(30)));
        assertThat(as("NO/watch", "", "status").ok().err())
                .contains("warning: the charter expires at 240000Z FEB 41, in 30 days");
        fixture.now(end.plusSeconds(60));
        assertThat(as("NO/watch", "", "charter", "status").ok().said())
                .contains("in force EXPIRED at", "warning: the charter expired");
        assertThat(as("NO/watch", "", "status", "-o", "json")
                        .ok()
                        .json()
                        .get("expired")
                        .asBoolean())
                .isTrue();
        Charter next = fixture.adopting(fixture.next().replace("2041-02-24", "2056-02-24"), OTHERS);
        as("UA/watch", "", byRoot("UA/watch", "charter", "assent", next.hash().fingerprint(), "--yes"))
                .ok();
        assertThat(as("NO/watch", "", "status").ok().err()).doesNotContain("expire");
        fixture.reported("NO/watch");
    }

    @Test
    void finalVersion_closesTheLog_andTheNextOneNamesIt() throws Exception {
        fixture.said("NO/watch", "The last word.");
        Run open = as("NO/watch", "", "charter", "predecessor");
        assertThat(open.code()).isEqualTo(7);
        assertThat(open.err()).contains("warning: this log is not closed");
        Charter last =
                fixture.adopting(fixture.next().replace("version  = 2\n", "version  = 2\nfinal = true\n"), OTHERS);
        Run assent = as(
                        "UA/watch",
                        last.hash().hex().substring(0, 8) + "\n",
                        byRoot("UA/watch", "charter", "assent", last.hash().fingerprint()))
                .ok();
        assertThat(assent.said())
                .contains("WITH ITS ADOPTION THE LOG IS CLOSED, FOR GOOD.", "it is in force: the log is closed");
        Run late = as("NO/watch", "", "message", "One more thing");
        assertThat(late.code()).isEqualTo(3);
        assertThat(late.err()).contains("LOG_CLOSED");
        assertThat(as("NO/watch", "", "status").ok().said()).contains("the log is CLOSED");
        assertThat(as("NO/watch", "", "inbox").ok().said()).contains("The last word.");
        Run table = as("NO/watch", "", "charter", "predecessor").ok();
        String text = SampleCharter.actual(SampleCharter::nameHash)
                .text()
                .replace("hub.exercise.example/ceasefire", "next.example/ceasefire")
                .replace("[log]\n", table.out() + "[log]\n");
        Predecessor named = SampleCharter.parse(text).predecessor().orElseThrow();
        assertThat(named.origin()).isEqualTo("hub.exercise.example/ceasefire");
        assertThat(named.size())
                .isEqualTo(as("NO/watch", "", "status", "-o", "json")
                        .json()
                        .get("size")
                        .asLong());
        Path file = write("second.toml", text);
        assertThat(run("", "charter", "explain", file.toString()).ok().said())
                .contains("It follows the log hub.exercise.example/ceasefire");
    }
}
