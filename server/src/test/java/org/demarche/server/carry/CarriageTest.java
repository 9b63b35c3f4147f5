package org.demarche.server.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import org.demarche.merkle.Merkle;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.HubException;
import org.demarche.server.HubStore;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.log.LogScene;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.StoredTile;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresUrl;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log carried from one store into another. */
final class CarriageTest {
    private static final Path ORIGINAL = LongLog.FILE;

    @TempDir
    private Path directory;

    private Path target;

    @BeforeEach
    void begin() {
        target = directory.resolve("other.sqlite");
    }

    private UnfinishedStore mark() {
        return new UnfinishedStore(directory, new StoreAddress.File(target));
    }

    private Carriage.Carried carry(Path from, LongConsumer progress) throws HubException {
        try (LogStore source = SqliteStore.openToRead(from);
                LogStore store = SqliteStore.open(target)) {
            StoredLog log = new StoredLog(source, "the source");
            return new Carriage(store, mark(), LongLog.VERIFIER, progress).run(log, log.head(), charter -> {});
        }
    }

    private static Carriage.Carried carry(LogStore from, LogStore to, UnfinishedStore mark) throws HubException {
        StoredLog log = new StoredLog(from, "the source");
        return new Carriage(to, mark, LongLog.VERIFIER, n -> {}).run(log, log.head(), charter -> {});
    }

    private void assertRefused(Path from, int code, String sentence) {
        assertThatThrownBy(() -> carry(from, n -> {}))
                .isInstanceOfSatisfying(
                        HubException.class,
                        e -> assertThat(e.exitCode()).as(e.getMessage()).isEqualTo(code))
                .hasMessageContaining(sentence);
    }

    private long held() {
        try (LogStore store = SqliteStore.open(target)) {
            return store.size();
        }
    }

    /** A copy of the original in which entry {@code index} has other bytes. */
    private Path tampered(long index, boolean leafToo) throws Exception {
        Path file = Files.copy(ORIGINAL, directory.resolve("tampered.sqlite"));
        ByteString bytes;
        try (LogStore store = SqliteStore.openToRead(file)) {
            bytes = store.entry(index).orElseThrow().bytes();
        }
        byte[] other = bytes.toByteArray();
        other[other.length - 100] ^= 1;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE entries SET bytes = ?" + (leafToo ? ", leaf = ?" : "") + " WHERE idx = " + index)) {
            update.setBytes(1, other);
            if (leafToo) {
                update.setBytes(2, Merkle.leaf(other).bytes());
            }
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
        return file;
    }

    @Test
    void run_intoAnEmptyStore_keepsEveryByteRowAndTile() throws Exception {
        Carriage.Carried carried = carry(ORIGINAL, n -> {});
        assertThat(carried.head().size()).isEqualTo(LongLog.SIZE);
        assertThat(carried.held()).isZero();
        assertThat(mark().isMarked()).isFalse();
        LongLog.assertSame(target);
    }

    @Test
    void run_throughADatabaseAndBack_isTheSameLog() throws Exception {
        StoreAddress database = new StoreAddress.Database(
                new PostgresDatabase(PostgresUrl.parse(SharedPostgres.newDatabase()), Optional.empty()), 0, "migrate");
        try (LogStore source = SqliteStore.openToRead(ORIGINAL);
                LogStore between = HubStore.create(database);
                LogStore store = SqliteStore.open(target)) {
            assertThat(carry(source, between, new UnfinishedStore(directory, database)))
                    .isEqualTo(carry(between, store, mark()));
        }
        LongLog.assertSame(target);
    }

    @Test
    void run_cutOff_leavesAMarkAndGoesOn() throws Exception {
        assertThatThrownBy(() -> carry(ORIGINAL, done -> {
                    throw new CancellationException("kill -9");
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(held()).isEqualTo(256);
        assertThat(mark().isMarked()).isTrue();
        assertThatThrownBy(() -> mark().requireFinished()).hasMessageContaining("unfinished");
        assertThat(carry(ORIGINAL, n -> {}).held()).isEqualTo(256);
        assertThat(mark().isMarked()).isFalse();
        LongLog.assertSame(target);
    }

    @Test
    void run_intoABeginningThatEndsWithinABatch_goesOnBehindIt() throws Exception {
        try (LogStore source = SqliteStore.openToRead(ORIGINAL);
                LogStore store = SqliteStore.open(target)) {
            List<StoredEntry> rows = source.entries(0, 300);
            store.append(new StoreBatch(rows, List.of(new StoredTile(0, 0, source.tile(0, 0)))));
        }
        assertThat(carry(ORIGINAL, n -> {}).held()).isEqualTo(300);
        LongLog.assertSame(target);
    }

    @Test
    void run_intoAnotherLog_changesNothing() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        try (LogScene scene = new LogScene(other)) {
            target = scene.file();
        }
        byte[] before = Files.readAllBytes(target);
        assertRefused(ORIGINAL, HubException.USAGE, "holds other entries from 0 to 1");
        assertThat(mark().isMarked()).isFalse();
        assertThat(Files.readAllBytes(target)).isEqualTo(before);
    }

    @Test
    void run_intoALongerLog_changesNothing() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        try (LogScene scene = new LogScene(other)) {
            Path shorter = scene.file();
            target = Files.copy(ORIGINAL, directory.resolve("long.sqlite"));
            assertRefused(shorter, HubException.USAGE, "has " + LongLog.SIZE + " entries, more than the 2");
        }
    }

    @Test
    void run_fromADamagedStore_stopsBeforeTheDamage() throws Exception {
        assertRefused(tampered(300, false), 14, "entry 300 is not that of its leaf hash");
        assertThat(held()).isEqualTo(256);
        assertThat(mark().isMarked()).isTrue();
    }

    @Test
    void run_fromAStoreWhoseLeavesWereMadeToFit_stopsBeforeTheFalseSignature() throws Exception {
        assertRefused(tampered(300, true), 12, "entry 300");
        assertThat(held()).isEqualTo(256);
    }

    @Test
    void run_ofWhatHasAnotherRoot_leavesTheMark() throws Exception {
        try (LogStore source = SqliteStore.openToRead(ORIGINAL);
                LogStore store = SqliteStore.open(target)) {
            StoredLog log = new StoredLog(source, "the source");
            Carriage carriage = new Carriage(store, mark(), LongLog.VERIFIER, n -> {});
            assertThatThrownBy(() -> carriage.run(log, LongLog.head(source, 600), charter -> {}))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("(expected: ")
                    .hasMessageContaining("do not use the store");
        }
        assertThat(mark().isMarked()).isTrue();
    }
}
