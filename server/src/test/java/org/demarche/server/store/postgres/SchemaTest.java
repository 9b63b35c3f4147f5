package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.demarche.postgres.PostgresServer;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that are there, are not, and are of another release. */
final class SchemaTest {
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
                        + " VALUES (2, '2', 'of a later release', 'SQL', 'V2__later.sql', 'hub', 1, true)");
        for (Runnable open : openings()) {
            assertThatThrownBy(open::run)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED))
                    .hasMessageContaining("has version 2 of the store; this hub reads version 1: run a later release");
        }
        assertThatThrownBy(() -> PostgresStore.init(database)).hasMessageContaining("run a later release");
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
