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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.demarche.checkpoint.NoteKey;
import org.demarche.client.DeskFixture;
import org.demarche.escalation.Scene;
import org.demarche.hash.Sha256;
import org.demarche.key.Keystore;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Head;
import org.demarche.secret.SecretFiles;
import org.demarche.verify.VerifyRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The witness's commands, the monitor, and what the others say of witnesses. */
class WitnessLiaisonTest {
    @TempDir
    Path directory;

    private DeskFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = DeskFixture.witnessed(directory);
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

    private Run as(String desk, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--profile");
        all.add(fixture.profile(desk).toString());
        return run(all.toArray(String[]::new));
    }

    private Run run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Liaison.run(
                args, new ByteArrayInputStream(new byte[0]), out, err, Map.of(), announce -> fixture.surroundings());
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Run message(String desk, String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of("message", "Is anybody there?", "--subject", "Hello"));
        all.addAll(List.of(more));
        return as(desk, all.toArray(String[]::new));
    }

    private String[] witness(String verb, String... more) throws IOException {
        Path key = fixture.witnessKey("NO-w");
        List<String> all = new ArrayList<>(List.of("witness", verb, "--key", key.toString(), "--name", "NO-w"));
        if (verb.equals("run")) {
            all.addAll(List.of(
                    "--passphrase-file", key.resolveSibling("witness.pass").toString()));
        }
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    // Witnessed or not
    // ------------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void everyScreen_beforeAndAfterWitnesses_saysWhichItIs() throws Exception {
        assertThat(message("NO/watch").ok().out()).contains("witness  not yet witnessed");
        Run inbox = as("NO/watch", "inbox").ok();
        assertThat(inbox.out())
                .contains("* not yet witnessed", "entries of the log")
                .containsPattern("[0-9a-f]{12}\\*");
        assertThat(as("NO/watch", "status").ok().out()).contains("witness  not yet witnessed");
        assertThat(as("NO/watch", "incident").ok().out()).contains("\nnot yet witnessed\n");

        fixture.cosign("GB-w", "NO-w");
        long last = fixture.head().size() - 1;
        String words = "witnessed up to entry " + last + " by GB-w, NO-w";
        assertThat(as("NO/watch", "status").ok().out()).contains("witness  " + words);
        assertThat(as("NO/watch", "inbox").ok().out())
                .contains(words)
                .doesNotContain("not yet witnessed")
                .doesNotContainPattern("[0-9a-f]{12}\\*");
        JsonNode entry = as("NO/watch", "inbox", "-o", "json").ok().json().at("/entries/0/witnessed");
        assertThat(entry.get("state").asText()).isEqualTo("witnessed");
        assertThat(entry.at("/by/1").asText()).isEqualTo("NO-w");
        assertThat(entry.get("existed_by").asText()).endsWith("Z");
        JsonNode receipt = message("NO/watch", "-o", "json").ok().json();
        assertThat(receipt.at("/witnessed/state").asText()).isEqualTo("not yet");
        assertThat(receipt.at("/log_witnessed/state").asText()).isEqualTo("witnessed");
        assertThat(receipt.at("/log_witnessed/size").asLong()).isEqualTo(last + 1);
    }

    @Test
    void watch_entryNotWitnessed_isMarked() throws Exception {
        Run run = as("NO/watch", "watch", "--from", "0", "--count", "3").ok();
        assertThat(run.out().lines().skip(1))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).matches(".*(-|[0-9a-f]{12})\\*$"));
    }

    @Test
    void status_witnessesLate_saysForHowLong() throws Exception {
        fixture.cosign("GB-w", "NO-w");
        fixture.say("UA/watch");
        fixture.advance(Duration.ofSeconds(75));
        Run run = as("NO/watch", "status").ok();
        assertThat(run.out()).contains("LATE:").contains("75 s");
        assertThat(as("NO/watch", "status", "-o", "json")
                        .ok()
                        .json()
                        .get("witnesses_late")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void waitWitnessed_notInTime_is7AndTheNoticeIsLogged() throws Exception {
        long before = fixture.head().size();
        Run run = message("NO/watch", "--wait-witnessed=0");
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("is in the log, and not yet witnessed after 0 s");
        assertThat(run.out()).contains("In the log as entry " + before, "not yet witnessed");
    }

    @Test
    void waitWitnessed_witnessesAtWork_saysWhoHasWitnessed() throws Exception {
        fixture.cosignEachHead("GB-w", "NO-w");
        Run run = message("NO/watch", "--wait-witnessed").ok();
        assertThat(run.out()).contains("witness  witnessed by GB-w, NO-w");
    }

    @Test
    void waitWitnessed_charterNamesNone_is7AndSaysSo() throws Exception {
        try (DeskFixture plain = DeskFixture.inForce(Files.createDirectories(directory.resolve("plain")))) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int code = Liaison.run(
                    new String[] {
                        "message",
                        "?",
                        "--subject",
                        "Hello",
                        "--wait-witnessed",
                        "--profile",
                        plain.profile("NO/watch").toString()
                    },
                    new ByteArrayInputStream(new byte[0]),
                    out,
                    err,
                    Map.of(),
                    announce -> plain.surroundings());
            assertThat(code).isEqualTo(7);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("the charter names no witness");
            assertThat(out.toString(StandardCharsets.UTF_8)).contains("witness  the charter names no witness");
        }
    }

    // The witness
    // -----------------------------------------------------------------------------------------------------------------------------------------------

    @Test
    void keygen_witness_printsTheChartersTableAndItsVerifierKeys() throws Exception {
        Path pass = directory.resolve("pass");
        SecretFiles.write(pass, "correct horse".getBytes(StandardCharsets.UTF_8));
        Path key = directory.resolve("w.key");
        Run run = run("keygen", "--witness", "GB-w", key.toString(), "--passphrase-file", pass.toString())
                .ok();
        LogSigningKey made =
                Keystore.openLogKey(SecretFiles.read(key), "correct horse".getBytes(StandardCharsets.UTF_8));
        assertThat(run.out())
                .startsWith("[[witness]]\nname = \"GB-w\"\nparty = \"GB\"\ned25519 = \""
                        + made.publicKey().ed25519Id().fingerprint() + "\"\nml_dsa_44 = \""
                        + made.publicKey().mlDsa44Id().fingerprint() + "\"\n\n");
        List<String> keys = run.out().lines().skip(6).toList();
        assertThat(keys).hasSize(2);
        assertThat(NoteKey.parse(keys.get(0)).publicKey().toByteArray())
                .isEqualTo(made.publicKey().ed25519());
        assertThat(NoteKey.parse(keys.get(1)).publicKey().toByteArray())
                .isEqualTo(made.publicKey().mlDsa44());
    }

    @Test
    void keygen_witnessWithoutParty_isRefused() {
        Run run = run(
                "keygen", "--witness", "observer", directory.resolve("w.key").toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("does not say which party", "--party");
        assertThat(directory.resolve("w.key")).doesNotExist();
    }

    @Test
    void witnessRun_oneHead_saysThatItCosignedIt() throws Exception {
        Run before = as("NO/watch", witness("status")).ok();
        assertThat(before.out()).contains("witness  NO-w of NO", "running  no", "cosigned nothing yet");

        Run run = as("NO/watch", witness("run", "--count", "1")).ok();
        assertThat(run.out())
                .matches("[0-9]{6}Z MAR 26 cosigned " + fixture.head().size() + " entries, not yet witnessed\n");
        assertThat(run.err()).contains("witness NO-w begins; cosigned so far: nothing");

        JsonNode status = as("NO/watch", witness("status", "-o", "json")).ok().json();
        assertThat(status.get("cosigned_size").asLong())
                .isEqualTo(fixture.head().size());
        assertThat(status.get("cosigned_root").asText())
                .isEqualTo(fixture.head().root().hex());
        assertThat(status.get("named").asBoolean()).isTrue();
        assertThat(status.get("running").asBoolean()).isFalse();
    }

    @Test
    void witnessRun_json_isOneObjectAHead() throws Exception {
        fixture.cosign("GB-w");
        JsonNode line = as("NO/watch", witness("run", "--count", "1", "-o", "json"))
                .ok()
                .json();
        assertThat(line.get("event").asText()).isEqualTo("cosigned");
        assertThat(line.get("witnessed").asBoolean()).isTrue();
        assertThat(line.get("size").asLong()).isEqualTo(fixture.head().size());
    }

    @Test
    void witnessRun_hubSplits_endsWith20AndNamesTheFile() throws Exception {
        as("NO/watch", witness("run", "--count", "1")).ok();
        fixture.offers(new Head(fixture.head().size(), Sha256.of(new byte[] {7})));
        Run run = as("NO/watch", witness("run"));
        assertThat(run.code()).isEqualTo(20);
        assertThat(run.err()).contains("signed two histories", ".misbehaviour");
    }

    @Test
    void witnessRun_wrongAddress_isAUsageError() throws Exception {
        assertThat(as("NO/watch", witness("run", "--listen", "nowhere")).code()).isEqualTo(2);
    }

    // The monitor
    // -----------------------------------------------------------------------------------------------------------------------------------------------

    /** A profile like that of NO, without a key. */
    private String reader() throws IOException {
        Path full = fixture.profile("NO/watch");
        String text =
                Files.readString(full).replaceAll("(?m)^key = .*\n", "").replaceAll("(?m)^passphrase_file = .*\n", "");
        return Files.writeString(full.resolveSibling("reader.toml"), text).toString();
    }

    @Test
    void monitorOnce_withoutAnyKey_checksEverythingAndSaysHowFar() throws Exception {
        fixture.cosign("GB-w", "NO-w");
        Run run = run("monitor", "--once", "--profile", reader()).ok();
        assertThat(run.out())
                .matches("[0-9]{6}Z MAR 26 checked: " + fixture.head().size()
                        + " entries, root [0-9a-f]{12}; witnessed up to entry .* by GB-w, NO-w\n");
        JsonNode line = run("monitor", "--once", "--profile", reader(), "-o", "json")
                .ok()
                .json();
        assertThat(line.get("event").asText()).isEqualTo("checked");
        assertThat(line.get("root").asText()).isEqualTo(fixture.head().root().hex());
    }

    @Test
    void monitorCompare_headsOfOthers_haveACodeEach() throws Exception {
        Path file = directory.resolve("head");
        Files.write(file, fixture.signed(fixture.head()));
        Run agrees = run("monitor", "--compare", file.toString(), "--profile", reader())
                .ok();
        assertThat(agrees.out()).contains("agrees, " + fixture.head().size() + " entries of the same log");

        Files.writeString(file, "nonsense");
        assertThat(run("monitor", "--compare", file.toString(), "--profile", reader())
                        .code())
                .isEqualTo(12);

        Files.write(file, fixture.signed(new Head(5, Sha256.of(new byte[] {7}))));
        Run split = run("monitor", "--compare", file.toString(), "--profile", reader());
        assertThat(split.code()).isEqualTo(20);
        assertThat(split.err()).contains("signed two histories", ".misbehaviour");
        // It stays untrusted until people have looked.
        assertThat(run("monitor", "--once", "--profile", reader()).code()).isEqualTo(5);
    }

    @Test
    void monitorCompare_beyondWhatTheHubShows_is7() throws Exception {
        Path file = directory.resolve("head");
        Files.write(file, fixture.signed(new Head(500, Sha256.of(new byte[] {7}))));
        Run run = run("monitor", "--compare", file.toString(), "--profile", reader());
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).contains("beyond what this hub shows");
    }

    @Test
    void witnessStatus_noSuchKey_is5AndSaysSo() throws Exception {
        Run run = as(
                "NO/watch",
                "witness",
                "status",
                "--key",
                directory.resolve("none").toString(),
                "--name",
                "NO-w");
        assertThat(run.code()).isEqualTo(5);
        assertThat(run.err()).contains("demarche: error: " + directory.resolve("none") + ": no such file", "--key");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void monitorCompare_headThatTheOnlyHubDoesNotShowYet_accusesItOfNothing() throws Exception {
        Path file = directory.resolve("head");
        Files.write(file, fixture.signed(new Head(500, Sha256.of(new byte[] {7}))));
        assertThat(run("monitor", "--compare", file.toString(), "--profile", reader())
                        .code())
                .isEqualTo(7);
        run("monitor", "--once", "--profile", reader()).ok();
        as("NO/watch", "status").ok();
    }

    // A hub that lies to who only watches
    // -----------------------------------------------------------------------------------------------------------------------

    private void assertConvicted(Run run, int exit) {
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(exit);
        Matcher file = Pattern.compile("convicts it by (\\S+\\.misbehaviour)").matcher(run.err());
        assertThat(file.find()).as(run.err()).isTrue();
        VerifyRun verdict = VerifyRun.of(
                file.group(1),
                "--charter",
                Scene.witnessedCharter().charter().hash().hex());
        assertThat(verdict.exit()).as(verdict.toString()).isEqualTo(exit);
        assertThat(verdict.out()).contains("DISPROVEN: ");
    }

    @Test
    void monitor_entryThatTheRulesRefuse_endsWithAFileThatConvicts() throws Exception {
        fixture.repeatsItsLastEntry();
        assertConvicted(run("monitor", "--profile", reader()), 22);
    }

    @Test
    void monitor_historyRewritten_endsWithAFileThatConvicts() throws Exception {
        run("monitor", "--once", "--profile", reader()).ok();
        fixture.rewritesItsLastEntry();
        assertConvicted(run("monitor", "--profile", reader()), 20);
    }

    @Test
    void witnessRun_entryThatTheRulesRefuse_endsWithAFileThatConvicts() throws Exception {
        fixture.repeatsItsLastEntry();
        assertConvicted(as("NO/watch", witness("run")), 22);
        assertThat(as("NO/watch", witness("status")).ok().out()).contains("cosigned nothing yet");
    }

    @Test
    void witnessRun_historyRewritten_endsWithAFileThatConvicts() throws Exception {
        as("NO/watch", witness("run", "--count", "1")).ok();
        fixture.rewritesItsLastEntry();
        assertConvicted(as("NO/watch", witness("run")), 20);
    }
}
