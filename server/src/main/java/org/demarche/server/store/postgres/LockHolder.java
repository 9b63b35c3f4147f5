package org.demarche.server.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The session that holds the end of the log.
 *
 * @param session what it calls itself
 * @param waitsForStandby whether it has committed, and waits until a standby has that
 */
record LockHolder(String session, boolean waitsForStandby) {
    /** Those that wait for the row hold a lock on the table as well. */
    private static final String ASK = """
            SELECT application_name, wait_event IS NOT DISTINCT FROM 'SyncRep'
            FROM pg_stat_activity JOIN pg_locks USING (pid)
            WHERE relation = to_regclass('head') AND mode = 'RowShareLock' AND granted AND wait_event_type IS DISTINCT FROM 'Lock'
            ORDER BY xact_start LIMIT 1""";

    /** The holder at this moment, if there is one that this role may see. */
    static Optional<LockHolder> find(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ASK)) {
            return row.next() ? Optional.of(new LockHolder(row.getString(1), row.getBoolean(2))) : Optional.empty();
        }
    }

    /** Who it is and what helps, in a sentence for the operator. */
    String sentence(PostgresUrl url) {
        return "the end of the log in " + url.place() + " is held by the session '" + session + "', "
                + (waitsForStandby
                        ? "whose commit waits for a standby: see in pg_stat_replication that one streams"
                        : "which did not let go in time: see whether that hub is well");
    }
}
