package org.demarche.server.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.util.Credentials;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.postgres.PostgresDatabase.Server;
import org.demarche.server.store.sql.Query;
import org.postgresql.ds.PGSimpleDataSource;

/** A few connections that cannot write, each used by one thread at a time. */
final class PostgresReaders {
    private static final int MOST = 8;
    private static final Duration LONGEST_READ = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration OLDEST = Duration.ofMinutes(30);

    private final PostgresDatabase database;
    private final HikariDataSource pool;

    PostgresReaders(PostgresDatabase database, Server server, String purpose) {
        this.database = database;
        this.pool = new HikariDataSource(config(database, server, purpose));
    }

    private static HikariConfig config(PostgresDatabase database, Server server, String purpose) {
        PGSimpleDataSource source = database.source(server, purpose + " reading", SILENCE);
        source.setOptions("-c statement_timeout=" + LONGEST_READ.toMillis());
        source.setReadOnlyMode("always");
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setDataSource(source);
        config.setCredentialsProvider(() -> Credentials.of(database.url().user(), database.secret()));
        config.setReadOnly(true);
        config.setMaximumPoolSize(MOST);
        // Nobody waits, nobody tries: attempts in vain would be made at ever longer intervals, and the next reader
        // would wait for the last of them.
        config.setMinimumIdle(0);
        // The pool allows a log-in as long as it lets a reader wait.
        config.setConnectionTimeout(database.logIn().toMillis());
        config.setMaxLifetime(OLDEST.toMillis());
        // The first question says what is wrong; afterwards the pool tries by itself.
        config.setInitializationFailTimeout(-1);
        return config;
    }

    <T> T read(Query<T> query) {
        if (pool.isClosed()) {
            throw new StoreException(Kind.FAILED, "the store is closed");
        }
        try (Connection connection = pool.getConnection()) {
            return query.ask(connection);
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /** Opens every connection anew, before it is used again: they may lead to what is no longer the primary. */
    void renew() {
        HikariPoolMXBean connections = pool.getHikariPoolMXBean();
        if (connections != null && !pool.isClosed()) {
            connections.softEvictConnections();
        }
    }

    void close() {
        pool.close();
    }
}
