package org.demarche.server.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.postgres.PostgresDatabase.Server;
import org.demarche.server.store.sql.Query;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when the log has another size than was known here. It listens on a connection of its own, and looks every now and then, since a notification can be lost with a
 * connection and a standby gives none. It connects again by itself.
 */
final class GrowthWatch {
    static final String CHANNEL = "demarche_log";

    private static final Logger LOG = LoggerFactory.getLogger(GrowthWatch.class);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final PostgresDatabase database;
    private final Server server;
    private final String purpose;
    private final Query<Long> size;
    private final Duration look;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong known = new AtomicLong(-1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Connection connection;
    private @Nullable Thread thread;

    /**
     * Begins with the first listener.
     *
     * @param size what is to be watched
     * @param look how often it looks without having been notified, and tries to connect
     */
    GrowthWatch(PostgresDatabase database, Server server, String purpose, Query<Long> size, Duration look) {
        this.database = database;
        this.server = server;
        this.purpose = purpose;
        this.size = size;
        this.look = look;
    }

    /** The first listener starts the watch. */
    synchronized void add(Runnable listener) {
        listeners.add(listener);
        if (thread == null && isOpen()) {
            thread = new Thread(this::run, "store-growth");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The log has this size by this store's own doing, so nobody need be told. */
    void know(long size) {
        known.set(size);
    }

    private boolean isOpen() {
        return closing.getCount() > 0;
    }

    private void run() {
        boolean said = false;
        while (isOpen()) {
            try (Connection open = database.connect(database.source(server, purpose + " listening", SILENCE))) {
                connection = open;
                listen(open);
                said = false;
                watch(open);
            } catch (SQLException | StoreException e) {
                if (!said && isOpen()) {
                    said = true;
                    LOG.warn(
                            "not told of other hubs' entries, trying again: {}",
                            e instanceof SQLException s ? database.failure(s).getMessage() : e.getMessage());
                }
                rest();
            }
        }
    }

    private void rest() {
        try {
            if (closing.await(look.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("the watch has ended");
            }
        } catch (InterruptedException e) {
            closing.countDown();
            Thread.currentThread().interrupt();
        }
    }

    private static void listen(Connection open) throws SQLException {
        if (PostgresDatabase.isStandby(open)) {
            return;
        }
        try (Statement statement = open.createStatement()) {
            statement.execute("LISTEN " + CHANNEL);
        }
    }

    private void watch(Connection open) throws SQLException {
        PGConnection postgres = open.unwrap(PGConnection.class);
        while (isOpen()) {
            long now = size.ask(open);
            if (known.getAndSet(now) != now) {
                tell();
            }
            // Returns when there is a notification, or after a while; what it says does not matter.
            postgres.getNotifications((int) look.toMillis());
        }
    }

    private void tell() {
        for (Runnable listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.warn("a listener failed", e);
            }
        }
    }

    /** Ends the watch; its thread ends within moments. */
    synchronized void close() {
        closing.countDown();
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
