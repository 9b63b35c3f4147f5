package org.demarche.server.store.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;

/** The one row of the table {@code head}, which says where the log ends. */
final class LogSize {
    private LogSize() {}

    static long of(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT size FROM head");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new StoreException(Kind.DAMAGED, "the table head of the store has no row: restore the database");
            }
            return row.getLong(1);
        }
    }
}
