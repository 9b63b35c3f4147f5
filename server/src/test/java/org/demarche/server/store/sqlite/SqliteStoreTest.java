package org.demarche.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.demarche.hash.Sha256;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.LogStoreContract;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.Turn;
import org.demarche.server.store.postgres.EarlierLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The default engine: the contract, and what is its own. */
final class SqliteStoreTest extends LogStoreContract {
    @Override
    protected LogStore open(Path directory) {
        return SqliteStore.open(directory.resolve("hub.sqlite"));
    }

    private SqliteStore sqlite() {
        return (SqliteStore) store;
    }

    @Test
    void writer_settingsReadBack_areWalAndFull() {
        assertThat(sqlite().durability()).isEqualTo("wal 2");
    }

    @Test
    void writer_openedAnewAfterAFailure_isDurableStill() {
        append(0, 2);
        assertThatThrownBy(() -> append(1, 3)).isInstanceOf(StoreException.class);
        assertThat(sqlite().durability()).isEqualTo("wal 2");
    }

    @Test
    void append_diskFull_isRefusedAndGoesOnOnceThereIsSpace() {
        append(0, 10);
        sqlite().limitPages(20);
        ByteString large = ByteString.copyFrom(new byte[60_000]);
        List<StoredEntry> batch = List.of(
                new StoredEntry(
                        10, large, Sha256.of(new byte[] {1}), Optional.of(identity(10)), Optional.empty(), false),
                new StoredEntry(
                        11, large, Sha256.of(new byte[] {2}), Optional.of(identity(11)), Optional.empty(), false));
        assertThatThrownBy(() -> store.append(new StoreBatch(batch, List.of())))
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.FULL);
                    assertThat(e).hasMessageContaining("is full");
                });
        assertThat(store.size()).isEqualTo(10);
        assertThat(store.find(identity(10))).isEmpty();

        sqlite().limitPages(0);
        store.append(new StoreBatch(batch, List.of()));
        assertThat(store.size()).isEqualTo(12);
    }

    @Test
    void file_movedAway_isNotWrittenUntilItIsBack() throws IOException {
        append(0, 3);
        assertThat(store.size()).isEqualTo(3);
        Path file = directory.resolve("hub.sqlite");
        Path elsewhere = Files.move(file, directory.resolve("elsewhere"));
        assertThatThrownBy(() -> append(3, 4))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILED))
                .hasMessageContaining(file + " is not where the hub opened it: bring it back");
        assertThat(store.whyUnsafe()).isPresent();
        assertThat(file).doesNotExist();
        assertThat(store.size()).as("what is open can be read").isEqualTo(3);

        Files.move(elsewhere, file);
        assertThat(store.whyUnsafe()).isEmpty();
        append(3, 4);
        assertThat(store.size()).isEqualTo(4);
    }

    @Test
    void file_replacedByAnother_isNeitherWrittenNorMadeAnew() throws IOException {
        append(0, 3);
        Path file = directory.resolve("hub.sqlite");
        Path copy = Files.copy(file, directory.resolve("copy"));
        Files.delete(file);
        assertThatThrownBy(store::confirm).hasMessageContaining("is not where the hub opened it");
        Files.move(copy, file);
        assertThatThrownBy(store::confirm).hasMessageContaining("is not where the hub opened it");
        assertThatThrownBy(store::turn).hasMessageContaining("is not where the hub opened it");
    }

    @Test
    void writeAheadLog_removed_isNotCommittedInto() throws IOException {
        append(0, 3);
        Path log = directory.resolve("hub.sqlite-wal");
        try (Turn turn = store.turn()) {
            Files.delete(log);
            assertThatThrownBy(() -> turn.commit(new StoreBatch(List.of(notice(3)), List.of())))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNKNOWN))
                    .hasMessageContaining(log + " is not where the hub opened it");
        }
        assertThatThrownBy(store::confirm).hasMessageContaining(log + " is not where");
    }

    /** To a reader that opens the database without it, the engine would show what was there before, and put an empty one in its place. */
    @Test
    void writeAheadLog_movedAway_isNotMadeAnewByWhoReads() throws IOException {
        append(0, 3);
        Path log = directory.resolve("hub.sqlite-wal");
        Path away = Files.move(log, directory.resolve("away"));
        assertThatThrownBy(store::size).hasMessageContaining(log + " is not where the hub opened it");
        assertThat(log).doesNotExist();
        Files.move(away, log);
        assertThat(store.size()).isEqualTo(3);
        append(3, 4);
        assertThat(store.size()).isEqualTo(4);
    }

    @Test
    void confirm_ofASoundStore_reallyWrites() throws IOException {
        append(0, 3);
        Path writeAheadLog = directory.resolve("hub.sqlite-wal");
        long before = Files.size(writeAheadLog);
        store.confirm();
        assertThat(Files.size(writeAheadLog)).isGreaterThan(before);
    }

    @Test
    void open_ofAnotherDatabaseOrAText_isRefused() throws IOException {
        Path text = Files.writeString(
                directory.resolve("text"),
                "this is no database, and longer than a header of a hundred bytes, "
                        + "so that the engine does not take it for a new file");
        assertThatThrownBy(() -> SqliteStore.open(text))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED));
    }

    @Test
    void openToRead_whileAHubWrites_seesWhatIsCommitted() {
        append(0, 4);
        try (LogStore reader = SqliteStore.openToRead(directory.resolve("hub.sqlite"))) {
            assertThat(reader.size()).isEqualTo(4);
            append(4, 6);
            assertThat(reader.size()).isEqualTo(6);
            assertThatThrownBy(() -> reader.tile(0, 0)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void openToRead_ofNothing_saysWhatToDo() {
        assertThatThrownBy(() -> SqliteStore.openToRead(directory.resolve("none.sqlite")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("run demarche hub init first");
    }

    /** The file is what the release with that version has left: one is made with every new version, by the release before it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void tables_ofAnEarlierRelease_areBroughtForwardWithTheWholeLog(int version) throws IOException {
        Path file = directory.resolve("earlier.sqlite");
        try (InputStream filled = getClass().getResourceAsStream("filled-by-v" + version + ".sqlite")) {
            Files.copy(filled, file);
        }
        for (Function<Path, LogStore> opening :
                List.<Function<Path, LogStore>>of(SqliteStore::open, SqliteStore::openToRead)) {
            assertThatThrownBy(() -> opening.apply(file))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("has version " + version + " of the store")
                    .hasMessageContaining("run demarche hub upgrade to bring it forward");
        }

        assertThat(SqliteStore.upgrade(file)).isEqualTo(version);
        assertThat(SqliteStore.upgrade(file)).as("nothing is left to do").isEqualTo(SqliteSchema.VERSION);

        try (SqliteStore earlier = SqliteStore.open(file)) {
            assertThat(earlier.entries(0, 1_000)).isEqualTo(EarlierLog.ENTRIES);
            assertThat(earlier.tile(0, 0)).isEqualTo(EarlierLog.TILE);
            assertThat(earlier.confirm()).isEqualTo(260);
            assertThat(earlier.cosigned().offer(260, ByteString.copyFromUtf8("a note")))
                    .isTrue();
            assertThat(earlier.stamped().freeze(new FrozenHead(260, ByteString.copyFromUtf8("a head"))))
                    .isTrue();
        }
        try (LogStore reader = SqliteStore.openToRead(file)) {
            assertThat(reader.cosigned().newest()).isPresent();
        }
    }

    @Test
    void tables_ofALaterRelease_areRefusedEverywhere() throws Exception {
        Path file = directory.resolve("hub.sqlite");
        store.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            SqliteFile.execute(connection, "PRAGMA user_version = " + (SqliteSchema.VERSION + 1));
        }
        for (Function<Path, Object> opening :
                List.<Function<Path, Object>>of(SqliteStore::open, SqliteStore::openToRead, SqliteStore::upgrade)) {
            assertThatThrownBy(() -> opening.apply(file)).hasMessageContaining("run a later release");
        }
    }
}
