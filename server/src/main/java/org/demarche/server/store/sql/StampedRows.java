package org.demarche.server.store.sql;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StoredToken;

/** Frozen heads and tokens as rows of the tables {@code frozen} and {@code tokens}. Whoever calls begins and ends the transaction. */
public final class StampedRows {
    private static final String HEADS = "SELECT size, head FROM frozen ";

    private StampedRows() {}

    /** Whether the row is there now, where before there was none of its size or greater. */
    public static boolean freeze(Connection connection, FrozenHead head) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO frozen (size, head)
                SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM frozen WHERE size >= ?)
                ON CONFLICT (size) DO NOTHING""")) {
            insert.setLong(1, head.size());
            insert.setBytes(2, head.head().toByteArray());
            insert.setLong(3, head.size());
            return insert.executeUpdate() > 0;
        }
    }

    /** The greatest. */
    public static Optional<FrozenHead> newest(Connection connection) throws SQLException {
        return heads(connection, HEADS + "WHERE size > ? ORDER BY size DESC LIMIT ?", 0, 1).stream()
                .findFirst();
    }

    /** From this size on, ascending. */
    public static List<FrozenHead> heads(Connection connection, long from, int most) throws SQLException {
        return heads(connection, HEADS + "WHERE size >= ? ORDER BY size LIMIT ?", from, most);
    }

    private static List<FrozenHead> heads(Connection connection, String query, long first, int most)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setLong(1, first);
            select.setInt(2, most);
            List<FrozenHead> heads = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    heads.add(new FrozenHead(row.getLong(1), bytes(row, 2)));
                }
            }
            return heads;
        }
    }

    /** Whether the head is there. A row of the same authority stays. */
    public static boolean add(Connection connection, StoredToken token) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO tokens (size, authority, token, anchor)
                SELECT ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM frozen WHERE size = ?)
                ON CONFLICT (size, authority) DO NOTHING""")) {
            insert.setLong(1, token.size());
            insert.setString(2, token.authority());
            insert.setBytes(3, token.token().toByteArray());
            insert.setBytes(4, token.anchor().toByteArray());
            insert.setLong(5, token.size());
            return insert.executeUpdate() > 0
                    || heads(connection, token.size(), 1).stream().anyMatch(h -> h.size() == token.size());
        }
    }

    /** By authority. */
    public static List<StoredToken> tokens(Connection connection, long size) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT authority, token, anchor FROM tokens WHERE size = ? ORDER BY authority")) {
            select.setLong(1, size);
            List<StoredToken> all = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.add(new StoredToken(size, row.getString(1), bytes(row, 2), bytes(row, 3)));
                }
            }
            return all;
        }
    }

    /**
     * Removes heads over which there is no token; in the order of their sizes, so that hubs which do this side by side wait for each other, but never in a circle.
     *
     * @return how many have gone
     */
    public static int drop(Connection connection, Collection<Long> sizes) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM frozen WHERE size = ? AND NOT EXISTS (SELECT 1 FROM tokens t WHERE t.size = frozen.size)")) {
            int gone = 0;
            for (long size : sizes.stream().sorted().toList()) {
                delete.setLong(1, size);
                gone += delete.executeUpdate();
            }
            return gone;
        }
    }

    /** Whether a head is there as another store has it; if so, with these tokens. */
    public static boolean carry(Connection connection, FrozenHead head, List<StoredToken> tokens) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO frozen (size, head) VALUES (?, ?) ON CONFLICT (size) DO NOTHING")) {
            insert.setLong(1, head.size());
            insert.setBytes(2, head.head().toByteArray());
            insert.executeUpdate();
        }
        if (!heads(connection, head.size(), 1).equals(List.of(head))) {
            return false;
        }
        for (StoredToken token : tokens) {
            add(connection, token);
        }
        return true;
    }

    private static ByteString bytes(ResultSet row, int column) throws SQLException {
        return UnsafeByteOperations.unsafeWrap(row.getBytes(column));
    }
}
