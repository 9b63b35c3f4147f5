package org.demarche.server.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.postgres.PostgresDatabase.Server;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The tables and their version. A command brings them forward, never backward. A hub changes no table: it refuses a version that is not its own, each time that it
 * opens its writing connection. Were it to migrate as it starts, then with several hubs chance would decide when the tables change under the others.
 */
final class Schema {
    static final int VERSION = 4;

    private static final String SCRIPTS = "classpath:org/demarche/server/store/postgres";
    private static final String HISTORY = "schema_history";
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private Schema() {}

    /**
     * Brings the tables to {@link #VERSION}, from nothing or from any earlier version; several may try at once.
     *
     * @return the version that they had; 0: there were none
     */
    static int migrate(PostgresDatabase database) {
        try (Connection connection = database.connectToPrimary("init", SILENCE)) {
            Optional<Integer> found = version(connection);
            if (found.isPresent() && found.get() > VERSION) {
                throw foreign(database.url(), found.get());
            }
            // Not left to Flyway, which tries for ten seconds what it has no right to.
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + PostgresDatabase.SCHEMA);
            }
            PGSimpleDataSource source = database.source(Server.PRIMARY, "init", SILENCE);
            source.setPassword(database.secret());
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source)
                    .defaultSchema(PostgresDatabase.SCHEMA)
                    .createSchemas(false)
                    .table(HISTORY)
                    .locations(SCRIPTS)
                    .failOnMissingLocations(true)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
            return found.orElse(0);
        } catch (SQLException e) {
            throw database.failure(e);
        } catch (FlywayException e) {
            throw e.getCause() instanceof SQLException cause
                    ? database.failure(cause)
                    : new StoreException(
                            Kind.FAILED,
                            "the tables of " + database.url().place() + " could not be brought to version " + VERSION
                                    + ": " + firstLine(e),
                            e);
        }
    }

    /** Refuses what this release does not read and write. */
    static void check(PostgresUrl url, Connection connection) throws SQLException {
        int found = version(connection).orElseThrow(() -> new StoreException(Kind.ABSENT, Failures.nothingThere(url)));
        if (found != VERSION) {
            throw foreign(url, found);
        }
    }

    private static StoreException foreign(PostgresUrl url, int found) {
        return new StoreException(
                Kind.DAMAGED,
                url.place() + " has version " + found + " of the store; this hub reads version " + VERSION
                        + (found > VERSION
                                ? ": run a later release"
                                : ": run demarche hub upgrade to bring it forward"));
    }

    private static Optional<Integer> version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery("SELECT to_regclass('" + HISTORY + "')")) {
                table.next();
                if (table.getString(1) == null) {
                    return Optional.empty();
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT max(version::integer) FROM " + HISTORY + " WHERE success AND version IS NOT NULL")) {
                row.next();
                int version = row.getInt(1);
                return row.wasNull() ? Optional.empty() : Optional.of(version);
            }
        }
    }

    private static String firstLine(FlywayException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
