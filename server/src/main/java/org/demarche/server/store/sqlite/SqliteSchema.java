package org.demarche.server.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;

/**
 * The tables and their version, which stands in the file's header. A new file gets those of this release; a command brings those of an earlier one forward, never
 * backward. A hub changes no table.
 */
final class SqliteSchema {
    /** "DMRC", in the file's header, so that {@code file} and a reader decades on can tell what this is. */
    static final int APPLICATION_ID = 0x444D5243;

    /** What makes each version out of the one before it; the first, out of nothing. */
    private static final List<List<String>> VERSIONS = List.of(
            List.of(
                    """
                    CREATE TABLE entries (
                      idx INTEGER PRIMARY KEY,
                      leaf BLOB NOT NULL,
                      identity BLOB UNIQUE,
                      incident BLOB,
                      governance INTEGER NOT NULL,
                      bytes BLOB NOT NULL
                    ) STRICT""",
                    "CREATE INDEX entries_incident ON entries (incident, idx) WHERE incident IS NOT NULL",
                    "CREATE INDEX entries_governance ON entries (idx) WHERE governance = 1",
                    "CREATE TABLE tiles (level INTEGER NOT NULL, idx INTEGER NOT NULL, hashes BLOB NOT NULL, UNIQUE (level, idx)) STRICT"),
            List.of("""
                    CREATE TABLE offered (
                      size INTEGER PRIMARY KEY,
                      note BLOB NOT NULL,
                      witnessed INTEGER NOT NULL,
                      lasting INTEGER NOT NULL
                    ) STRICT""", """
                    CREATE TABLE cosignatures (
                      size INTEGER NOT NULL,
                      witness TEXT NOT NULL,
                      keys TEXT NOT NULL,
                      lines BLOB NOT NULL,
                      PRIMARY KEY (size, witness)
                    ) STRICT"""),
            List.of("CREATE TABLE frozen (size INTEGER PRIMARY KEY, head BLOB NOT NULL) STRICT", """
                    CREATE TABLE tokens (
                      size INTEGER NOT NULL,
                      authority TEXT NOT NULL,
                      token BLOB NOT NULL,
                      anchor BLOB NOT NULL,
                      PRIMARY KEY (size, authority)
                    ) STRICT"""));

    static final int VERSION = VERSIONS.size();

    private SqliteSchema() {}

    static void createOrCheck(Connection connection, Path path) throws SQLException {
        if (SqliteFile.pragma(connection, "application_id").equals("0")
                && SqliteFile.pragma(connection, "schema_version").equals("0")) {
            SqliteFile.execute(connection, "BEGIN IMMEDIATE");
            SqliteFile.execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
            bringForward(connection, 0);
            SqliteFile.execute(connection, "COMMIT");
        }
        check(connection, path);
    }

    /**
     * Brings the tables to {@link #VERSION}.
     *
     * @return the version that they had
     */
    static int upgrade(Connection connection, Path path) throws SQLException {
        SqliteFile.execute(connection, "BEGIN IMMEDIATE");
        int found = version(connection, path);
        if (found > VERSION) {
            throw foreign(path, found);
        }
        bringForward(connection, found);
        SqliteFile.execute(connection, "COMMIT");
        return found;
    }

    private static void bringForward(Connection connection, int from) throws SQLException {
        for (List<String> statements : VERSIONS.subList(from, VERSION)) {
            for (String statement : statements) {
                SqliteFile.execute(connection, statement);
            }
        }
        writeVersion(connection);
    }

    static void writeVersion(Connection connection) throws SQLException {
        SqliteFile.execute(connection, "PRAGMA user_version = " + VERSION);
    }

    /** Refuses what this release does not read and write. */
    static void check(Connection connection, Path path) throws SQLException {
        int found = version(connection, path);
        if (found != VERSION) {
            throw foreign(path, found);
        }
    }

    private static int version(Connection connection, Path path) throws SQLException {
        String id = SqliteFile.pragma(connection, "application_id");
        if (!id.equals(Integer.toString(APPLICATION_ID))) {
            throw new StoreException(Kind.DAMAGED, path + " is not the store of a hub");
        }
        return Integer.parseInt(SqliteFile.pragma(connection, "user_version"));
    }

    private static StoreException foreign(Path path, int found) {
        return new StoreException(
                Kind.DAMAGED,
                path + " has version " + found + " of the store; this hub reads version " + VERSION
                        + (found > VERSION
                                ? ": run a later release"
                                : ": run demarche hub upgrade to bring it forward"));
    }
}
