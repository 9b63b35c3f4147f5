package org.demarche.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.charter.Predecessor;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.command.CommandRun;
import org.demarche.copy.CopyDigest;
import org.demarche.copy.CopyReader;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code hub} has to do with the end of a log, the beginning of the next, and the keys of a log between its charters. */
final class NextLogTest {
    private static final String ORIGIN = "hub.exercise.example/ceasefire";

    private static List<byte[]> closed;
    private static Head head;
    private static Sha256 trust;

    @TempDir
    private Path directory;

    private Path dir;
    private Path copy;
    private String out = "";
    private String err = "";
    private JsonNode keys;

    /** A log of three assents, a message, and a final version that the three adopt. */
    @BeforeAll
    static void close() {
        String text = few(SampleCharter.actual(TestKeys::fingerprint).text());
        Scene scene = Scene.draft(text);
        for (String party : List.of("UA", "US", "GB")) {
            Scene.entry(scene.assent(party, scene.charter()));
        }
        trust = scene.charter().hash();
        String last = few(SampleCharter.actual(TestKeys::fingerprint)
                        .following(trust)
                        .text())
                .replace("version  = 2\n", "version  = 2\nfinal = true\n");
        Scene.entry(scene.post("UA", last));
        Charter end = SampleCharter.parse(last);
        for (String party : List.of("UA", "US", "GB")) {
            Scene.entry(scene.assent(party, end));
        }
        assertThat(scene.governance().closed()).isTrue();
        closed = scene.entries().stream().map(Entry::bytes).toList();
        head = scene.tree().head();
    }

    private static String few(String text) {
        return text.replace("UA and US and 10 of coalition", "UA and US and 1 of (GB, FR)");
    }

    @BeforeEach
    void begin() throws Exception {
        dir = directory.resolve("hub");
        copy = Files.createDirectory(directory.resolve("copy"));
        writeCopy(closed);
        assertThat(hub("keygen", "-d", dir, "-o", "json")).isZero();
        keys = new ObjectMapper().readTree(out);
    }

    private void writeCopy(List<byte[]> entries) throws IOException {
        try (DataOutputStream file = new DataOutputStream(Files.newOutputStream(copy.resolve("entries")))) {
            file.write(CopyReader.magic());
            for (byte[] entry : entries) {
                file.writeInt(entry.length);
                file.write(entry);
            }
        }
        Files.write(
                copy.resolve("head"),
                new CheckpointSigner(ORIGIN, TestKeys.log())
                        .sign(new Head(entries.size(), head.root()), Instant.ofEpochSecond(1_772_000_000)));
    }

    private int hub(Object... args) {
        CommandRun run = CommandRun.of(Hub::main, args);
        out = run.out();
        err = run.err();
        return run.code();
    }

    private static Predecessor named(int size) {
        CopyDigest digest = new CopyDigest();
        closed.subList(0, size).forEach(digest::add);
        return digest.end(ORIGIN, trust);
    }

    private Path charter(String predecessor) throws IOException {
        String text = SampleCharter.exercise(
                        name -> switch (name) {
                            case "log/ed25519" -> fingerprint("ed25519");
                            case "log/ml-dsa-44" -> fingerprint("ml_dsa_44");
                            default -> TestKeys.fingerprint(name);
                        },
                        60)
                .text()
                .replace(ORIGIN, "next.example/ceasefire")
                .replace("[log]\n", predecessor + "[log]\n");
        return Files.writeString(directory.resolve("charter.toml"), text);
    }

    private Sha256 fingerprint(String name) {
        return Sha256.parseFingerprint(keys.get(name).textValue()).orElseThrow();
    }

    @Test
    void init_withAClosedPredecessor_verifiesAndBegins() throws Exception {
        Path text = charter(named(closed.size()).text());
        assertThat(hub("init", "-d", dir, "--charter", text)).isEqualTo(2);
        assertThat(err).contains("names a predecessor, " + ORIGIN, "--predecessor FOLDER");
        assertThat(hub("init", "-d", dir, "--charter", text, "--predecessor", copy))
                .as(err)
                .isZero();
        assertThat(err).doesNotContain("warning");
        assertThat(out).contains(ORIGIN + ", " + closed.size() + " entries, verified");
        assertThat(hub("status", "-d", dir)).isEqualTo(6);
        assertThat(out).contains("predecessor", ORIGIN + ", " + closed.size() + " entries");
    }

    @Test
    void init_withoutPredecessorInTheCharter_refusesTheFolder() throws Exception {
        assertThat(hub("init", "-d", dir, "--charter", charter(""), "--predecessor", copy))
                .isEqualTo(2);
        assertThat(err).contains("names no [predecessor]");
    }

    @Test
    void init_withAPredecessorThatWasNotClosed_warns() throws Exception {
        assertThat(hub("init", "-d", dir, "--charter", charter(named(4).text()), "--predecessor", copy))
                .as(err)
                .isZero();
        assertThat(err).contains("warning: the predecessor was not closed");
    }

    @Test
    void init_withAnotherLogThanTheCharterNames_isRefused() throws Exception {
        Predecessor right = named(closed.size());
        Predecessor other = named(4);
        for (Predecessor wrong : List.of(
                new Predecessor("old.example/x", right.charter(), right.size(), right.root(), right.entries()),
                new Predecessor(ORIGIN, Sha256.of(), right.size(), right.root(), right.entries()),
                new Predecessor(ORIGIN, right.charter(), right.size(), other.root(), right.entries()),
                new Predecessor(ORIGIN, right.charter(), right.size(), right.root(), other.entries()))) {
            assertThat(hub("init", "-d", dir, "--charter", charter(wrong.text()), "--predecessor", copy))
                    .as(wrong.toString())
                    .isEqualTo(5);
            assertThat(err).contains("the charter names another log, or another state of it");
        }
        Path longer = charter(new Predecessor(ORIGIN, trust, closed.size() + 1L, right.root(), right.entries()).text());
        assertThat(hub("init", "-d", dir, "--charter", longer, "--predecessor", copy))
                .isEqualTo(7);
        assertThat(err).contains("give the copy of a desk that has come as far");
        assertThat(hub(
                        "init",
                        "-d",
                        dir,
                        "--charter",
                        charter(right.text()),
                        "--predecessor",
                        directory.resolve("none")))
                .isEqualTo(5);
        assertThat(dir.resolve("hub.sqlite")).doesNotExist();
    }

    @Test
    void init_withADamagedCopy_isRefused() throws Exception {
        Path text = charter(named(closed.size()).text());
        List<byte[]> damaged = new java.util.ArrayList<>(closed);
        byte[] entry = closed.get(3).clone();
        entry[entry.length / 2] ^= 1;
        damaged.set(3, entry);
        writeCopy(damaged);
        assertThat(hub("init", "-d", dir, "--charter", text, "--predecessor", copy))
                .isEqualTo(10);
        assertThat(err).contains("is not a sound log, entry 3");
    }

    @Test
    void keygen_logOnly_makesThePairThatASuccessorIsToName() throws Exception {
        assertThat(hub("keygen", "-d", dir, "--log-only", "next.key")).isEqualTo(2);
        assertThat(err).contains("log.pub does not exist: the log has not begun");
        assertThat(dir.resolve("next.key")).doesNotExist();
        assertThat(hub("init", "-d", dir, "--charter", charter(""))).as(err).isZero();
        assertThat(hub("keygen", "-d", dir, "--log-only", "next.key", "-o", "json"))
                .as(err)
                .isZero();
        JsonNode next = new ObjectMapper().readTree(out);
        assertThat(Sha256.parseFingerprint(next.get("ed25519").textValue())).isPresent();
        assertThat(err).contains("1. copy the keystore", "2. hand log.pub", "3. put ed25519 and ml_dsa_44");
        assertThat(Files.readAllLines(dir.resolve("log.pub")))
                .hasSize(4)
                .allMatch(l -> l.startsWith("next.example/ceasefire+"));
        assertThat(hub("keygen", "-d", dir, "--log-only", "next.key")).isEqualTo(2);
        assertThat(err).contains("keys are never overwritten");

        Files.writeString(dir.resolve("hub.toml"), "[listen]\nport = 0\n[log]\nother_keystores = [\"next.key\"]\n");
        assertThat(hub("log-keys", "-d", dir)).as(err).isZero();
        assertThat(out)
                .contains(
                        "signs, since version 1 of the charter", "named by no charter and no draft: it may be removed");
        // Swapped by mistake: the pair in force is there all the same.
        Files.writeString(dir.resolve("hub.toml"), "[listen]\nport = 0\n[log]\nkeystore = \"next.key\"\n");
        assertThat(hub("log-keys", "-d", dir)).isEqualTo(7);
        assertThat(out).contains("lacking", "version 1 of the charter names", "the hub does not start without it");
    }
}
