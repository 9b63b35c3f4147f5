package org.demarche.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.command.CommandRun;
import org.demarche.copy.CopyReader;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.HubFiles;
import org.demarche.server.HubLock;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hub restore} and {@code hub migrate} as people use them, rightly and wrongly. */
final class CarryCommandsTest {
    private static final int USAGE = 2;
    private static final int SETUP = 5;

    @TempDir
    private Path directory;

    private Path dir;
    private Path copy;
    private String origin = "";
    private String out = "";
    private String err = "";

    private int hub(Object... args) {
        CommandRun run = CommandRun.of(Hub::main, args);
        out = run.out();
        err = run.err();
        return run.code();
    }

    /** A hub whose log has entry 0, and a copy of it. */
    @BeforeEach
    void begin() throws Exception {
        dir = directory.resolve("hub");
        copy = Files.createDirectory(directory.resolve("copy"));
        assertThat(hub("keygen", "-d", dir, "-o", "json")).isZero();
        JsonNode keys = new ObjectMapper().readTree(out);
        SampleCharter charter = SampleCharter.exercise(
                name -> switch (name) {
                    case "log/ed25519" -> fingerprint(keys, "ed25519");
                    case "log/ml-dsa-44" -> fingerprint(keys, "ml_dsa_44");
                    default -> TestKeys.fingerprint(name);
                },
                60);
        Path text = Files.write(directory.resolve("charter.toml"), charter.bytes());
        assertThat(hub("init", "-d", dir, "--charter", text)).as(err).isZero();
        byte[] entry;
        try (LogStore store = SqliteStore.openToRead(store())) {
            entry = store.entry(0).orElseThrow().bytes().toByteArray();
        }
        try (DataOutputStream file = new DataOutputStream(Files.newOutputStream(copy.resolve("entries")))) {
            file.write(CopyReader.magic());
            file.writeInt(entry.length);
            file.write(entry);
        }
        origin = charter.charter().log().origin();
        Files.write(copy.resolve("head"), signed(new Head(1, Merkle.leaf(entry))));
    }

    private byte[] signed(Head head) throws Exception {
        return new CheckpointSigner(origin, HubFiles.logKey(HubFiles.config(dir, Map.of())))
                .sign(head, Instant.ofEpochSecond(1_772_000_000));
    }

    private static Sha256 fingerprint(JsonNode keys, String name) {
        return Sha256.parseFingerprint(keys.get(name).textValue()).orElseThrow();
    }

    private Path store() {
        return dir.resolve("hub.sqlite");
    }

    private void lose() throws Exception {
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("hub.sqlite"))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private Set<String> files() throws Exception {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private void assertSentence(int code, int expected, String... named) {
        assertThat(code).as(err).isEqualTo(expected);
        assertThat(out).isEmpty();
        assertThat(err.lines().filter(l -> l.startsWith("demarche: error: ")))
                .as(err)
                .hasSize(1);
        assertThat(err).contains(named);
    }

    @Test
    void restore_ofACopyBehindWhatTheHubHasShown_isDoneOnlyIfTheEntriesAreGivenUp() throws Exception {
        lose();
        Files.write(dir.resolve("last.head"), signed(new Head(2, Sha256.of(new byte[0]))));
        assertSentence(
                hub("restore", "-d", dir, "--from-follower", copy),
                7,
                "but this hub has signed for 2",
                "last.head",
                "--entries-lost");
        assertThat(hub("restore", "-d", dir, "--from-follower", copy, "--entries-lost"))
                .as(err)
                .isZero();
        assertThat(files()).contains("last.head.lost").doesNotContain("last.head");
    }

    @Test
    void restore_ofALostStore_saysWhatThereIsAndWhatMayBeMissing() throws Exception {
        Set<String> before = files();
        lose();
        assertThat(hub("restore", "-d", dir, "--from-follower", copy, "-o", "json"))
                .as(err)
                .isZero();
        JsonNode said = new ObjectMapper().readTree(out);
        assertThat(said.get("entries").asLong()).isEqualTo(1);
        assertThat(said.get("held_before").asLong()).isZero();
        assertThat(err)
                .contains("hint: entries after ")
                .contains("that only the lost hub had are gone")
                .contains("--seen");
        assertThat(hub("fsck", "-d", dir, "-o", "json")).isZero();
        assertThat(out).contains(said.get("root").textValue());
        assertThat(files())
                .isSubsetOf(
                        Stream.concat(before.stream(), Stream.of("hub.lock")).collect(Collectors.toSet()));
    }

    @Test
    void restore_whereALogIs_changesNothing() throws Exception {
        byte[] before = Files.readAllBytes(store());
        assertSentence(hub("restore", "-d", dir, "--from-follower", copy), USAGE, "has begun already, with 1 entries");
        assertThat(Files.readAllBytes(store())).isEqualTo(before);
    }

    @Test
    void restore_thatWasCutOff_keepsTheHubFromRunningAndGoesOn() throws Exception {
        new UnfinishedStore(dir, new StoreAddress.File(store())).begin();
        assertSentence(hub("run", "-d", dir), SETUP, "is unfinished");
        assertSentence(hub("migrate", "-d", dir, "--to", "sqlite:other"), SETUP, "is unfinished");
        assertThat(hub("restore", "-d", dir, "--from-follower", copy, "-o", "json"))
                .as(err)
                .isZero();
        assertThat(out).contains("\"held_before\":1");
        assertThat(files()).noneMatch(name -> name.startsWith("unfinished"));
    }

    @Test
    void restore_withoutTheKeysOrWithAnothersFile_writesNothing() throws Exception {
        Path key = dir.resolve("log.key");
        Path away = Files.move(key, directory.resolve("log.key"));
        assertSentence(hub("restore", "-d", dir, "--from-follower", copy), SETUP, "log.key");
        Files.move(away, key);
        lose();
        Files.writeString(dir.resolve("log.pub"), "another+key\n");
        assertSentence(hub("restore", "-d", dir, "--from-follower", copy), USAGE, "log.pub exists already");
        assertThat(store()).doesNotExist();
    }

    @Test
    void restore_orMigrate_whileACommandRuns_isRefused() throws Exception {
        try (HubLock lock = HubLock.take(dir)) {
            assertSentence(hub("restore", "-d", dir, "--from-follower", copy), SETUP, "another hub runs on");
            assertSentence(hub("migrate", "-d", dir, "--to", "sqlite:other"), SETUP, "another hub runs on");
        }
        assertThat(dir.resolve("other")).doesNotExist();
    }

    @Test
    void restore_andMigrate_withoutWhatTheyNeed_areWrongUsage() {
        assertSentence(hub("restore", "-d", dir), USAGE, "--from-follower");
        assertSentence(hub("migrate", "-d", dir), USAGE, "--to");
        assertSentence(hub("migrate", "-d", dir, "--to", "mysql:x"), USAGE, "postgresql://");
        assertSentence(hub("migrate", "-d", dir, "--to", "sqlite:./hub.sqlite"), USAGE, "has already");
    }

    @Test
    void migrate_toADatabaseAndBack_isTheSameLogAndLeavesTheSource() throws Exception {
        byte[] before = Files.readAllBytes(store());
        String url = SharedPostgres.newDatabase();
        assertThat(hub("migrate", "-d", dir, "--to", url, "--to-standbys", "0", "-o", "json"))
                .as(err)
                .isZero();
        JsonNode said = new ObjectMapper().readTree(out);
        assertThat(err).contains("put into [store] of hub.toml: url = \"" + url + "\", standbys = 0");
        assertThat(Files.readAllBytes(store())).isEqualTo(before);

        Files.writeString(dir.resolve("hub.toml"), "[store]\nurl = \"" + url + "\"\nstandbys = 0\n");
        assertThat(hub("migrate", "-d", dir, "--to", "sqlite:back.sqlite", "-o", "json"))
                .as(err)
                .isZero();
        assertThat(new ObjectMapper().readTree(out).get("root")).isEqualTo(said.get("root"));
        assertThat(hub("migrate", "-d", dir, "--to", "sqlite:hub.sqlite", "-o", "json"))
                .as(err)
                .isZero();
        assertThat(out).contains("\"held_before\":1");
    }
}
