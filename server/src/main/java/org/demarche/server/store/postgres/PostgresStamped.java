package org.demarche.server.store.postgres;

import java.util.List;
import java.util.Optional;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoredToken;
import org.demarche.server.store.sql.StampedRows;

/** The tables {@code frozen} and {@code tokens}. What a hub writes there goes over a connection of its own, so that no entry ever waits for a time authority. */
final class PostgresStamped implements StampedHeads {
    private final PostgresDatabase database;
    private final KeptConnection kept;
    private final PostgresReaders readers;

    PostgresStamped(PostgresDatabase database, String hub, PostgresReaders readers) {
        this.database = database;
        this.kept = new KeptConnection(database, hub + " time", open -> {}, () -> {});
        this.readers = readers;
    }

    private synchronized <T> T write(PostgresReaders.Query<T> work) {
        return kept.attempt(open -> {
            WriteTransaction.begin(open, "", 0);
            T done = work.ask(open);
            WriteTransaction.commit(open, database.url());
            return done;
        });
    }

    @Override
    public boolean freeze(FrozenHead head) {
        return write(c -> StampedRows.freeze(c, head));
    }

    @Override
    public Optional<FrozenHead> newest() {
        return readers.read(StampedRows::newest);
    }

    @Override
    public List<FrozenHead> heads(long from, int most) {
        return readers.read(c -> StampedRows.heads(c, from, most));
    }

    @Override
    public boolean add(StoredToken token) {
        return write(c -> StampedRows.add(c, token));
    }

    @Override
    public List<StoredToken> tokens(long size) {
        return readers.read(c -> StampedRows.tokens(c, size));
    }

    /** Does not wait for a COMMIT that waits for a standby. */
    void close() {
        kept.close(true);
    }
}
