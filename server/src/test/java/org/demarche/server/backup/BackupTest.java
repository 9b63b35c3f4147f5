package org.demarche.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.NoteKey;
import org.demarche.command.CommandRun;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.HubStore;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.carry.Carriage;
import org.demarche.server.carry.LongLog;
import org.demarche.server.carry.SeenHeads;
import org.demarche.server.cli.Hub;
import org.demarche.server.config.ConfigParse;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredHead;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresUrl;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a log in either engine: what is good comes back as the very log, and what is not is refused. */
final class BackupTest {
    private static final char[] PASSPHRASE = "a passphrase of backups".toCharArray();
    private static final int QUICK = 1_000;
    private static final int HEADER_BYTES = 240;
    private static final int FOOTER_BYTES = 8;
    private static final Instant NOW = Instant.parse("2026-03-01T06:00:00.5Z");

    @TempDir
    private static Path folder;

    @TempDir
    private Path directory;

    private static Path dir;
    private static Path good;
    private Path file;

    /** A hub's folder, and a good backup of the long log. */
    @BeforeAll
    static void takeOne() throws Exception {
        dir = folder.resolve("hub");
        assertThat(CommandRun.of(Hub::main, "keygen", "-d", dir).code()).isZero();
        Files.write(
                dir.resolve(HubFiles.LOG_PUBLIC),
                new CheckpointSigner(LongLog.ORIGIN, TestKeys.log())
                        .keys().stream().map(NoteKey::text).toList());
        good = folder.resolve("good.backup");
        try (LogStore store = SqliteStore.openToRead(LongLog.FILE)) {
            assertThat(backup().take(extent(store), good, NOW, n -> {}, n -> {}).head())
                    .isEqualTo(LongLog.head(store, LongLog.SIZE));
        }
    }

    @BeforeEach
    void begin() {
        file = directory.resolve("x.backup");
    }

    private static Backup backup() {
        HubConfig config = ((ConfigParse.Sound) HubConfig.parse("", Map.of(), dir)).config();
        return new Backup(
                config,
                dir,
                new Addressees(Optional.of(PASSPHRASE), List.of(), QUICK),
                new SecureRandom(),
                LongLog.VERIFIER);
    }

    private static Backup.Extent extent(LogStore store) throws HubException {
        return new Extents().of(store, new StoreAddress.File(LongLog.FILE), dir);
    }

    private static Carriage.Carried restore(BackupCopy copy, LogStore target, UnfinishedStore mark)
            throws HubException {
        return new Carriage(target, mark, LongLog.VERIFIER, n -> {})
                .run(copy, copy.manifest().head(), charter -> {});
    }

    @Test
    void take_ofALog_comesBackAsTheVeryLog() throws Exception {
        BackupCopy copy = BackupCopy.open(good, Unsealer.of(PASSPHRASE));
        Path database = directory.resolve("hub.sqlite");
        try (LogStore target = SqliteStore.open(database)) {
            restore(copy, target, new UnfinishedStore(directory, new StoreAddress.File(database)));
        }
        LongLog.assertSame(database);
        try (LogStore before = SqliteStore.openToRead(LongLog.FILE);
                LogStore after = SqliteStore.openToRead(database)) {
            assertThat(after.cosigned().heads(1, 1_000))
                    .isEqualTo(before.cosigned().heads(1, 1_000));
            assertThat(after.stamped().heads(1, 1_000))
                    .isEqualTo(before.stamped().heads(1, 1_000));
        }
        assertThat(LastBackup.of(dir).orElseThrow().file()).isEqualTo(good.toString());
        assertThat(LastBackup.of(dir).orElseThrow().at()).isEqualTo(Instant.parse("2026-03-01T06:00:00Z"));
        assertThat(Files.getPosixFilePermissions(good)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(copy.files())
                .contains("hub.toml", "tls.key", "log.key", "log.pub")
                .doesNotContain("log.passphrase");
        assertNothingLeft(dir);
        assertNothingLeft(folder);
    }

    private static void assertNothingLeft(Path in) throws Exception {
        try (Stream<Path> inside = Files.list(in)) {
            assertThat(inside.map(p -> p.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".backup-rehearsal") || name.endsWith(".unfinished"));
        }
    }

    @Test
    void take_ofADatabase_goesAsFarAsItsHeads_andComesBackInEitherEngine() throws Exception {
        StoreAddress.Database address = new StoreAddress.Database(
                new PostgresDatabase(PostgresUrl.parse(SharedPostgres.newDatabase()), Optional.empty()), 0, "one");
        Head head;
        try (LogStore target = HubStore.create(address)) {
            head = restore(
                            BackupCopy.open(good, Unsealer.of(PASSPHRASE)),
                            target,
                            new UnfinishedStore(directory, address))
                    .head();
            target.heads()
                    .orElseThrow()
                    .leave(List.of(new StoredHead(
                            head.size(),
                            ByteString.copyFrom(LongLog.note(LongLog.ORIGIN, TestKeys.log(), head)),
                            false)));
        }
        try (LogStore store = HubStore.openToRead(address)) {
            assertThat(backup().take(new Extents().of(store, address, dir), file, NOW, n -> {}, n -> {})
                            .head())
                    .isEqualTo(head);
        }
        BackupCopy copy = BackupCopy.open(file, Unsealer.of(PASSPHRASE));
        assertThat(copy.head()).isPresent();
        Path database = directory.resolve("hub.sqlite");
        try (LogStore target = SqliteStore.open(database)) {
            restore(copy, target, new UnfinishedStore(directory, new StoreAddress.File(database)));
        }
        LongLog.assertSame(database);
    }

    @Test
    void take_whileTheLogGrows_goesBeyondEveryReceiptGivenBefore() throws Exception {
        Path growing = Files.createDirectory(directory.resolve("growing"));
        try (LogScene scene = new LogScene(growing)) {
            scene.growIncidents(1, 3);
            AtomicBoolean enough = new AtomicBoolean();
            Thread traffic = new Thread(() -> {
                while (!enough.get()) {
                    try {
                        scene.growIncidents(1, 2);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            long receipted = scene.log().published().size();
            Head shown = scene.log().published().head();
            traffic.start();
            try (LogStore store = SqliteStore.openToRead(scene.file())) {
                backup().take(extent(store), file, NOW, n -> {}, n -> {});
            } finally {
                enough.set(true);
                traffic.join();
            }
            BackupCopy copy = BackupCopy.open(file, Unsealer.of(PASSPHRASE));
            assertThat(copy.size()).isBetween(receipted, scene.log().published().size());
            Path database = directory.resolve("hub.sqlite");
            try (LogStore target = SqliteStore.open(database)) {
                restore(copy, target, new UnfinishedStore(directory, new StoreAddress.File(database)));
                assertThat(LongLog.head(target, receipted)).isEqualTo(shown);
            }
        }
    }

    @Test
    void take_whereAFileIs_orNoneMayBe_leavesNothing() throws Exception {
        Files.writeString(file, "mine");
        try (LogStore store = SqliteStore.openToRead(LongLog.FILE)) {
            assertThatThrownBy(() -> backup().take(extent(store), file, NOW, n -> {}, n -> {}))
                    .isInstanceOfSatisfying(
                            HubException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
                    .hasMessageContaining("never overwritten");
            assertThat(Files.readString(file)).isEqualTo("mine");
            Path missing = directory.resolve("missing").resolve("x.backup");
            assertThatThrownBy(() -> backup().take(extent(store), missing, NOW, n -> {}, n -> {}))
                    .isInstanceOfSatisfying(
                            HubException.class, e -> assertThat(e.exitCode()).isEqualTo(5))
                    .hasMessageContaining("does not exist: nothing was left behind");
        }
        assertNothingLeft(directory);
    }

    @Test
    void take_onAFullDisk_saysSo() throws Exception {
        Path full = directory.resolve("x.backup.unfinished");
        Files.createSymbolicLink(full, Path.of("/dev/full"));
        try (LogStore store = SqliteStore.openToRead(LongLog.FILE)) {
            assertThatThrownBy(() -> backup().take(extent(store), file, NOW, n -> {}, n -> {}))
                    .isInstanceOfSatisfying(
                            HubException.class, e -> assertThat(e.exitCode()).isEqualTo(5))
                    .hasMessageContaining("No space left on device");
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void open_withAnotherPassphrase_saysSo() {
        assertRefused(good, "another passphrase".toCharArray(), 5, "expected: the passphrase that it was made with");
    }

    private static void assertRefused(Path file, char[] passphrase, int code, String sentence) {
        assertThatThrownBy(() -> BackupCopy.open(file, Unsealer.of(passphrase)))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.exitCode()).isEqualTo(code))
                .hasMessageContaining(sentence);
    }

    @Test
    void open_withAByteChanged_isRefused_orNothingThatCountsWasIt() throws Exception {
        byte[] whole = Files.readAllBytes(good);
        int steps = Boolean.getBoolean("demarche.long") ? 2_000 : 24;
        for (int i = 0; i <= steps; i++) {
            byte[] changed = whole.clone();
            changed[(int) ((whole.length - 1L) * i / steps)] ^= 0x20;
            // Labels of CMS in front of the sealed bytes, and marks of the end behind them, are not sealed themselves:
            // of them nothing depends.
            long at = i * (whole.length - 1L) / steps;
            assertDamagedOr(changed, at < HEADER_BYTES || at > whole.length - FOOTER_BYTES);
        }
        for (int i = 0; i < HEADER_BYTES; i += steps > 24 ? 1 : 16) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x20;
            assertDamagedOr(changed, true);
        }
    }

    private void assertDamagedOr(byte[] bytes, boolean same) throws Exception {
        Files.write(file, bytes);
        try {
            BackupCopy copy = BackupCopy.open(file, Unsealer.of(PASSPHRASE));
            assertThat(same).isTrue();
            assertThat(copy.manifest())
                    .isEqualTo(BackupCopy.open(good, Unsealer.of(PASSPHRASE)).manifest());
        } catch (HubException e) {
            assertThat(e.exitCode()).isIn(5, 10);
            assertThat(e).hasMessageContaining(file.toString());
        }
    }

    @Test
    void open_cutOffOrGoneOn_isRefused() throws Exception {
        byte[] whole = Files.readAllBytes(good);
        for (int length : new int[] {0, 1, 100, 1_000, whole.length / 2, whole.length - 17, whole.length - 9}) {
            assertDamaged(Arrays.copyOf(whole, length));
        }
        byte[] more = Arrays.copyOf(whole, whole.length + 1);
        more[whole.length] = 1;
        assertDamaged(more);
    }

    private void assertDamaged(byte[] bytes) throws Exception {
        Files.write(file, bytes);
        assertThatThrownBy(() -> BackupCopy.open(file, Unsealer.of(PASSPHRASE)))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.exitCode()).isIn(5, 10))
                .hasMessageContaining(file.toString());
    }

    @Test
    void restore_behindOrBesideWhatOthersHaveSeen_isRefused() throws Exception {
        BackupCopy copy = BackupCopy.open(good, Unsealer.of(PASSPHRASE));
        Head own = copy.manifest().head();
        assertSeen(copy, own, 0);
        assertSeen(copy, new Head(own.size() + 1, own.root()), 7);
        assertSeen(copy, new Head(own.size() - 1, own.root()), 7);
    }

    private void assertSeen(BackupCopy copy, Head head, int code) throws Exception {
        Path note = Files.write(directory.resolve("note"), LongLog.note(LongLog.ORIGIN, TestKeys.log(), head));
        SeenHeads seen = SeenHeads.of(copy, List.of(TestKeys.log().publicKey()));
        seen.add(note, said -> {});
        if (code == 0) {
            seen.requireReached();
        } else {
            assertThatThrownBy(seen::requireReached)
                    .isInstanceOfSatisfying(
                            HubException.class, e -> assertThat(e.exitCode()).isEqualTo(code))
                    .hasMessageContaining("note");
        }
    }

    @Test
    void manifest_isParsedAsItIsPrintedAlone() {
        Manifest manifest = new Manifest(
                Instant.parse("2026-03-01T06:00:00Z"), "hub.example/log", new Head(7, Sha256.of(new byte[0])));
        assertThat(Manifest.parse(manifest.text())).contains(manifest);
        for (int i = 0; i < manifest.text().length(); i++) {
            StringBuilder changed = new StringBuilder(manifest.text());
            changed.setCharAt(i, '\u0001');
            assertThat(Manifest.parse(changed.toString()).filter(manifest::equals))
                    .isEmpty();
        }
    }
}
