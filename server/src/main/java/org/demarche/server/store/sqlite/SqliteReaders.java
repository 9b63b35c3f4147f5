package org.demarche.server.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.sql.Query;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections that read: as many as were ever needed at once, each used by one thread at a time. */
final class SqliteReaders {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteReaders.class);

    private final SqliteFile file;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    SqliteReaders(SqliteFile file) {
        this.file = file;
    }

    <T> T read(Query<T> query) {
        Connection connection = null;
        boolean sound = false;
        try {
            connection = take();
            T answer = query.ask(connection);
            sound = true;
            return answer;
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            if (sound) {
                give(connection);
            } else {
                close(connection);
            }
        }
    }

    private Connection take() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new StoreException(Kind.FAILED, "the store is closed");
            }
            Connection connection = idle.poll();
            if (connection != null) {
                return connection;
            }
        }
        return file.reader();
    }

    private void give(@Nullable Connection connection) {
        synchronized (idle) {
            if (connection != null && !closed) {
                idle.push(connection);
                return;
            }
        }
        close(connection);
    }

    void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(SqliteReaders::close);
            idle.clear();
        }
    }

    static void close(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("closing a connection to the store failed: {}", e.getMessage());
        }
    }
}
