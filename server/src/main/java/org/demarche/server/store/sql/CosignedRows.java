package org.demarche.server.store.sql;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredCosignature;

/** Offered heads and cosignatures as rows of the tables {@code offered} and {@code cosignatures}. Whoever calls begins and ends the transaction. */
public final class CosignedRows {
    private static final String HEADS = "SELECT size, note, witnessed, lasting FROM offered ";

    private static final Comparator<StoredCosignature> BY_ROW =
            Comparator.comparingLong(StoredCosignature::size).thenComparing(StoredCosignature::witness);

    private CosignedRows() {}

    /** Whether the row is there now, where before there was none of its size or greater. */
    public static boolean offer(Connection connection, long size, ByteString note) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO offered (size, note, witnessed, lasting)
                SELECT ?, ?, false, false WHERE NOT EXISTS (SELECT 1 FROM offered WHERE size >= ?)
                ON CONFLICT (size) DO NOTHING""")) {
            insert.setLong(1, size);
            insert.setBytes(2, note.toByteArray());
            insert.setLong(3, size);
            return insert.executeUpdate() > 0;
        }
    }

    /** The greatest. */
    public static Optional<OfferedHead> newest(Connection connection) throws SQLException {
        return heads(connection, HEADS + "WHERE size > ? ORDER BY size DESC LIMIT ?", 0, 1).stream()
                .findFirst();
    }

    /** The one of this size. */
    public static Optional<OfferedHead> head(Connection connection, long size) throws SQLException {
        return heads(connection, HEADS + "WHERE size = ? LIMIT ?", size, 1).stream()
                .findFirst();
    }

    /** From this size on, ascending. */
    public static List<OfferedHead> heads(Connection connection, long from, int most) throws SQLException {
        return heads(connection, HEADS + "WHERE size >= ? ORDER BY size LIMIT ?", from, most);
    }

    /** Those that do not last and are not among the {@code newest} greatest, ascending. */
    public static List<OfferedHead> old(Connection connection, int newest, int most) throws SQLException {
        return heads(
                connection,
                HEADS + "WHERE NOT lasting AND size <= (SELECT size FROM offered ORDER BY size DESC LIMIT 1 OFFSET ?)"
                        + " ORDER BY size LIMIT ?",
                newest,
                most);
    }

    private static List<OfferedHead> heads(Connection connection, String query, long first, int most)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setLong(1, first);
            select.setInt(2, most);
            List<OfferedHead> heads = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    heads.add(new OfferedHead(row.getLong(1), bytes(row, 2), row.getBoolean(3), row.getBoolean(4)));
                }
            }
            return heads;
        }
    }

    /** The sizes of those of the heads that are there. In the order of the rows' keys, so that hubs which do this side by side never wait for each other in a circle. */
    public static Set<Long> add(Connection connection, Collection<StoredCosignature> cosignatures) throws SQLException {
        Set<Long> there = new HashSet<>();
        for (StoredCosignature one : cosignatures.stream().sorted(BY_ROW).toList()) {
            if (add(connection, one)) {
                there.add(one.size());
            }
        }
        return there;
    }

    /** Whether the head is there. A row of the same witness stays. */
    private static boolean add(Connection connection, StoredCosignature cosignature) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO cosignatures (size, witness, keys, lines)
                SELECT ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM offered WHERE size = ?)
                ON CONFLICT (size, witness) DO NOTHING""")) {
            insert.setLong(1, cosignature.size());
            insert.setString(2, cosignature.witness());
            insert.setString(3, cosignature.keys().stream().map(NoteKey::text).collect(Collectors.joining("\n")));
            insert.setBytes(4, cosignature.lines().toByteArray());
            insert.setLong(5, cosignature.size());
            return insert.executeUpdate() > 0
                    || head(connection, cosignature.size()).isPresent();
        }
    }

    /** By name. */
    public static List<StoredCosignature> cosignatures(Connection connection, long size) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT witness, keys, lines FROM cosignatures WHERE size = ? ORDER BY witness")) {
            select.setLong(1, size);
            List<StoredCosignature> all = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String witness = row.getString(1);
                    all.add(new StoredCosignature(size, witness, keys(size, witness, row.getString(2)), bytes(row, 3)));
                }
            }
            return all;
        }
    }

    private static List<NoteKey> keys(long size, String witness, String text) {
        List<NoteKey> keys = new ArrayList<>();
        try {
            for (String line : text.split("\n", -1)) {
                keys.add(NoteKey.parse(line));
            }
        } catch (NoteException e) {
            throw new StoreException(
                    Kind.DAMAGED,
                    "the keys of " + witness + " beside its cosignature over " + size + " entries are damaged: "
                            + e.refusal().sentence(),
                    e);
        }
        return keys;
    }

    /** Marks a head. */
    public static void markWitnessed(Connection connection, long size) throws SQLException {
        update(connection, "UPDATE offered SET witnessed = true WHERE size = ?", size);
    }

    /** The size of the greatest witnessed one; 0 if there is none. */
    public static long newestWitnessed(Connection connection) throws SQLException {
        return witnessedBefore(connection, Long.MAX_VALUE);
    }

    /** The size of the greatest witnessed one below {@code size}; 0 if there is none. */
    public static long witnessedBefore(Connection connection, long size) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT coalesce(max(size), 0) FROM offered WHERE witnessed AND size < ?")) {
            select.setLong(1, size);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Sizes of witnessed ones, ascending. */
    public static List<Long> witnessed(Connection connection, long from, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT size FROM offered WHERE witnessed AND size >= ? ORDER BY size LIMIT ?")) {
            select.setLong(1, from);
            select.setInt(2, most);
            List<Long> sizes = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    sizes.add(row.getLong(1));
                }
            }
            return sizes;
        }
    }

    /** For each witness the size of the greatest head that it has cosigned. */
    public static Map<String, Long> newestByWitness(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT witness, max(size) FROM cosignatures GROUP BY witness ORDER BY witness");
                ResultSet row = select.executeQuery()) {
            Map<String, Long> sizes = new LinkedHashMap<>();
            while (row.next()) {
                sizes.put(row.getString(1), row.getLong(2));
            }
            return sizes;
        }
    }

    /** Keeps the ones, removes the others; in the order of their sizes, so that hubs which do this side by side wait for each other, but never in a circle. */
    public static void settle(Connection connection, Collection<Long> lasting, Collection<Long> gone)
            throws SQLException {
        for (long size : lasting.stream().sorted().toList()) {
            update(connection, "UPDATE offered SET lasting = true WHERE size = ?", size);
        }
        for (long size : gone.stream().sorted().toList()) {
            update(connection, "DELETE FROM offered WHERE size = ? AND NOT lasting", size);
            update(
                    connection,
                    "DELETE FROM cosignatures WHERE size = ? AND NOT EXISTS (SELECT 1 FROM offered o WHERE o.size = cosignatures.size)",
                    size);
        }
    }

    private static void update(Connection connection, String statement, long size) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            update.setLong(1, size);
            update.executeUpdate();
        }
    }

    /** A head as another store has it. */
    public static void carry(Connection connection, OfferedHead head, List<StoredCosignature> cosignatures)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO offered (size, note, witnessed, lasting) VALUES (?, ?, ?, ?) ON CONFLICT (size) DO NOTHING")) {
            insert.setLong(1, head.size());
            insert.setBytes(2, head.note().toByteArray());
            insert.setBoolean(3, head.witnessed());
            insert.setBoolean(4, head.lasting());
            insert.executeUpdate();
        }
        add(connection, cosignatures);
    }

    private static ByteString bytes(ResultSet row, int column) throws SQLException {
        return UnsafeByteOperations.unsafeWrap(row.getBytes(column));
    }
}
