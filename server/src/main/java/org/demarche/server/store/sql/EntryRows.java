package org.demarche.server.store.sql;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Tile;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.StoredTile;

/** Entries and tiles as rows of the tables {@code entries} and {@code tiles}. Whoever calls begins and ends the transaction. */
public final class EntryRows {
    private static final String COLUMNS = "SELECT idx, bytes, leaf, identity, incident, governance FROM entries ";

    private EntryRows() {}

    /** All of a batch. */
    public static void insert(Connection connection, StoreBatch batch) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO entries (idx, leaf, identity, incident, governance, bytes) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (StoredEntry entry : batch.entries()) {
                insert.setLong(1, entry.index());
                insert.setBytes(2, entry.leaf().bytes());
                insert.setBytes(3, entry.identity().map(Sha256::bytes).orElse(null));
                insert.setBytes(4, entry.incident().map(Sha256::bytes).orElse(null));
                insert.setBoolean(5, entry.governance());
                insert.setBytes(6, entry.bytes().toByteArray());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        if (batch.tiles().isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO tiles (level, idx, hashes) VALUES (?, ?, ?)")) {
            for (StoredTile tile : batch.tiles()) {
                insert.setInt(1, tile.level());
                insert.setLong(2, tile.index());
                insert.setBytes(3, tile.tile().bytes());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** From this index on. */
    public static List<StoredEntry> entries(Connection connection, long from, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + "WHERE idx >= ? ORDER BY idx LIMIT ?")) {
            select.setLong(1, from);
            select.setInt(2, most);
            return entries(select);
        }
    }

    /** How many bytes they have together, from {@code from} up to, but not with, {@code end}. */
    public static long bytes(Connection connection, long from, long end) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT sum(length(bytes)) FROM entries WHERE idx >= ? AND idx < ?")) {
            select.setLong(1, from);
            select.setLong(2, end);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The one at this index. */
    public static Optional<StoredEntry> entry(Connection connection, long index) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + "WHERE idx = ?")) {
            select.setLong(1, index);
            return entries(select).stream().findFirst();
        }
    }

    /** The one that holds the notice. */
    public static Optional<StoredEntry> find(Connection connection, Sha256 identity) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COLUMNS + "WHERE identity = ?")) {
            select.setBytes(1, identity.bytes());
            return entries(select).stream().findFirst();
        }
    }

    private static List<StoredEntry> entries(PreparedStatement select) throws SQLException {
        List<StoredEntry> entries = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                ByteString bytes = UnsafeByteOperations.unsafeWrap(row.getBytes(2));
                entries.add(new StoredEntry(
                        row.getLong(1),
                        bytes,
                        Sha256.copyOf(row.getBytes(3)),
                        hash(row, 4),
                        hash(row, 5),
                        row.getBoolean(6)));
            }
        }
        return entries;
    }

    private static Optional<Sha256> hash(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getBytes(column)).map(Sha256::copyOf);
    }

    /**
     * Indexes of the governance entries before {@code end}, ascending.
     *
     * @param isGovernance the condition in the very words of the engine's index
     */
    public static List<Long> governance(Connection connection, String isGovernance, long end) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT idx FROM entries WHERE " + isGovernance + " AND idx < ? ORDER BY idx")) {
            select.setLong(1, end);
            return indexes(select);
        }
    }

    /** Indexes of an incident's entries before {@code end}, ascending. */
    public static List<Long> incident(Connection connection, Sha256 incident, long end) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT idx FROM entries WHERE incident = ? AND idx < ? ORDER BY idx")) {
            select.setBytes(1, incident.bytes());
            select.setLong(2, end);
            return indexes(select);
        }
    }

    private static List<Long> indexes(PreparedStatement select) throws SQLException {
        List<Long> indexes = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                indexes.add(row.getLong(1));
            }
        }
        return indexes;
    }

    /** A full tile. */
    public static Tile tile(Connection connection, int level, long index) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT hashes FROM tiles WHERE level = ? AND idx = ?")) {
            select.setInt(1, level);
            select.setLong(2, index);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new StoreException(Kind.DAMAGED, "the store has no tile " + index + " of level " + level);
                }
                return Tile.of(row.getBytes(1));
            }
        }
    }

    /** Leaf hashes, from this index on. */
    public static List<Sha256> leaves(Connection connection, long from, int count) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT leaf FROM entries WHERE idx >= ? ORDER BY idx LIMIT ?")) {
            select.setLong(1, from);
            select.setInt(2, count);
            List<Sha256> leaves = new ArrayList<>(count);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    leaves.add(Sha256.copyOf(row.getBytes(1)));
                }
            }
            return leaves;
        }
    }
}
