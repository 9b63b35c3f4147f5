package org.demarche.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.command.CommandRun;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.server.TestWitness;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people use it. */
final class HubCommandTest {
    @TempDir
    private Path directory;

    private String out = "";
    private String err = "";

    private int hub(Object... args) {
        CommandRun run = CommandRun.of(Hub::main, args);
        out = run.out();
        err = run.err();
        return run.code();
    }

    private Path begin() throws Exception {
        Path dir = directory.resolve("hub");
        assertThat(hub("keygen", "--dir", dir.toString(), "-o", "json")).isZero();
        JsonNode keys = new ObjectMapper().readTree(out);
        SampleCharter charter = SampleCharter.exercise(
                name -> switch (name) {
                    case "log/ed25519" -> fingerprint(keys, "ed25519");
                    case "log/ml-dsa-44" -> fingerprint(keys, "ml_dsa_44");
                    default -> TestKeys.fingerprint(name);
                },
                60);
        Path text = Files.write(directory.resolve("charter.toml"), charter.bytes());
        assertThat(hub("init", "--dir", dir.toString(), "--charter", text.toString()))
                .as(err)
                .isZero();
        assertThat(out).contains(charter.charter().hash().fingerprint());
        Files.writeString(dir.resolve("hub.toml"), "[listen]\nport = 0\n");
        return dir;
    }

    private static Sha256 fingerprint(JsonNode keys, String name) {
        return Sha256.parseFingerprint(keys.get(name).textValue()).orElseThrow();
    }

    @Test
    void run_fromKeygenToSigterm_saysOneReadyLineAndDrains() throws Exception {
        Path dir = begin();
        assertThat(hub("status", "-d", dir.toString())).isEqualTo(6);
        assertThat(out)
                .contains("running")
                .contains("no: the charter is not in force")
                .contains("EXERCISE");
        assertThat(hub("fsck", "-d", dir.toString(), "-o", "json")).isZero();
        assertThat(out).contains("\"sound\":\"yes\"");

        PipedInputStream stderr = new PipedInputStream();
        PrintStream err = new PrintStream(new PipedOutputStream(stderr), true, StandardCharsets.UTF_8);
        AtomicReference<Thread> runner = new AtomicReference<>();
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(
                () -> {
                    runner.set(Thread.currentThread());
                    return Hub.main(
                            new String[] {"run", "-d", dir.toString()}, InputStream.nullInputStream(), System.out, err);
                },
                work -> new Thread(work, "hub run").start());
        BufferedReader lines = new BufferedReader(new InputStreamReader(stderr, StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (!line.contains("hub ready on")) {
            line = lines.readLine();
        }
        assertThat(line).matches("demarche: hub ready on 127\\.0\\.0\\.1:[0-9]+, pin sha256:[0-9a-f]{64}");
        String address = Files.readString(dir.resolve("hub.address")).strip();
        assertThat(line).contains(address);
        assertThat(hub("status", "-d", dir.toString(), "--wait", "20"))
                .as(out + this.err)
                .isZero();
        assertThat(out).contains(address).containsPattern("state +ready");
        runner.get().interrupt();
        assertThat(code.get()).isZero();
        assertThat(lines.readLine()).isEqualTo("demarche: hub interrupted");
        assertThat(lines.readLine()).isEqualTo("demarche: hub stopped: what it had taken in is logged and answered");
        assertThat(dir.resolve("hub.address")).doesNotExist();

        assertThat(hub("audit", "verify", "-d", dir.toString())).as(this.err).isZero();
        assertThat(hub("audit", "show", "-d", dir.toString())).isZero();
        assertThat(out).containsSubsequence("keygen", "init", "config", "run", "drain", "stop");
        assertThat(hub("drain", "-d", dir.toString())).isEqualTo(6);
        assertThat(this.err).contains("no hub runs on");
        assertThat(hub("reload", "-d", dir.toString())).isEqualTo(6);
        Path trail = dir.resolve("audit.log");
        Files.writeString(trail, Files.readString(trail).replace("\"act\":\"init\"", "\"act\":\"exit\""));
        assertThat(hub("audit", "verify", "-d", dir.toString())).isEqualTo(7);
        assertThat(this.err).contains("line 3 does not follow on the line before it");
    }

    @Test
    void init_twice_isRefusedAndChangesNothing() throws Exception {
        Path dir = begin();
        byte[] keys = Files.readAllBytes(dir.resolve("log.pub"));
        assertThat(hub(
                        "init",
                        "--dir",
                        dir.toString(),
                        "--charter",
                        directory.resolve("charter.toml").toString()))
                .isEqualTo(2);
        assertThat(err).contains("has begun already");
        assertThat(dir.resolve("log.pub")).hasBinaryContent(keys);
    }

    @Test
    void init_charterOfOtherLogKeys_namesTheRightOnes() throws Exception {
        Path dir = directory.resolve("hub");
        hub("keygen", "--dir", dir.toString());
        Path text = Files.write(
                directory.resolve("charter.toml"), SampleCharter.withoutKeys(60).bytes());
        assertThat(hub("init", "--dir", dir.toString(), "--charter", text.toString()))
                .isEqualTo(5);
        assertThat(err)
                .contains("demarche: error: the charter names other log keys")
                .contains("ed25519 = \"sha256:");
        assertThat(dir.resolve("hub.sqlite")).doesNotExist();
    }

    @Test
    void keygen_overAHub_changesNothing() throws Exception {
        Path dir = directory.resolve("hub");
        assertThat(hub("keygen", "--dir", dir.toString())).isZero();
        byte[] key = Files.readAllBytes(dir.resolve("log.key"));
        assertThat(hub("keygen", "--dir", dir.toString())).isEqualTo(2);
        assertThat(err).contains("is not empty");
        assertThat(Files.readAllBytes(dir.resolve("log.key"))).isEqualTo(key);
    }

    @Test
    void keygen_ofAHubThatOnlyReads_makesItsTlsKeyAlone() throws Exception {
        Path dir = Files.createDirectory(directory.resolve("reader"));
        Files.writeString(
                dir.resolve("hub.toml"), "[store]\nread_only = true\nurl = \"postgresql://reader@localhost:1/log\"\n");
        assertThat(hub("keygen", "--dir", dir.toString())).as(err).isZero();
        assertThat(dir.toFile().list()).containsExactlyInAnyOrder("hub.toml", "audit.log", "tls.key", "tls.crt");
        assertThat(out).contains("tls pin").doesNotContain("ed25519");
        assertThat(err).contains("copy log.pub here from a hub that writes");
        assertThat(hub("run", "--dir", dir.toString())).isEqualTo(5);
        assertThat(err).contains("log.pub does not exist: copy it from a hub of this log that writes");
        for (String command : List.of("upgrade", "migrate --to sqlite:other.sqlite")) {
            List<String> words = new ArrayList<>(List.of(command.split(" ")));
            words.addAll(List.of("--dir", dir.toString()));
            assertThat(hub(words.toArray(String[]::new))).isNotZero();
            assertThat(err).contains("in the folder of a hub that writes");
        }
    }

    @Test
    void upgrade_ofAFileOfAnEarlierRelease_saysFromWhichVersion() throws Exception {
        Path dir = Files.createDirectory(directory.resolve("earlier"));
        Files.writeString(dir.resolve("hub.toml"), "");
        try (InputStream filled = SqliteStore.class.getResourceAsStream("filled-by-v1.sqlite")) {
            Files.copy(filled, dir.resolve("hub.sqlite"));
        }
        assertThat(hub("status", "--dir", dir.toString())).isEqualTo(5);
        assertThat(err).contains("run demarche hub upgrade to bring it forward");
        assertThat(hub("upgrade", "--dir", dir.toString(), "-o", "json"))
                .as(err)
                .isZero();
        JsonNode told = new ObjectMapper().readTree(out);
        assertThat(told.get("tables_were_of_version").intValue()).isEqualTo(1);
        assertThat(told.get("entries").intValue()).isEqualTo(260);
        assertThat(hub("upgrade", "--dir", dir.toString())).isZero();
        assertThat(out).containsPattern("tables were of version +3\n");
    }

    @Test
    void witnesses_ofACharterWithoutAny_saysSo() throws Exception {
        Path dir = begin();
        assertThat(hub("witnesses", "--dir", dir.toString())).as(err).isZero();
        assertThat(out)
                .containsPattern("rule +the charter names no witness: time and history are the hub's word\n")
                .containsPattern("fresh +not asked\n");
    }

    @Test
    void witnesses_showWhatEachHasCosignedLast() throws Exception {
        Path dir = Files.createDirectory(directory.resolve("witnessed"));
        Charter charter = SampleCharter.actual(TestWitness.fingerprints(TestKeys::fingerprint))
                .witnessedBy("GB", "FR", "NO")
                .charter();
        TestWitness foreign = new TestWitness("witness.example/w1");
        Files.writeString(
                dir.resolve("hub.toml"),
                "[[witness.foreign]]\nname = \"" + foreign.name()
                        + "\"\nurl = \"https://witness.example\"\nverifier_keys = [\""
                        + foreign.keys().get(0).text() + "\"]\n");
        SqliteStore store = SqliteStore.open(dir.resolve("hub.sqlite"));
        try (LogScene scene = new LogScene(store, charter)) {
            for (List<TestWitness> by : List.of(
                    List.of(new TestWitness("GB-w"), new TestWitness("NO-w"), foreign),
                    List.of(new TestWitness("GB-w")))) {
                scene.growSigned(3);
                VerifiedCheckpoint head =
                        TestWitness.open(charter, scene.log().published().checkpoint());
                store.cosigned()
                        .offer(head.head().size(), scene.log().published().checkpoint());
                by.forEach(w -> store.cosigned().add(w.said(head, scene.nowMs())));
            }
            store.cosigned().markWitnessed(5);
        }
        assertThat(hub("witnesses", "--dir", dir.toString())).as(err).isZero();
        assertThat(out.lines().toList())
                .containsExactly(
                        "rule       2 of (GB-w, FR-w, NO-w)",
                        "entries    8",
                        "offered    8",
                        "witnessed  5",
                        "fresh      no",
                        "",
                        "witness             party  asked at                 cosigned  at              behind",
                        "GB-w                GB     -                        8         010600Z MAR 26  0",
                        "FR-w                FR     -                        0         -               8",
                        "NO-w                NO     -                        5         010600Z MAR 26  3",
                        "witness.example/w1  -      https://witness.example  5         010600Z MAR 26  3");
        assertThat(hub("witnesses", "--dir", dir.toString(), "-o", "json")).isZero();
        JsonNode told = new ObjectMapper().readTree(out);
        assertThat(told.get("witnessed").intValue()).isEqualTo(5);
        assertThat(told.get("witnesses")).hasSize(4);
        assertThat(told.get("witnesses").get(2).get("at").textValue()).isEqualTo("2026-03-01T06:00:00Z");
    }

    @Test
    void keygen_whereSomethingElseIs_makesNothing() throws Exception {
        Path other = Files.writeString(directory.resolve("something"), "here");
        assertThat(hub("keygen", "--dir", directory.toString())).isEqualTo(2);
        assertThat(err)
                .contains(directory + " is not empty, it holds something")
                .doesNotContain("hint");
        assertThat(directory.toFile().list()).containsExactly("something");
        assertThat(hub("keygen", "--dir", other.toString())).isEqualTo(2);
        assertThat(err).contains("is not a folder");
    }

    @Test
    void keygen_withSettingsThatPointToKeys_overwritesNone() throws Exception {
        Path elsewhere = Files.writeString(directory.resolve("old.key"), "a key");
        Path dir = Files.createDirectory(directory.resolve("hub"));
        Files.writeString(dir.resolve("hub.toml"), "[log]\nkeystore = \"" + elsewhere + "\"\n");
        assertThat(hub("keygen", "--dir", dir.toString())).isEqualTo(2);
        assertThat(err).contains("old.key exists already").contains("never overwritten");
        assertThat(elsewhere).hasContent("a key");
    }

    @Test
    void configCheck_mistakes_areNamedTogether() throws Exception {
        Path dir = Files.createDirectory(directory.resolve("hub"));
        Files.writeString(dir.resolve("hub.toml"), "colour = 1\n[listen]\nport = -1\n");
        assertThat(hub("config", "check", "--dir", dir.toString())).isEqualTo(5);
        assertThat(err).contains("colour: no such setting").contains("listen.port: -1");
    }

    @Test
    void run_passphraseOpenToOthers_isRefused() throws Exception {
        Path dir = begin();
        Files.setPosixFilePermissions(
                dir.resolve("log.passphrase"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(hub("run", "--dir", dir.toString())).isEqualTo(5);
        assertThat(err).contains("chmod 600");
    }

    @Test
    void run_portInUse_saysSoInOneSentence() throws Exception {
        Path dir = begin();
        try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            for (String listener : List.of("listen", "tiles", "board", "operations")) {
                Files.writeString(
                        dir.resolve("hub.toml"),
                        (listener.equals("listen") ? "" : "[listen]\nport = 0\n") + "[" + listener + "]\nport = "
                                + taken.getLocalPort() + "\n");
                assertThat(hub("run", "--dir", dir.toString())).isEqualTo(5);
                assertThat(err.lines().filter(line -> line.startsWith("demarche: error: ")))
                        .as(err)
                        .hasSize(1)
                        .allSatisfy(line -> assertThat(line)
                                .contains(
                                        "127.0.0.1:" + taken.getLocalPort() + " cannot be listened on for ",
                                        "Address already in use",
                                        "set others in hub.toml, [" + listener + "]"));
                assertThat(err).doesNotContain("Exception").doesNotContain("\tat ");
                assertThat(dir.resolve("hub.address")).doesNotExist();
            }
        }
        Files.writeString(dir.resolve("hub.toml"), "[listen]\nhost = \"no name\"\nport = 0\n");
        assertThat(hub("run", "--dir", dir.toString())).isEqualTo(5);
        assertThat(err).contains("no name:0 cannot be listened on for calls (the name leads to no address)");
        Files.writeString(dir.resolve("hub.toml"), "[listen]\nport = 0\n");
        assertThat(hub("fsck", "--dir", dir.toString()))
                .as("the lock and the store are free again")
                .isZero();
    }

    @Test
    void hub_wrongUsage_isTwo() {
        assertThat(hub("frobnicate")).isEqualTo(2);
        assertThat(err).contains("demarche: error:").contains("demarche: hint:");
        assertThat(hub("init")).isEqualTo(2);
        assertThat(hub()).isZero();
        assertThat(Map.of("out", out).get("out")).contains("keygen");
    }
}
