package org.demarche.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.command.CommandRun;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubFiles;
import org.demarche.server.carry.LongLog;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hub backup}, {@code hub restore --from-backup} and {@code hub support-bundle} as people use them, rightly and wrongly. */
final class KeepingCommandsTest {
    private static final String SECRET = "a passphrase of backups";

    @TempDir
    private Path directory;

    private Path dir;
    private Path passphrase;
    private Path backup;
    private SampleCharter charter;
    private String out = "";
    private String err = "";

    private int hub(Object... args) {
        CommandRun run = CommandRun.of(Hub::main, args);
        out = run.out();
        err = run.err();
        return run.code();
    }

    /** A hub whose log has entry 0. */
    @BeforeEach
    void begin() throws Exception {
        dir = directory.resolve("hub");
        assertThat(hub("keygen", "-d", dir, "-o", "json")).isZero();
        JsonNode keys = new ObjectMapper().readTree(out);
        charter = SampleCharter.exercise(
                name -> switch (name) {
                    case "log/ed25519" -> fingerprint(keys, "ed25519");
                    case "log/ml-dsa-44" -> fingerprint(keys, "ml_dsa_44");
                    default -> TestKeys.fingerprint(name);
                },
                60);
        Path text = Files.write(directory.resolve("charter.toml"), charter.bytes());
        assertThat(hub("init", "-d", dir, "--charter", text)).as(err).isZero();
        passphrase = directory.resolve("backup.passphrase");
        SecretFiles.write(passphrase, SECRET.getBytes(StandardCharsets.UTF_8));
        backup = directory.resolve("1.backup");
    }

    private static Sha256 fingerprint(JsonNode keys, String name) {
        return Sha256.parseFingerprint(keys.get(name).textValue()).orElseThrow();
    }

    private Head head() {
        try (LogStore store = SqliteStore.openToRead(dir.resolve("hub.sqlite"))) {
            return new Head(1, Merkle.leaf(store.entry(0).orElseThrow().bytes().toByteArray()));
        }
    }

    private Path seen(Head head) throws Exception {
        return Files.write(
                directory.resolve("seen-" + head.size()),
                new CheckpointSigner(charter.charter().log().origin(), HubFiles.logKey(HubFiles.config(dir, Map.of())))
                        .sign(head, Instant.ofEpochSecond(1_772_000_000)));
    }

    @Test
    void backup_andRestoreIntoAnEmptyFolder_isTheHubAgain() throws Exception {
        assertThat(hub("status", "-d", dir)).as("no hub runs").isEqualTo(6);
        assertThat(out).containsPattern("backup +never");
        assertThat(hub("backup", "-d", dir, "--to", backup, "--passphrase", passphrase, "-o", "json"))
                .as(err)
                .isZero();
        assertThat(new ObjectMapper().readTree(out).get("entries").asLong()).isEqualTo(1);
        assertThat(hub("status", "-d", dir, "-o", "json")).isEqualTo(6);
        JsonNode status = new ObjectMapper().readTree(out);
        assertThat(status.get("backup_entries").asLong()).isEqualTo(1);
        assertThat(status.get("entries_since_backup").asLong()).isZero();
        assertThat(status.get("backup_age_s").asLong()).isBetween(0L, 600L);

        Path other = directory.resolve("other");
        Path seen = seen(head());
        assertThat(hub("restore", "-d", other, "--from-backup", backup, "--passphrase", passphrase, "--seen", seen))
                .as(err)
                .isZero();
        assertThat(err)
                .contains("put back in ", "hub.toml", "the passphrase of the log's keystores is not in the backup");
        Files.copy(dir.resolve("log.passphrase"), other.resolve("log.passphrase"));
        Files.setPosixFilePermissions(
                other.resolve("log.passphrase"), Files.getPosixFilePermissions(dir.resolve("log.passphrase")));
        assertThat(hub("fsck", "-d", other)).as(err).isZero();
        assertThat(Files.readAllBytes(other.resolve("tls.key"))).isEqualTo(Files.readAllBytes(dir.resolve("tls.key")));
        assertThat(hub("config", "check", "-d", other)).as(err).isZero();

        assertThat(hub("restore", "-d", other, "--from-backup", backup, "--passphrase", passphrase, "--seen", seen))
                .isEqualTo(2);
        assertThat(err).contains("has begun already");
    }

    @Test
    void restore_behindWhatOthersHaveSeen_orShownNothing_isSeven() throws Exception {
        assertThat(hub("backup", "-d", dir, "--to", backup, "--passphrase", passphrase))
                .as(err)
                .isZero();
        Path other = directory.resolve("other");
        assertThat(hub("restore", "-d", other, "--from-backup", backup, "--passphrase", passphrase))
                .isEqualTo(7);
        assertThat(err).contains("no head was shown", "--seen", "--nobody-has-seen-more");
        Path ahead = seen(new Head(5, Sha256.of(new byte[0])));
        assertThat(hub("restore", "-d", other, "--from-backup", backup, "--passphrase", passphrase, "--seen", ahead))
                .isEqualTo(7);
        assertThat(err).contains("has shown 5", "--from-follower");
        Path beside = seen(new Head(1, Sha256.of(new byte[0])));
        assertThat(hub("restore", "-d", other, "--from-backup", backup, "--passphrase", passphrase, "--seen", beside))
                .isEqualTo(7);
        assertThat(err).contains("another history");
        assertThat(other.resolve("hub.sqlite")).doesNotExist();
        assertThat(hub(
                        "restore",
                        "-d",
                        other,
                        "--from-backup",
                        backup,
                        "--passphrase",
                        passphrase,
                        "--nobody-has-seen-more"))
                .as(err)
                .isZero();
    }

    @Test
    void restore_ofFilesOnly_leavesTheLogToADesksCopy_andOverwritesNothing() throws Exception {
        assertThat(hub("backup", "-d", dir, "--to", backup, "--passphrase", passphrase))
                .isZero();
        Path other = directory.resolve("other");
        assertThat(hub("restore", "-d", other, "--from-backup", backup, "--passphrase", passphrase, "--files-only"))
                .as(err)
                .isZero();
        assertThat(other.resolve("hub.sqlite")).doesNotExist();
        assertThat(other.resolve("log.key")).exists();
        Files.writeString(other.resolve("hub.toml"), "[listen]\nport = 0\n");
        assertThat(hub("restore", "-d", other, "--from-backup", backup, "--passphrase", passphrase, "--files-only"))
                .isEqualTo(2);
        assertThat(err).contains("is there and is another than in the backup");
    }

    @Test
    void backup_thatCannotBe_saysWhy() throws Exception {
        assertThat(hub("backup", "-d", dir, "--to", backup, "--passphrase", directory.resolve("none")))
                .isEqualTo(5);
        assertThat(err).contains("missing");
        Path weak = directory.resolve("weak");
        SecretFiles.write(weak, "short".getBytes(StandardCharsets.UTF_8));
        assertThat(hub("backup", "-d", dir, "--to", backup, "--passphrase", weak))
                .isEqualTo(5);
        assertThat(err).contains("openssl rand -hex 32");
        assertThat(hub("restore", "-d", dir, "--from-backup", backup)).isEqualTo(2);
        assertThat(hub("restore", "-d", dir)).isEqualTo(2);
        assertThat(backup).doesNotExist();
    }

    @Test
    void backup_killedInTheMiddle_leavesNoFileThatLooksGood() throws Exception {
        Files.copy(LongLog.FILE, directory.resolve("long.sqlite"));
        Files.writeString(dir.resolve("hub.toml"), "[store]\nurl = \"sqlite:../long.sqlite\"\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.demarche.server.cli.Hub",
                        "backup",
                        "-d",
                        dir.toString(),
                        "--to",
                        backup.toString(),
                        "--passphrase",
                        passphrase.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile())
                .start();
        Path unfinished = directory.resolve("1.backup.unfinished");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !process.isAlive() || Files.exists(unfinished) && Files.size(unfinished) > 0);
        assertThat(process.isAlive())
                .as(Files.readString(directory.resolve("said")))
                .isTrue();
        process.destroyForcibly().waitFor();
        assertThat(backup).doesNotExist();
        assertThat(dir.resolve("backup.last")).doesNotExist();
        Files.writeString(dir.resolve("hub.toml"), "");
        assertThat(hub("backup", "-d", dir, "--to", backup, "--passphrase", passphrase))
                .as(err)
                .isZero();
        assertThat(unfinished).doesNotExist();
        try (Stream<Path> inside = Files.list(dir)) {
            assertThat(inside.map(p -> p.getFileName().toString())).noneMatch(n -> n.startsWith(".backup-rehearsal"));
        }
    }

    @Test
    void supportBundle_holdsNoSecretAndNothingOfWhatNoticesSay() throws Exception {
        Path log = Files.writeString(
                directory.resolve("hub.log"),
                "started\npassphrase " + Files.readString(dir.resolve("log.passphrase")) + "\n");
        Path bundle = directory.resolve("support.tar.gz");
        Files.copy(LongLog.FILE, directory.resolve("long.sqlite"));
        Files.writeString(dir.resolve("hub.toml"), "[store]\nurl = \"sqlite:../long.sqlite\"\n[listen]\nport = 0\n");
        assertThat(hub("support-bundle", "-d", dir, "--to", bundle, "--log", log))
                .as(err)
                .isZero();
        assertThat(out).contains("status.json", "hub.toml", "machine.txt", "store.txt", "log.txt");
        byte[] bytes;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(bundle)))) {
            bytes = in.readAllBytes();
        }
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(all).contains("entries 613", "started", "# hub.toml line 2", "[removed: a secret]");
        for (String file : new String[] {"log.passphrase", "log.key", "tls.key"}) {
            Files.readString(dir.resolve(file))
                    .lines()
                    .filter(line -> line.length() > 20 && !line.startsWith("-----"))
                    .forEach(line -> assertThat(all).as(file).doesNotContain(line));
        }
        try (LogStore store = SqliteStore.openToRead(LongLog.FILE)) {
            Set<String> texts = LongLog.rows(store).stream()
                    .skip(1)
                    .flatMap(row -> Texts.in(row.bytes().toByteArray()).stream())
                    .collect(Collectors.toSet());
            assertThat(texts).isNotEmpty();
            assertThat(texts).allSatisfy(text -> assertThat(all).doesNotContain(text));
        }
    }
}
