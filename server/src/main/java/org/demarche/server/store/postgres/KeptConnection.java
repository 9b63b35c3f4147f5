package org.demarche.server.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the primary, opened when it is first needed and kept. After any failure it is given up: what the server did with the transaction is not known, and
 * the next work, on another connection, reads back. One thread at a time works with it; any may close it.
 */
final class KeptConnection {
    private static final Logger LOG = LoggerFactory.getLogger(KeptConnection.class);

    /**
     * How long the server may be silent before the connection counts as broken, so that a primary whose machine is gone does not hold the hub for long. Nothing is
     * cancelled by it: a COMMIT that waits for a standby goes on waiting in the server. Longer than it takes to put another standby in the place of one that is gone
     * (server/CLUSTER.md), shorter than it takes to replace a primary.
     */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final PostgresDatabase database;
    private final String name;
    private final Opening opening;
    private final Runnable givenUp;
    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** What is done with a connection before anything else is. */
    @FunctionalInterface
    interface Opening {
        void of(Connection connection) throws SQLException;
    }

    /**
     * Opens nothing yet.
     *
     * @param name tells the server what it is for
     * @param opening done with each connection once, after the check of the tables' version
     * @param givenUp told when one has been given up
     */
    KeptConnection(PostgresDatabase database, String name, Opening opening, Runnable givenUp) {
        this.database = database;
        this.name = name;
        this.opening = opening;
        this.givenUp = givenUp;
    }

    /**
     * Works with the connection.
     *
     * @throws StoreException if the work fails, or no connection is to be had; then it is given up
     */
    <T> T attempt(Work<T> work) {
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

    private Connection open() throws SQLException {
        if (closed) {
            throw new StoreException(Kind.FAILED, "the store is closed");
        }
        Connection open = connection;
        if (open == null) {
            open = database.connectToPrimary(name, SILENCE);
            connection = open;
            if (closed) {
                throw new StoreException(Kind.FAILED, "the store is closed");
            }
            Schema.check(database.url(), open);
            opening.of(open);
        }
        return open;
    }

    /** Closes the connection, if one is open. */
    void giveUp() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.warn("closing a connection to the store failed: {}", e.getMessage());
            }
            givenUp.run();
        }
    }

    /**
     * Closes the connection, and opens no other.
     *
     * @param inUse whether another thread may be working with it: that is cut off, since a COMMIT that waits for a standby is not waited for; its outcome is unknown
     */
    void close(boolean inUse) {
        closed = true;
        if (!inUse) {
            giveUp();
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
