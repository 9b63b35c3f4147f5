package org.demarche.server.store.postgres;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.server.store.StoredHead;

/** The signed heads as rows of a table. */
final class HeadRows {
    private static final String COLUMNS = "SELECT size, note, lasting FROM heads ";

    private HeadRows() {}

    static void leave(Connection connection, List<StoredHead> heads) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO heads (size, note, lasting) VALUES (?, ?, ?)
                ON CONFLICT (size) DO UPDATE SET note = excluded.note, lasting = heads.lasting OR excluded.lasting""")) {
            for (StoredHead head : heads) {
                insert.setLong(1, head.size());
                insert.setBytes(2, head.note().toByteArray());
                insert.setBoolean(3, head.lasting());
                insert.executeUpdate();
            }
        }
    }

    /** Removes those that are not lasting and smaller than this. */
    static void removeBefore(Connection connection, long size) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM heads WHERE NOT lasting AND size < ?")) {
            delete.setLong(1, size);
            delete.executeUpdate();
        }
    }

    static List<Long> lasting(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT size FROM heads WHERE lasting ORDER BY size");
                ResultSet row = select.executeQuery()) {
            List<Long> sizes = new ArrayList<>();
            while (row.next()) {
                sizes.add(row.getLong(1));
            }
            return sizes;
        }
    }

    /** The size of the greatest head; 0 if there is none. */
    static long newestSize(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT coalesce(max(size), 0) FROM heads");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    static Optional<StoredHead> newest(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + "ORDER BY size DESC LIMIT 1")) {
            return head(select);
        }
    }

    static Optional<StoredHead> head(Connection connection, long size) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + "WHERE size = ?")) {
            select.setLong(1, size);
            return head(select);
        }
    }

    private static Optional<StoredHead> head(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            ByteString note = UnsafeByteOperations.unsafeWrap(row.getBytes(2));
            return Optional.of(new StoredHead(row.getLong(1), note, row.getBoolean(3)));
        }
    }
}
