package org.demarche.server.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.Turn;
import org.demarche.server.store.sql.EntryRows;

/** The one connection of a hub that appends, and its turns. */
final class PostgresWriter {
    /**
     * Ends what is left in the server of connections that this hub, or an earlier process of it, has given up, with the end of the log in its hand. A commit that
     * waited for a standby is then one on the primary alone, which nothing is promised on before a later write of one's own is confirmed.
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
    private final LongConsumer committed;
    private final ReentrantLock writing = new ReentrantLock();
    private final KeptConnection kept;

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
        this.committed = committed;
        this.kept = new KeptConnection(database, hub + " writing", PostgresWriter::endLeftBehind, givenUp);
    }

    /** Opens the connection, if it is not open, and writes nothing. */
    void connect() {
        lock();
        try {
            kept.attempt(open -> open);
        } finally {
            writing.unlock();
        }
    }

    Turn turn() {
        lock();
        try {
            return kept.attempt(open -> {
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
            return kept.attempt(open -> {
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

    private void lock() {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("this thread has its turn already");
        }
        writing.lock();
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
            committed.accept(kept.attempt(any -> append(batch)));
        }

        /** On the connection that has the lock, and on no other. */
        private long append(StoreBatch batch) throws SQLException {
            EntryRows.insert(transaction, batch);
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
            kept.giveUp();
        }
    }

    /** Does not wait for a COMMIT that waits for a standby. */
    void close() {
        boolean idle = writing.tryLock();
        try {
            kept.close(!idle);
        } finally {
            if (idle) {
                writing.unlock();
            }
        }
    }
}
