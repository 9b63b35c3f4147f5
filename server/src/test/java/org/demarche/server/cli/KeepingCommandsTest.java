package org.demarche.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.demarche.postgres.SharedPostgres;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubFiles;
import org.demarche.server.HubStore;
import org.demarche.server.TestWitness;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.backup.Extents;
import org.demarche.server.backup.TestRecipient;
import org.demarche.server.carry.Carriage;
import org.demarche.server.carry.LongLog;
import org.demarche.server.carry.StoredLog;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredHead;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresUrl;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
        CommandRun run = CommandRun.of((arguments, in, out, err) -> Hub.run(arguments, out, err, quick()), args);
        out = run.out();
        err = run.err();
        return run.code();
    }

    /** The command, whose passphrases cost little and who waits for nobody. */
    private static CommandLine quick() {
        return Hub.commandLine(new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type == BackupCommand.class
                        ? type.cast(new BackupCommand(1_000, new Extents(0)))
                        : CommandLine.defaultFactory().create(type);
            }
        });
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
    void backup_toCertificates_opensWithAPrivateKey_andTheHubHoldsNoSecretOfIt() throws Exception {
        TestRecipient one = TestRecipient.ec("one", 256);
        one.certificate(dir.resolve("backup.crt"));
        Path two = TestRecipient.rsa("two", 2_048).certificate(directory.resolve("two.crt"));
        assertThat(hub("backup", "-d", dir, "--to", backup)).isEqualTo(2);
        assertThat(err).contains("nobody could open the backup", "--recipient", "backup.recipients");
        Files.writeString(
                dir.resolve("hub.toml"),
                Files.readString(dir.resolve("hub.toml")).replace("recipients = []", "recipients = [\"backup.crt\"]"));
        assertThat(hub("backup", "-d", dir, "--to", backup, "--recipient", two))
                .as(err)
                .isZero();
        assertThat(err).contains("only a drill shows");

        Path other = directory.resolve("other");
        Path wrong = TestRecipient.ec("wrong", 256).key(directory.resolve("wrong.key"));
        assertThat(hub("restore", "-d", other, "--from-backup", backup, "--key", wrong))
                .isEqualTo(5);
        assertThat(err).contains("the key is that of none of its 2 certificates");
        assertThat(hub("restore", "-d", other, "--from-backup", backup, "--passphrase", passphrase))
                .isEqualTo(5);
        assertThat(err).contains("--key FILE");
        for (TestRecipient each : List.of(one, TestRecipient.rsa("two", 2_048))) {
            Path key = each.key(directory.resolve(other.getFileName() + ".key"));
            assertThat(hub("restore", "-d", other, "--from-backup", backup, "--key", key, "--seen", seen(head())))
                    .as(err)
                    .isZero();
            assertThat(other.resolve("backup.crt")).hasSameBinaryContentAs(dir.resolve("backup.crt"));
            other = directory.resolve("third");
        }
        Path ended = one.certificate(directory.resolve("no.crt"));
        Files.writeString(ended, "none");
        assertThat(hub("backup", "-d", dir, "--to", directory.resolve("2"), "--recipient", ended))
                .isEqualTo(5);
        assertThat(err).contains("no.crt holds no X.509 certificate");
    }

    @Test
    void restore_fromAFileThatIsNone_saysSo_beforeItAsksForASecret() throws Exception {
        Path none = directory.resolve("none");
        Path empty = Files.createFile(directory.resolve("empty.backup"));
        assertThat(hub("restore", "-d", dir, "--from-backup", empty, "--passphrase", none))
                .isEqualTo(10);
        assertThat(err).contains("empty.backup is empty").doesNotContain("none: missing");
        assertThat(hub("backup", "-d", dir, "--to", backup, "--passphrase", passphrase))
                .as(err)
                .isZero();
        byte[] whole = Files.readAllBytes(backup);
        Path cut = Files.write(directory.resolve("cut.backup"), Arrays.copyOf(whole, whole.length / 2));
        assertThat(hub("restore", "-d", dir, "--from-backup", cut)).isEqualTo(10);
        assertThat(err).contains("cut.backup is cut off at byte " + whole.length / 2);
        Path other = Files.writeString(directory.resolve("other.backup"), "a letter");
        assertThat(hub("restore", "-d", dir, "--from-backup", other)).isEqualTo(5);
        assertThat(err).contains("is no backup of a hub");
    }

    @Test
    void restore_askingWitnesses_countsWhatTheySay_orSaysWhyNot() throws Exception {
        assertThat(hub("backup", "-d", dir, "--to", backup, "--passphrase", passphrase))
                .as(err)
                .isZero();
        Path other = directory.resolve("other");
        Object[] restore = {
            "restore", "-d", other, "--from-backup", backup, "--passphrase", passphrase, "--ask-witnesses"
        };
        assertThat(hub(restore)).isEqualTo(2);
        assertThat(err).contains("hub.toml names no witness that could be asked");
        Files.writeString(
                other.resolve("hub.toml"),
                Files.readString(other.resolve("hub.toml"))
                        + "[[witness.foreign]]\nname = \"w\"\nurl = \"http://127.0.0.1:1\"\nverifier_keys = [\""
                        + new TestWitness("w").keys().get(0).text() + "\"]\n");
        Files.copy(other.resolve("hub.toml"), dir.resolve("hub.toml"), StandardCopyOption.REPLACE_EXISTING);
        Path second = directory.resolve("2.backup");
        assertThat(hub("backup", "-d", dir, "--to", second, "--passphrase", passphrase))
                .as(err)
                .isZero();
        restore[4] = second;
        assertThat(hub(restore)).isEqualTo(7);
        assertThat(err)
                .contains("the witness w cannot be asked: http://127.0.0.1:1/", "no head was shown", "--ask-witnesses");
    }

    @Test
    void restore_withOptionsThatDoNotBelongTogether_isTwo() throws Exception {
        assertThat(hub("restore", "-d", dir, "--from-follower", dir, "--key", passphrase))
                .isEqualTo(2);
        assertThat(hub("restore", "-d", dir, "--from-follower", dir, "--files-only"))
                .isEqualTo(2);
        assertThat(err).contains("give either --from-follower FOLDER, or --from-backup FILE with");
        assertThat(hub("backup", "-d", dir, "--to", backup, "--passphrase", passphrase))
                .as(err)
                .isZero();
        assertThat(hub("restore", "-d", dir, "--from-backup", backup)).isEqualTo(2);
    }

    @Test
    void backup_ofADatabaseWithEntriesThatNoHeadCovers_isThere_andSeven() throws Exception {
        Path files = Files.createDirectory(directory.resolve("long"));
        String url = SharedPostgres.newDatabase();
        StoreAddress.Database address =
                new StoreAddress.Database(new PostgresDatabase(PostgresUrl.parse(url), Optional.empty()), 0, "one");
        try (LogStore from = SqliteStore.openToRead(LongLog.FILE);
                LogStore store = HubStore.create(address)) {
            new Carriage(store, new UnfinishedStore(files, address), LongLog.VERIFIER, n -> {})
                    .run(new StoredLog(from, "the long log"), LongLog.head(from, LongLog.SIZE), last -> {});
            store.heads()
                    .orElseThrow()
                    .leave(List.of(new StoredHead(
                            600,
                            ByteString.copyFrom(LongLog.note(LongLog.ORIGIN, TestKeys.log(), LongLog.head(from, 600))),
                            false)));
        }
        Files.writeString(dir.resolve("hub.toml"), "[store]\nurl = \"" + url + "\"\nstandbys = 0\nhub = \"one\"\n");
        assertThat(hub("backup", "-d", dir, "--to", backup, "--passphrase", passphrase, "-o", "json"))
                .as(err)
                .isEqualTo(7);
        assertThat(new ObjectMapper().readTree(out).get("entries_left_out").asLong())
                .isEqualTo(13);
        assertThat(err).contains("error: the entries from 600 to 612 are not in this backup");
        assertThat(backup).exists();
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
        assertThat(hub("restore", "-d", dir, "--from-backup", backup)).isEqualTo(5);
        assertThat(err).contains("1.backup does not exist");
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
