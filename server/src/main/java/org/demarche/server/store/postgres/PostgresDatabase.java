package org.demarche.server.store.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.demarche.secret.SecretFileException;
import org.demarche.secret.SecretFiles;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database and how to log in to it.
 *
 * @param url where it is
 * @param password the file that holds the password, which is read anew for every connection; empty where certificates or the server's own rules do
 */
public record PostgresDatabase(PostgresUrl url, Optional<Path> password) {
    /** The schema that holds all that is Demarche's, whatever else may be in the database. */
    static final String SCHEMA = "demarche";

    private static final Duration HANDSHAKE = Duration.ofSeconds(1);

    /** Which of the servers will do. */
    enum Server {
        /** The one that takes writes, and no other. */
        PRIMARY("primary"),
        /** The one that takes writes; where none does, any. */
        PRIMARY_OR_ANY("preferPrimary"),
        /** The first that answers. */
        ANY("any");

        private final String type;

        Server(String type) {
            this.type = type;
        }
    }

    /**
     * Connections for one purpose.
     *
     * @param purpose what the server's list of sessions shows
     * @param silence after how long without a word from the server it is given up; the server is not asked to cancel anything
     */
    PGSimpleDataSource source(Server server, String purpose, Duration silence) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(url.hosts().stream().map(PostgresUrl.Host::name).toArray(String[]::new));
        source.setPortNumbers(
                url.hosts().stream().mapToInt(PostgresUrl.Host::port).toArray());
        source.setDatabaseName(url.database());
        source.setUser(url.user());
        source.setApplicationName("demarche " + purpose);
        source.setCurrentSchema(SCHEMA);
        source.setSocketFactory(ServerSockets.class.getName());
        source.setLoginTimeout((int) logIn().toSeconds());
        source.setSocketTimeout((int) silence.toSeconds());
        source.setTcpKeepAlive(true);
        source.setReWriteBatchedInserts(true);
        source.setTargetServerType(server.type);
        // After a failover the driver's memory of who was the primary would be wrong.
        source.setHostRecheckSeconds(0);
        source.setGssEncMode("disable");
        source.setSslMode(url.isTls() ? "verify-full" : "disable");
        if (url.isTls()) {
            source.setSslRootCert(url.tls().get("sslrootcert"));
            // Without these two the driver would look for files in the home folder.
            source.setSslCert(url.tls().getOrDefault("sslcert", ""));
            source.setSslKey(url.tls().getOrDefault("sslkey", ""));
        }
        return source;
    }

    /** How long a log-in may take, so that one server is found even if the machines of all others are gone. */
    Duration logIn() {
        return ServerSockets.CONNECT.multipliedBy(url.hosts().size()).plus(HANDSHAKE);
    }

    /** The password as the file holds it now, without the end of its line; empty if there is no file. */
    String secret() {
        if (password.isEmpty()) {
            return "";
        }
        try {
            return new String(SecretFiles.read(password.get()), StandardCharsets.UTF_8).stripTrailing();
        } catch (SecretFileException e) {
            throw new StoreException(Kind.FAILED, "the password of the database: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StoreException(
                    Kind.FAILED, "the password of the database: " + password.get() + " cannot be read", e);
        }
    }

    /** A connection of this source. */
    Connection connect(PGSimpleDataSource source) throws SQLException {
        return source.getConnection(url.user(), secret());
    }

    /**
     * A connection to the primary.
     *
     * @throws StoreException if there are standbys alone
     */
    Connection connectToPrimary(String purpose, Duration silence) throws SQLException {
        Connection connection = connect(source(Server.PRIMARY_OR_ANY, purpose, silence));
        try {
            if (isStandby(connection)) {
                throw new StoreException(Kind.FAILED, Failures.noPrimary(url));
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    static boolean isStandby(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** What the engine's error means, in one sentence. */
    StoreException failure(SQLException e) {
        return Failures.of(url, e);
    }
}
