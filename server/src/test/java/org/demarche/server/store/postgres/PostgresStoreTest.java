package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.LogStoreContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The engine for several hubs: the contract, on a real server. */
final class PostgresStoreTest extends LogStoreContract {
    private @Nullable PostgresDatabase database;

    @Override
    protected LogStore open(Path directory) {
        if (database == null) {
            database = new PostgresDatabase(PostgresUrl.parse(SharedPostgres.newDatabase()), Optional.empty());
            PostgresStore.init(database);
        }
        return PostgresStore.open(database, "hub-1", 0);
    }

    @Test
    void server_ofTheTests_flushesToTheDisk() {
        assertThat(SharedPostgres.server().ask("SHOW fsync")).isEqualTo("on");
        assertThat(SharedPostgres.server().ask("SHOW full_page_writes")).isEqualTo("on");
    }
}
