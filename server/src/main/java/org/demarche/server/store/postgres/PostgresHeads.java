package org.demarche.server.store.postgres;

import java.util.List;
import java.util.Optional;
import org.demarche.server.store.HeadStore;
import org.demarche.server.store.StoredHead;

/**
 * The table {@code heads}. What a hub leaves there goes over a connection of its own, so that no entry ever waits for it. Rows are written in the order of their sizes,
 * and removed in a transaction of their own, so that hubs which do this side by side wait for each other, but never in a circle.
 */
final class PostgresHeads implements HeadStore {
    private final PostgresDatabase database;
    private final KeptConnection kept;
    private final PostgresReaders readers;

    PostgresHeads(PostgresDatabase database, String hub, PostgresReaders readers) {
        this.database = database;
        this.kept = new KeptConnection(database, hub + " heads", open -> {}, () -> {});
        this.readers = readers;
    }

    @Override
    public synchronized void leave(List<StoredHead> heads) {
        kept.attempt(open -> {
            WriteTransaction.begin(open, "", 0);
            HeadRows.leave(open, heads);
            WriteTransaction.commit(open, database.url());
            HeadRows.removeBefore(open, heads.get(heads.size() - 1).size());
            return heads;
        });
    }

    @Override
    public List<Long> lasting() {
        return readers.read(HeadRows::lasting);
    }

    @Override
    public Optional<StoredHead> newest() {
        return readers.read(HeadRows::newest);
    }

    @Override
    public Optional<StoredHead> head(long size) {
        return readers.read(c -> HeadRows.head(c, size));
    }

    /** Does not wait for a COMMIT that waits for a standby. */
    void close() {
        kept.close(true);
    }
}
