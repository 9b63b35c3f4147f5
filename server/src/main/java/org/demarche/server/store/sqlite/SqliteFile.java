package org.demarche.server.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The file: connections whose settings have been read back, and what an error of the engine means. */
final class SqliteFile {
    private final Path path;
    private volatile Optional<PlacedFile> database = Optional.empty();
    private volatile Optional<PlacedFile> log = Optional.empty();

    SqliteFile(Path path) {
        this.path = path;
    }

    /** The connection that commits: WAL, every commit flushed to the medium. Creates the file, but never a second one where the first has been. */
    Connection writer() throws SQLException {
        return durable(connection -> SqliteSchema.createOrCheck(connection, path));
    }

    /**
     * Brings the tables forward to this release.
     *
     * @return the version that they had
     */
    int upgrade() throws SQLException {
        int[] found = new int[1];
        durable(connection -> found[0] = SqliteSchema.upgrade(connection, path)).close();
        return found[0];
    }

    /** What is done with a connection before anything else is. */
    @FunctionalInterface
    private interface Opening {
        void of(Connection connection) throws SQLException;
    }

    private Connection durable(Opening opening) throws SQLException {
        Connection connection = open(false);
        try {
            execute(connection, "PRAGMA journal_mode = WAL");
            execute(connection, "PRAGMA synchronous = FULL");
            // macOS: fsync alone leaves the data in the drive's cache.
            execute(connection, "PRAGMA fullfsync = 1");
            execute(connection, "PRAGMA checkpoint_fullfsync = 1");
            expect(connection, "journal_mode", "wal");
            expect(connection, "synchronous", "2");
            expect(connection, "fullfsync", "1");
            opening.of(connection);
            database = database.or(() -> PlacedFile.at(path));
            log = PlacedFile.at(path.resolveSibling(path.getFileName() + "-wal"));
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * What a process has open can be written for as long as it runs, wherever it is and though it has no name any more: that outlives nothing.
     *
     * @return why what is committed would not be found again, and what to do, in a sentence for the operator; empty: it would
     */
    Optional<String> whyMoved() {
        return whyMoved(database).or(() -> whyMoved(log));
    }

    /** The connection that commits is about to be closed: the engine may remove the log, if it is where it was. */
    void leaveLog() {
        log = log.filter(file -> !file.isInPlace());
    }

    private static Optional<String> whyMoved(Optional<PlacedFile> file) {
        return file.filter(f -> !f.isInPlace())
                .map(
                        f -> f.path()
                                + " is not where the hub opened it: bring it back, with the files beside it; if it is lost, stop the hub and run demarche hub restore");
    }

    /** A connection that cannot write. */
    Connection reader() throws SQLException {
        Connection connection = open(true);
        try {
            execute(connection, "PRAGMA query_only = 1");
            SqliteSchema.check(connection, path);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** In place of a file that is gone the engine would create an empty one, even to read. */
    private Connection open(boolean readOnly) throws SQLException {
        Optional<String> moved = whyMoved();
        if (moved.isPresent()) {
            throw new StoreException(Kind.FAILED, moved.get());
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(5_000);
        config.setReadOnly(readOnly);
        return config.createConnection("jdbc:sqlite:" + path);
    }

    private void expect(Connection connection, String name, String value) throws SQLException {
        String actual = pragma(connection, name);
        if (!actual.equalsIgnoreCase(value)) {
            throw new StoreException(
                    Kind.FAILED,
                    path + ": " + name + " is " + actual + " (expected: " + value
                            + "), so a commit would not be durable");
        }
    }

    static String pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA " + name)) {
            return result.next() ? String.valueOf(result.getString(1)) : "";
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What the engine's error means, in one sentence. */
    StoreException failure(SQLException e) {
        SQLiteErrorCode code = e instanceof SQLiteException s ? s.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (code.code & 0xff) {
            case 13 -> new StoreException(Kind.FULL, "the disk under " + path + " is full: free some space", e);
            case 8 -> new StoreException(Kind.READ_ONLY, path + " cannot be written: make it writable", e);
            case 5, 6 -> new StoreException(Kind.BUSY, path + " is held by another process", e);
            case 19 -> new StoreException(Kind.CONFLICT, path + " holds an entry already that was to be appended", e);
            case 11, 26 -> new StoreException(Kind.DAMAGED, path + " is damaged or not a database: restore it", e);
            case 14 ->
                new StoreException(Kind.FAILED, path + " cannot be opened: check the folder and its permissions", e);
            default -> new StoreException(Kind.FAILED, path + " cannot be read or written (" + code.name() + ")", e);
        };
    }
}
