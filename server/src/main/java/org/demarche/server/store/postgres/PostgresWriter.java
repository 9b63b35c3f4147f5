package org.demarche.server.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.Turn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of a hub that writes. After any failure it is given up: what the server did with the transaction is not known, and the next turn, on another
 * connection, reads back.
 */
final class PostgresWriter {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresWriter.class);

    /**
     * How long the server may be silent before the connection counts as broken, so that a primary whose machine is gone does not hold the hub for long. Nothing is
     * cancelled by it: a COMMIT that waits for a standby goes on waiting in the server, with the end of the log in its hand, and its outcome is unknown, until
     * {@link #LEFT_BEHIND} ends it. Longer than it takes to put another standby in the place of one that is gone (server/CLUSTER.md), shorter than it takes to replace a
     * primary.
     */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /**
     * Ends what is left in the server of connections that this hub, or an earlier process of it, has given up. A commit that waited for a standby is then one on the
     * primary alone, which nothing is promised on before a later write of one's own is confirmed.
     */
    private static final String LEFT_BEHIND = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE application_name = current_setting('application_name') AND datname = current_database()
              AND usename = current_user AND pid <> pg_backend_pid()""";

    /** READ COMMITTED: what is read after the lock is there is what the one before committed. */
    private static final String LOCK = "SELECT size FROM head FOR UPDATE";

    /** A statement of its own: in the one before, it would be read before the lock is there. */
    private static final String CLOCK = "SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private final PostgresDatabase database;
    private final String hub;
    private final Runnable givenUp;
    private final LongConsumer committed;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    /**
     * Opens nothing yet.
     *
     * @param hub this hub's name among those that share the log
     * @param givenUp told when a connection has been given up
     * @param committed told of the log's size after each commit
     */
    PostgresWriter(PostgresDatabase database, String hub, Runnable givenUp, LongConsumer committed) {
        this.database = database;
        this.hub = hub;
        this.givenUp = givenUp;
        this.committed = committed;
    }

    /** Opens the connection, if it is not open, and writes nothing. */
    void connect() {
        lock();
        try {
            attempt(open -> open);
        } finally {
            writing.unlock();
        }
    }

    Turn turn() {
        lock();
        try {
            return attempt(open -> {
                long[] sizeAndTime = WriteTransaction.begin(open, LOCK + "; " + CLOCK, 2);
                return new PostgresTurn(open, sizeAndTime[0], sizeAndTime[1]);
            });
        } catch (RuntimeException e) {
            writing.unlock();
            throw e;
        }
    }

    /**
     * Commits a write of this hub's own row, without the lock on the end of the log. What its first statement could read had its commit record in the write-ahead log
     * then, and the record of this commit comes after it in the same log, on the same server, because the connection is the same. A standby that has this record on
     * disk has all before it; so has the server's own disk. A commit that only the server itself has, after a cancelled wait or a restart, is covered as well, or
     * this one does not return.
     */
    long confirm() {
        lock();
        try {
            return attempt(open -> {
                long size = WriteTransaction.begin(open, "SELECT size FROM head", 1)[0];
                try (PreparedStatement update = open.prepareStatement("""
                        INSERT INTO hubs (name, size, seen_at) VALUES (?, ?, clock_timestamp())
                        ON CONFLICT (name) DO UPDATE SET size = excluded.size, seen_at = excluded.seen_at""")) {
                    update.setString(1, hub);
                    update.setLong(2, size);
                    update.executeUpdate();
                }
                WriteTransaction.commit(open, database.url());
                return size;
            });
        } finally {
            writing.unlock();
        }
    }

    /** What is done with the connection. */
    @FunctionalInterface
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T attempt(Work<T> work) {
        try {
            return work.with(open());
        } catch (SQLException e) {
            giveUp();
            throw database.failure(e);
        } catch (RuntimeException e) {
            giveUp();
            throw e;
        }
    }

    private void lock() {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("this thread has its turn already");
        }
        writing.lock();
    }

    private Connection open() throws SQLException {
        if (closed) {
            throw new StoreException(Kind.FAILED, "the store is closed");
        }
        Connection open = connection;
        if (open == null) {
            open = database.connectToPrimary(hub + " writing", SILENCE);
            connection = open;
            Schema.check(database.url(), open);
            endLeftBehind(open);
        }
        return open;
    }

    private static void endLeftBehind(Connection open) throws SQLException {
        try (Statement statement = open.createStatement()) {
            statement.execute(LEFT_BEHIND);
        }
    }

    /** The transaction that has locked the end of the log. */
    private final class PostgresTurn implements Turn {
        private final Connection transaction;
        private final long size;
        private final long clockMs;
        private boolean open = true;

        PostgresTurn(Connection transaction, long size, long clockMs) {
            this.transaction = transaction;
            this.size = size;
            this.clockMs = clockMs;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public OptionalLong clockMs() {
            return OptionalLong.of(clockMs);
        }

        @Override
        public void commit(StoreBatch batch) {
            if (!open) {
                throw new IllegalStateException("the turn has ended");
            }
            if (size != batch.first()) {
                throw new StoreException(
                        Kind.CONFLICT,
                        "the log has " + size + " entries, a batch from index " + batch.first()
                                + " was to be appended");
            }
            open = false;
            committed.accept(attempt(any -> append(batch)));
        }

        /** On the connection that has the lock, and on no other. */
        private long append(StoreBatch batch) throws SQLException {
            Rows.insert(transaction, batch);
            try (PreparedStatement update =
                    transaction.prepareStatement("UPDATE head SET size = ?; NOTIFY " + GrowthWatch.CHANNEL)) {
                update.setLong(1, batch.end());
                update.execute();
            }
            WriteTransaction.commit(transaction, database.url());
            return batch.end();
        }

        @Override
        public void close() {
            try {
                if (open) {
                    open = false;
                    rollBack(transaction);
                }
            } finally {
                writing.unlock();
            }
        }
    }

    private void rollBack(Connection transaction) {
        try (Statement statement = transaction.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            giveUp();
        }
    }

    private void giveUp() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            close(open);
            givenUp.run();
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("closing a connection to the store failed: {}", e.getMessage());
        }
    }

    /** Does not wait for a COMMIT that waits for a standby: its outcome is unknown then. */
    void close() {
        closed = true;
        if (writing.tryLock()) {
            try {
                giveUp();
            } finally {
                writing.unlock();
            }
            return;
        }
        Connection busy = connection;
        if (busy != null) {
            try {
                busy.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.warn("closing a connection to the store failed: {}", e.getMessage());
            }
        }
    }
}
