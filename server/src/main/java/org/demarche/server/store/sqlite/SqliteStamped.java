package org.demarche.server.store.sqlite;

import java.util.List;
import java.util.Optional;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoredToken;
import org.demarche.server.store.sql.StampedRows;

/** The tables {@code frozen} and {@code tokens}, in the log's own file. */
final class SqliteStamped implements StampedHeads {
    private final SqliteStore store;
    private final SqliteReaders readers;

    SqliteStamped(SqliteStore store, SqliteReaders readers) {
        this.store = store;
        this.readers = readers;
    }

    @Override
    public boolean freeze(FrozenHead head) {
        return store.write(c -> StampedRows.freeze(c, head));
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
        return store.write(c -> StampedRows.add(c, token));
    }

    @Override
    public List<StoredToken> tokens(long size) {
        return readers.read(c -> StampedRows.tokens(c, size));
    }
}
