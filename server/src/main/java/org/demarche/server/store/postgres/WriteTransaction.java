package org.demarche.server.store.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;

/**
 * The beginning and the end of a transaction that writes. BEGIN and COMMIT are statements like any other, because the driver's own commit would swallow the warnings
 * of a COMMIT.
 */
final class WriteTransaction {
    /**
     * Whatever the role's or the server's own settings are. No statement_timeout: it would cancel a COMMIT's wait for the standbys. A turn whose hub has stopped is
     * ended by the server after two seconds.
     */
    private static final String BEGIN = """
            BEGIN ISOLATION LEVEL READ COMMITTED; \
            SET LOCAL synchronous_commit = on; SET LOCAL statement_timeout = 0; \
            SET LOCAL lock_timeout = '5s'; SET LOCAL idle_in_transaction_session_timeout = '2s';""";

    private WriteTransaction() {}

    /**
     * Begins one, in one round trip.
     *
     * @param queries parted by semicolons, each for one number
     * @param count how many they are
     * @return the numbers
     */
    static long[] begin(Connection connection, String queries, int count) throws SQLException {
        long[] numbers = new long[count];
        int found = 0;
        try (Statement statement = connection.createStatement()) {
            boolean isQuery = statement.execute(BEGIN + " " + queries);
            while (isQuery || statement.getUpdateCount() != -1) {
                if (isQuery) {
                    try (ResultSet row = statement.getResultSet()) {
                        if (row.next()) {
                            numbers[found++] = row.getLong(1);
                        }
                    }
                }
                isQuery = statement.getMoreResults();
            }
        }
        if (found != count) {
            throw new StoreException(Kind.DAMAGED, "the table head of the store has no row: restore the database");
        }
        return numbers;
    }

    /**
     * COMMIT, which counts only when it returns without a word: a wait for the standbys that was cancelled ends with a warning, in what the server calls success.
     *
     * @throws StoreException if it may have committed or not, or on this server alone
     */
    static void commit(Connection connection, PostgresUrl url) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("COMMIT");
            SQLWarning warning = statement.getWarnings();
            if (warning != null) {
                throw new StoreException(
                        Kind.UNKNOWN,
                        url.place() + " committed on the primary alone (" + warning.getMessage()
                                + "): nothing is promised until a standby has it",
                        warning);
            }
        } catch (SQLException e) {
            StoreException failure = Failures.of(url, e);
            if (failure.kind() != Kind.FAILED) {
                throw failure;
            }
            throw new StoreException(
                    Kind.UNKNOWN,
                    url.place()
                            + " was lost in the middle of a commit: nothing is promised until it is known what became of it",
                    e);
        }
    }
}
