package org.demarche.server.store.postgres;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.demarche.hash.Sha256;
import org.demarche.postgres.PostgresServer;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoredEntry;

/** The stores of several hubs on one new database, and what is done to their sessions behind their backs. */
final class Hubs implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PostgresServer server;
    private final PostgresDatabase database;
    private final List<PostgresStore> stores = new ArrayList<>();

    /** @param url of an empty database that {@code server} has */
    Hubs(PostgresServer server, String url) {
        this.server = server;
        this.database = new PostgresDatabase(PostgresUrl.parse(url), Optional.empty());
        PostgresStore.init(database);
    }

    PostgresDatabase database() {
        return database;
    }

    PostgresStore open(String hub) {
        PostgresStore store = PostgresStore.open(database, hub, 0);
        stores.add(store);
        return store;
    }

    static StoreBatch batch(long from, long to) {
        return new StoreBatch(LongStream.range(from, to).mapToObj(Hubs::entry).toList(), List.of());
    }

    static StoredEntry entry(long index) {
        byte[] bytes = ("entry " + index).getBytes(StandardCharsets.UTF_8);
        Sha256 hash = Sha256.of(bytes);
        return new StoredEntry(index, ByteString.copyFrom(bytes), hash, Optional.of(hash), Optional.empty(), false);
    }

    /** Has the server do this to the sessions of a hub for one purpose: pg_cancel_backend, pg_terminate_backend. */
    void signal(String function, String hub, String purpose) {
        server.ask("SELECT " + function + "(pid) FROM pg_stat_activity WHERE " + sessions(hub, purpose));
    }

    /** Waits until the hub's writing session waits for this: SyncRep, tuple, transactionid. */
    void awaitWaiting(String hub, String event) {
        await(hub + " waits for " + event)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> server.ask("SELECT wait_event FROM pg_stat_activity WHERE " + sessions(hub, "writing"))
                        .equals(event));
    }

    private String sessions(String hub, String purpose) {
        return "datname = '" + database.url().database() + "' AND application_name = 'demarche " + hub + " " + purpose
                + "'";
    }

    @Override
    public void close() {
        stores.forEach(PostgresStore::close);
    }
}
