package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.demarche.postgres.PostgresServer;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that are there, are not, and are of another release. */
final class SchemaTest {
    private static final int LATER = Schema.VERSION + 1;

    private final PostgresServer server = SharedPostgres.server();
    private PostgresDatabase database;

    @BeforeEach
    void emptyDatabase() {
        database = new PostgresDatabase(PostgresUrl.parse(SharedPostgres.newDatabase()), Optional.empty());
    }

    @Test
    void init_twice_changesNothingTheSecondTime() {
        PostgresStore.init(database);
        PostgresStore.init(database);
        try (PostgresStore store = PostgresStore.open(database, "hub-1", 0)) {
            assertThat(store.size()).isZero();
        }
    }

    @Test
    void open_ofAnEmptyDatabase_saysWhatToDo() {
        for (Runnable open : openings()) {
            assertThatThrownBy(open::run)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("run demarche hub init first");
        }
    }

    @Test
    void tables_ofALaterRelease_areRefusedEverywhere() {
        PostgresStore.init(database);
        server.execute(
                database.url().database(),
                "INSERT INTO demarche.schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)"
                        + " VALUES (99, '" + LATER + "', 'of a later release', 'SQL', 'V__later.sql', 'hub', 1, true)");
        for (Runnable open : openings()) {
            assertThatThrownBy(open::run)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED))
                    .hasMessageContaining("has version " + LATER + " of the store; this hub reads version "
                            + Schema.VERSION + ": run a later release");
        }
        assertThatThrownBy(() -> PostgresStore.init(database)).hasMessageContaining("run a later release");
    }

    static IntStream earlierVersions() {
        return IntStream.range(1, Schema.VERSION);
    }

    /** The file is what a release with that version has left: one is made with every new version, by the release before it. */
    @ParameterizedTest
    @MethodSource("earlierVersions")
    void tables_ofAnEarlierRelease_areBroughtForwardWithTheWholeLog(int version) throws IOException {
        try (InputStream filled = getClass().getResourceAsStream("filled-by-v" + version + ".sql")) {
            server.execute(
                    database.url().database(),
                    "SET ROLE hub; " + new String(filled.readAllBytes(), StandardCharsets.UTF_8));
        }
        for (Runnable open : openings()) {
            assertThatThrownBy(open::run)
                    .hasMessageContaining("has version " + version + " of the store")
                    .hasMessageContaining("run demarche hub upgrade to bring it forward");
        }

        assertThat(PostgresStore.init(database)).isEqualTo(version);

        try (PostgresStore store = PostgresStore.open(database, "hub-1", 0)) {
            assertThat(store.entries(0, 1_000)).isEqualTo(EarlierLog.ENTRIES);
            assertThat(store.tile(0, 0)).isEqualTo(EarlierLog.TILE);
            assertThat(store.confirm()).isEqualTo(260);
            assertThat(store.heads().orElseThrow().newest()).isEqualTo(EarlierLog.newestHead(version));
            assertThat(store.cosigned().newest()).isEmpty();
            assertThat(store.cosigned().offer(260, ByteString.copyFromUtf8("a note")))
                    .isTrue();
            assertThat(store.stamped().freeze(new FrozenHead(260, ByteString.copyFromUtf8("a head"))))
                    .isTrue();
            store.append(Hubs.batch(260, 261));
            store.heads().orElseThrow().leave(List.of(new StoredHead(261, ByteString.copyFromUtf8("a note"), false)));
            assertThat(store.size()).isEqualTo(261);
        }
    }

    @Test
    void tables_ofAnEarlierRelease_whoMayReadTheHeadsMayReadTheNewOnesToo() throws IOException {
        String reader = "reader_of_" + database.url().database();
        server.execute("CREATE ROLE " + reader + " LOGIN");
        try (InputStream filled = getClass().getResourceAsStream("filled-by-v2.sql")) {
            server.execute(
                    database.url().database(),
                    "SET ROLE hub; " + new String(filled.readAllBytes(), StandardCharsets.UTF_8)
                            + "GRANT USAGE ON SCHEMA demarche TO " + reader
                            + "; GRANT SELECT ON ALL TABLES IN SCHEMA demarche TO " + reader);
        }

        PostgresStore.init(database);

        PostgresDatabase asReader = new PostgresDatabase(
                PostgresUrl.parse(server.url(reader, database.url().database())), Optional.empty());
        try (LogStore store = PostgresStore.openToRead(asReader)) {
            assertThat(store.cosigned().newest()).isEmpty();
            assertThat(store.cosigned().cosignatures(1)).isEmpty();
            assertThat(store.stamped().newest()).isEmpty();
            assertThat(store.stamped().tokens(1)).isEmpty();
        }
    }

    @Test
    void init_ofADatabaseThatIsNotThereOrNotOurs_saysWhatToDo() {
        PostgresDatabase none = new PostgresDatabase(PostgresUrl.parse(server.url("hub", "none")), Optional.empty());
        assertThatThrownBy(() -> PostgresStore.init(none))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("does not exist: create it, with hub as its owner");
        PostgresDatabase others = new PostgresDatabase(
                PostgresUrl.parse(server.url("hub", server.createDatabase("postgres"))), Optional.empty());
        assertThatThrownBy(() -> PostgresStore.init(others))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("make it the owner of the database");
    }

    @Test
    void open_whereNobodyListens_saysWhatToCheck() {
        PostgresDatabase nobody =
                new PostgresDatabase(PostgresUrl.parse("postgresql://hub@127.0.0.1:1/log"), Optional.empty());
        assertThatThrownBy(() -> PostgresStore.open(nobody, "hub-1", 0))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILED))
                .hasMessageContaining("the database log at 127.0.0.1:1 cannot be reached");
    }

    private Runnable[] openings() {
        return new Runnable[] {
            () -> PostgresStore.open(database, "hub-1", 0).close(),
            () -> PostgresStore.openToRead(database).close()
        };
    }
}
