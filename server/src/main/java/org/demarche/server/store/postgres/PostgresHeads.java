package org.demarche.server.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.demarche.server.store.HeadStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredHead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table {@code heads}. What a hub leaves there goes over a connection of its own, so that no entry ever waits for it. Rows are written in the order of their sizes,
 * and removed in a transaction of their own, so that hubs which do this side by side wait for each other, but never in a circle.
 */
final class PostgresHeads implements HeadStore {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresHeads.class);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final PostgresDatabase database;
    private final String hub;
    private final PostgresReaders readers;
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    PostgresHeads(PostgresDatabase database, String hub, PostgresReaders readers) {
        this.database = database;
        this.hub = hub;
        this.readers = readers;
    }

    @Override
    public synchronized void leave(List<StoredHead> heads) {
        try {
            Connection open = open();
            WriteTransaction.begin(open, "", 0);
            HeadRows.leave(open, heads);
            WriteTransaction.commit(open, database.url());
            HeadRows.removeBefore(open, heads.get(heads.size() - 1).size());
        } catch (SQLException e) {
            giveUp();
            throw database.failure(e);
        } catch (RuntimeException e) {
            giveUp();
            throw e;
        }
    }

    private Connection open() throws SQLException {
        if (closed) {
            throw new StoreException(Kind.FAILED, "the store is closed");
        }
        Connection open = connection;
        if (open == null) {
            open = database.connectToPrimary(hub + " heads", SILENCE);
            connection = open;
            Schema.check(database.url(), open);
        }
        return open;
    }

    private void giveUp() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.warn("closing a connection to the store failed: {}", e.getMessage());
            }
        }
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
        closed = true;
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.warn("closing a connection to the store failed: {}", e.getMessage());
            }
        }
    }
}
