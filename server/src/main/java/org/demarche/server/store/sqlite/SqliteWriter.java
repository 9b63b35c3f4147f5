package org.demarche.server.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.Turn;
import org.demarche.server.store.sql.EntryRows;
import org.demarche.server.store.sql.Query;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, and its turns. What is committed is flushed before a turn's end returns; after any failure the connection is given up, and the next turn
 * opens another, which reads back what really is in the file.
 */
final class SqliteWriter {
    private final SqliteFile file;
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable Connection kept;
    private long greatestPageCount;

    /** Opens nothing yet. */
    SqliteWriter(SqliteFile file) {
        this.file = file;
    }

    /** Opens the connection, if it is not open, and with it the file, which it creates if need be. */
    void connect() {
        alone(() -> open());
    }

    /** How many pages of the file may be in use: the next turns fail as on a full disk; 0 for no limit. */
    void limitPages(long pages) {
        alone(() -> {
            greatestPageCount = pages;
            giveUp();
            return pages;
        });
    }

    /** The settings that make a commit durable, as the committing connection has them. */
    String durability() {
        return alone(() -> SqliteFile.pragma(open(), "journal_mode") + " " + SqliteFile.pragma(open(), "synchronous"));
    }

    /** What is done without a turn. */
    @FunctionalInterface
    private interface Task<T> {
        T run() throws SQLException;
    }

    private <T> T alone(Task<T> task) {
        writing.lock();
        try {
            return task.run();
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            writing.unlock();
        }
    }

    /** Waits for the turn. */
    Turn turn() {
        return begin();
    }

    /** Writes other rows than entries, in a turn of its own. */
    <T> T write(Query<T> work) {
        try (SqliteTurn turn = begin()) {
            return turn.end(work);
        }
    }

    /** Writes a page of the file anew, as it is. */
    long confirm() {
        try (SqliteTurn turn = begin()) {
            return turn.end(connection -> {
                SqliteSchema.writeVersion(connection);
                return turn.size();
            });
        }
    }

    private SqliteTurn begin() {
        writing.lock();
        try {
            return new SqliteTurn(beginTransaction());
        } catch (RuntimeException e) {
            writing.unlock();
            throw e;
        }
    }

    /** By hand: the driver's own transactions would hold the write lock from one commit to the next. */
    private Connection beginTransaction() {
        requireInPlace(Kind.FAILED);
        try {
            Connection connection = open();
            SqliteFile.execute(connection, "BEGIN IMMEDIATE");
            return connection;
        } catch (SQLException e) {
            giveUp();
            throw file.failure(e);
        } catch (RuntimeException e) {
            giveUp();
            throw e;
        }
    }

    private void requireInPlace(Kind otherwise) {
        Optional<String> moved = file.whyMoved();
        if (moved.isPresent()) {
            throw new StoreException(otherwise, moved.get());
        }
    }

    /** How many entries there are. */
    static long size(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT max(idx) FROM entries");
                ResultSet result = select.executeQuery()) {
            result.next();
            long last = result.getLong(1);
            return result.wasNull() ? 0 : last + 1;
        }
    }

    /** A write transaction, begun. */
    private final class SqliteTurn implements Turn {
        private final Connection connection;
        private final long size;
        private boolean open = true;

        SqliteTurn(Connection connection) {
            this.connection = connection;
            try {
                this.size = SqliteWriter.size(connection);
            } catch (SQLException e) {
                giveUp();
                throw file.failure(e);
            }
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public OptionalLong clockMs() {
            return OptionalLong.empty();
        }

        @Override
        public void commit(StoreBatch batch) {
            if (size != batch.first()) {
                throw new StoreException(
                        Kind.CONFLICT,
                        "the log has " + size + " entries, a batch from index " + batch.first()
                                + " was to be appended");
            }
            end(c -> {
                EntryRows.insert(c, batch);
                return batch;
            });
        }

        private <T> T end(Query<T> work) {
            if (!open) {
                throw new IllegalStateException("the turn has ended");
            }
            T done;
            try {
                done = work.ask(connection);
                SqliteFile.execute(connection, "COMMIT");
                open = false;
            } catch (SQLException e) {
                // What the engine did with the transaction is not known: the next turn opens another connection, and
                // reads back.
                open = false;
                giveUp();
                throw file.failure(e);
            }
            requireInPlace(Kind.UNKNOWN);
            return done;
        }

        @Override
        public void close() {
            try {
                if (open) {
                    open = false;
                    rollBack(connection);
                }
            } finally {
                writing.unlock();
            }
        }
    }

    private void rollBack(Connection connection) {
        try {
            SqliteFile.execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            giveUp();
        }
    }

    private Connection open() throws SQLException {
        Connection open = kept;
        if (open == null) {
            open = file.writer();
            if (greatestPageCount > 0) {
                SqliteFile.execute(open, "PRAGMA max_page_count = " + greatestPageCount);
            }
            kept = open;
        }
        return open;
    }

    private void giveUp() {
        Connection open = kept;
        kept = null;
        file.leaveLog();
        SqliteReaders.close(open);
    }

    /** Waits for the turn that is being taken, and closes the connection. */
    void close() {
        alone(() -> {
            giveUp();
            return file;
        });
    }
}
