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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.demarche.checkpoint.RefusalSigner;
import org.demarche.checkpoint.TlogProof;
import org.demarche.client.DeskFixture;
import org.demarche.client.Surroundings;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedRefusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiaisonTest {
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
    }

    /** Runs a command as a desk, such as {@code NO/watch}. */
    private Run as(String desk, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--profile");
        all.add(fixture.profile(desk).toString());
        return run("", all.toArray(String[]::new));
    }

    private Run run(String typed, String... args) {
        return run(fixture.surroundings(), typed, args);
    }

    private static Run run(Surroundings surroundings, String typed, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Liaison.run(
                args,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                Map.of(),
                announce -> surroundings);
        Run run = new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        if (!List.of(args).contains("generate-completion")) {
            assertThat(run.out().lines().filter(line -> !line.startsWith("{") && !line.contains("/")))
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        }
        return run;
    }

    private String report() throws IOException {
        return as(
                        "NO/watch",
                        "report",
                        "Two drones crossed the line.",
                        "--category",
                        "drone",
                        "--place",
                        "50.45,30.52",
                        "--from",
                        "010559Z MAR 26",
                        "-o",
                        "json")
                .ok()
                .json()
                .get("notice")
                .asText();
    }

    @Test
    void plan_upToTier1_showsWhoIsMissingThenActive() throws Exception {
        String incident = report();
        String brief = incident.substring(0, 12);
        for (String desk : List.of("US/watch", "GB/watch", "NO/watch")) {
            as(desk, "find", brief, "violation").ok();
        }
        as("UA/watch", "propose", brief, "1", "--yes").ok();

        Run before = as("NO/watch", "incident", brief).ok();
        assertThat(before.out())
                .contains(
                        "INCIDENT " + brief,
                        "✔ finding: violation",
                        "TIER 1",
                        "missing UA",
                        "Your party, NO, has not taken a position on tier 1:",
                        "demarche liaison ack ",
                        " concur \\\n           --profile ",
                        " decline \\\n           --profile ");
        assertThat(as("NO/watch", "incident", brief, "--expect-active", "1").code())
                .isEqualTo(7);

        String proposal = as("NO/watch", "inbox", "--kind", "proposal", "-o", "json")
                .ok()
                .json()
                .at("/entries/0/id")
                .asText();
        as("UA/minister", "ack", proposal, "concur", "-y").ok();
        as("NO/watch", "ack", proposal.substring(0, 12), "concur", "-y").ok();

        assertThat(as("NO/watch", "incident", brief, "--expect-active", "1")
                        .ok()
                        .out())
                .contains("● active since T+00:00, the charter names no witness");
        assertThat(as("NO/watch", "incident").ok().out()).contains(brief, "1● 2– 3–");
        assertThat(as("NO/watch", "incident", brief, "-o", "json")
                        .ok()
                        .json()
                        .at("/incident_state/tiers/0/activated_at")
                        .asText())
                .endsWith("Z");
    }

    @Test
    void warnAndMeasures_afterReport_answerTier1() throws Exception {
        String incident = report();
        as("UA/watch", "measures", incident, "The battery was silenced.").ok();
        as("NO/watch", "warn", incident, "Stop.", "--delivered-to", "Embassy", "--channel", "Note verbale")
                .ok();
        assertThat(as("NO/watch", "incident", incident).ok().out()).contains("✔ warning and measures reported");
    }

    @Test
    void report_forPeople_saysEntryAndThatReceiptIsVerified() throws Exception {
        Run run = as(
                        "NO/watch",
                        "report",
                        "Shelling.",
                        "--category",
                        "artillery",
                        "--place",
                        "48.1,37.7",
                        "--from",
                        "2026-03-01T05:59:00Z",
                        "--precedence",
                        "FLASH")
                .ok();
        assertThat(run.out())
                .contains("In the log as entry 21, 010600Z MAR 26. Receipt verified.", "notice   ", "incident ");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void inbox_longAndHostileText_keepsTo80ColumnsAndNoControls() throws Exception {
        as("NO/watch", "message", "\u001b[2J" + "very long ".repeat(40), "--subject", "\u202Eevil\u0007")
                .ok();
        assertThat(as("NO/watch", "inbox").ok().out())
                .contains("message:")
                .doesNotContain("\u001b", "\u202E", "\u0007");
    }

    @Test
    void refusal_ofHub_printsReasonHintAndCode3() throws Exception {
        String incident = report();
        Run run = as("NO/watch", "propose", incident, "9", "--yes");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("demarche: error: TIER_UNKNOWN: ").contains("signed", "\ndemarche: hint: ");
        assertThat(as("NO/watch", "outbox").ok().out()).contains("REFUSED", "TIER_UNKNOWN", "renew|drop");
        JsonNode kept = as("NO/watch", "outbox", "-o", "json").ok().json().at("/outbox/0");
        String id = kept.get("id").asText();
        String word = kept.get("signed_refusal").asText();
        assertThat(as("GB/watch", "status").code()).isZero();
        assertThat(as("GB/watch", "refusal", word).ok().out()).contains("would not take", id, "TIER_UNKNOWN");
        Path other = Files.write(directory.resolve("x.refusal"), new byte[] {1, 2, 3});
        assertThat(as("GB/watch", "refusal", other.toString()).code()).isEqualTo(7);
        as("NO/watch", "outbox", "drop", id.substring(0, 8)).ok();
        assertThat(as("NO/watch", "outbox").ok().out()).contains("Nothing waits.");
    }

    @Test
    void refusal_behindAnotherHistory_showsItAndKeepsItWithCode7() throws Exception {
        as("GB/watch", "status").ok();
        SignedRefusal signed = new RefusalSigner(TestKeys.log())
                .sign(Refusal.newBuilder()
                        .setOrigin("hub.exercise.example/ceasefire")
                        .setNotice(Sha256.of(new byte[] {1}).byteString())
                        .setReason("TIER_UNKNOWN")
                        .setSentence("because")
                        .setSize(3)
                        .setRoot(Sha256.of(new byte[] {2}).byteString())
                        .setRefusedAtMs(1)
                        .build());
        Path file = Files.write(directory.resolve("x.refusal"), signed.toByteArray());
        Run run = as("GB/watch", "refusal", file.toString());
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("signed two histories", "-SPLIT_HISTORY.misbehaviour");
        assertThat(as("GB/watch", "status").err()).contains("not trusted since");
    }

    @Test
    void graveAct_notConfirmed_signsNothing() throws Exception {
        String incident = report();
        int before = fixtureSize();
        Run run = run(
                "no\n",
                "propose",
                incident,
                "1",
                "--profile",
                fixture.profile("NO/watch").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("NO PROPOSES tier 1", "Type yes to sign", "nothing was signed");
        assertThat(fixtureSize()).isEqualTo(before);
        run(
                        "yes\n",
                        "propose",
                        incident,
                        "1",
                        "--profile",
                        fixture.profile("NO/watch").toString())
                .ok();
        assertThat(fixtureSize()).isEqualTo(before + 1);
    }

    private int fixtureSize() throws IOException {
        return as("UA/watch", "status", "-o", "json").ok().json().get("size").asInt();
    }

    @Test
    void signOnly_thenSubmitElsewhere_isLogged() throws Exception {
        as("NO/watch", "status").ok();
        Path file = directory.resolve("carried.notice");
        assertThat(as("NO/watch", "message", "From afar.", "--sign-only", file.toString())
                        .ok()
                        .out())
                .contains("Signed, not sent.", "liaison submit");
        as("UA/watch", "--submit", file.toString()).ok();
        assertThat(as("UA/watch", "inbox").ok().out()).contains("From afar.", "NO/watch");
    }

    @Test
    void say_noHubAnswers_keepsItSignedAndSendsLater() throws Exception {
        as("NO/watch", "status").ok();
        fixture.away(true);
        Run run = as("NO/watch", "message", "Is anybody there?");
        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err()).contains("demarche: hint: it is signed and kept", "liaison outbox send ");
        assertThat(as("NO/watch", "outbox").ok().out()).contains("WAITING", "message: Is anybody there?");
        assertThat(as("NO/watch", "inbox").code()).isEqualTo(6);

        fixture.away(false);
        as("NO/watch", "outbox", "send").ok();
        assertThat(as("NO/watch", "outbox").ok().out()).contains("Nothing waits.");
        assertThat(as("NO/watch", "inbox").ok().out()).contains("Is anybody there?");
    }

    @Test
    void watch_count_endsAfterSoMany() throws Exception {
        report();
        Run run = as("NO/watch", "watch", "--from", "20", "--count", "2", "-o", "json")
                .ok();
        assertThat(run.out().lines()).hasSize(2);
        assertThat(as("NO/watch", "watch", "--from", "21", "--count", "1").ok().out())
                .contains("report: drone. Two drones");
    }

    @Test
    void evidence_toFile_namesTheWayToCheckIt() throws Exception {
        String incident = report();
        Path file = directory.resolve("x.evidence");
        Path proofs = directory.resolve("proofs");
        assertThat(as("NO/watch", "evidence", incident, "--out", file.toString(), "--tlog-proofs", proofs.toString())
                        .ok()
                        .out())
                .contains("verify ");
        assertThat(file).exists();
        assertThat(proofs.resolve("0.entry")).exists();
        assertThat(proofs.resolve("0.tlog-proof")).content().startsWith(TlogProof.FIRST_LINE + "index 0\n");
    }

    @Test
    void charter_statusCheckExplain_answer() throws Exception {
        assertThat(as("NO/watch", "charter", "status").ok().out()).contains("in force", "desk     watch");
        Path text = fixture.profile("NO/watch").resolveSibling("charter.toml");
        assertThat(run("", "charter", "check", text.toString()).ok().out()).contains("Sound.", "sha256:");
        assertThat(run("", "charter", "explain", text.toString()).ok().out()).isNotBlank();
        Files.writeString(directory.resolve("bad.toml"), "title = 3\n");
        assertThat(run("", "charter", "check", directory.resolve("bad.toml").toString())
                        .code())
                .isEqualTo(5);
    }

    @Test
    void usage_wrong_saysSoOnStderrWithCode2() {
        Run run = run("", "report");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("demarche: error: ", "demarche: hint: `demarche liaison report --help` shows what it takes");
        assertThat(run("").code()).isEqualTo(2);
        assertThat(run("", "inbox", "-o", "yaml").code()).isEqualTo(2);
    }

    @Test
    void profile_missing_isCode5WithHint() {
        Run run = run("", "status", "--profile", directory.resolve("none.toml").toString());
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).contains("none.toml: missing", "liaison profile init");
    }

    @Test
    void keygenAndProfileInit_makeADeskFromNothing() throws Exception {
        Path pass = directory.resolve("pass");
        org.demarche.secret.SecretFiles.write(pass, "secret".getBytes(StandardCharsets.UTF_8));
        Path key = directory.resolve("desk.key");
        assertThat(run("", "keygen", key.toString(), "--passphrase-file", pass.toString())
                        .ok()
                        .out())
                .startsWith("sha256:");
        assertThat(run("", "keygen", directory.resolve("tls").toString(), "--tls", "oslo")
                        .ok()
                        .out())
                .startsWith("sha256:");
        Path charter = fixture.profile("NO/watch").resolveSibling("charter.toml");
        Files.copy(charter, directory.resolve("charter.toml"));
        String hash = run("", "charter", "check", charter.toString(), "-o", "json")
                .ok()
                .json()
                .get("hash")
                .asText();
        Path profile = directory.resolve("desk.toml");

        run(
                        "",
                        "profile",
                        "init",
                        profile.toString(),
                        "--party",
                        "NO",
                        "--hub",
                        "a:1,b:2",
                        "--hub-pin",
                        hash,
                        "--charter-hash",
                        hash)
                .ok();

        assertThat(run("", "profile", "check", "-p", profile.toString()).ok().out())
                .contains("sound", "a:1 b:2");
        assertThat(run(
                                "",
                                "profile",
                                "init",
                                profile.toString(),
                                "--party",
                                "NO",
                                "--hub",
                                "a:1",
                                "--hub-pin",
                                hash,
                                "--charter-hash",
                                hash)
                        .code())
                .isEqualTo(5);
    }

    @Test
    void exercise_everyScreen_saysSoFirstAndLast() throws Exception {
        fixture.close();
        fixture = DeskFixture.exercise(directory);
        for (String[] command : List.of(
                new String[] {"status"}, new String[] {"inbox"}, new String[] {"incident"}, new String[] {"outbox"})) {
            Run run = as("NO/watch", command).ok();
            List<String> lines = run.out().lines().toList();
            assertThat(lines.get(0)).startsWith("EXERCISE");
            assertThat(lines.get(lines.size() - 1)).startsWith("EXERCISE");
        }
        assertThat(as("NO/watch", "watch", "--from", "0", "--count", "1")
                        .ok()
                        .out()
                        .lines())
                .allMatch(line -> line.startsWith("EXERCISE "));
        assertThat(as("NO/watch", "status", "-o", "json")
                        .ok()
                        .json()
                        .get("exercise")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void charterAssent_ofDraft_enrolsKeysUntilInForce() throws Exception {
        fixture.close();
        fixture = DeskFixture.exercise(directory);
        assertThat(as("NO/watch", "charter", "status").code()).isEqualTo(7);
        Path home = fixture.profile("NO/watch").getParent();
        String pass = home.resolve("watch.pass").toString();
        String root = home.resolve("root.key").toString();
        Path proof = directory.resolve("watch.proof");
        as(
                        "NO/watch",
                        "key",
                        "prove",
                        home.resolve("watch.key").toString(),
                        "--passphrase-file",
                        pass,
                        "--out",
                        proof.toString())
                .ok();

        Run incomplete = as(
                "NO/watch",
                "charter",
                "assent",
                "--root",
                root,
                "--root-passphrase-file",
                pass,
                "--key",
                root,
                "--key-passphrase-file",
                pass,
                "--proof",
                proof.toString());

        // The charter names a second desk, whose key is not brought here.
        assertThat(incomplete.code()).isEqualTo(2);
        assertThat(incomplete.err())
                .contains("missing:\n  desk minister: sha256:", "demarche: hint: bring each with --key");
    }

    @Test
    void profile_statusNotTheCharters_isRefused() throws Exception {
        Path profile = fixture.profile("NO/watch");
        Files.writeString(profile, Files.readString(profile).replace("\"actual\"", "\"exercise\""));
        Run run = as("NO/watch", "status");
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).contains("the profile is for an exercise, and its charter is actual: nothing is sent");
    }

    @Test
    void completion_generated_isAScript() {
        assertThat(run("", "generate-completion").code()).isZero();
    }

    @Test
    void clocksDiffer_statusIsCode7() throws Exception {
        as("NO/watch", "status").ok();
        fixture.hubClockOffset(60_000);
        Run run = as("NO/watch", "status");
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("warning: the hub's clock is 60000 ms ahead");
        assertThat(as("NO/watch", "message", "hello").code()).isEqualTo(7);
    }
}
