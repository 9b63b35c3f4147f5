package org.demarche.server.store.sqlite;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Tile;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.StoredTile;
import org.demarche.server.store.Turn;
import org.jspecify.annotations.Nullable;

/**
 * A log in one SQLite file. Appends go through one connection, one transaction per batch, flushed before {@link #append} returns; after any failure the
 * connection is given up and the next append opens another, which reads back what really is in the file.
 */
public final class SqliteStore implements LogStore {
    private static final String COLUMNS = "SELECT idx, bytes, leaf, identity, incident, governance FROM entries ";

    private final SqliteFile file;
    private final SqliteReaders readers;
    private final SqliteCosigned cosigned;
    private final SqliteStamped stamped;
    private final ReentrantLock appending = new ReentrantLock();
    private @Nullable Connection writer;
    private long greatestPageCount;

    private SqliteStore(SqliteFile file) {
        this.file = file;
        this.readers = new SqliteReaders(file);
        this.cosigned = new SqliteCosigned(this, readers);
        this.stamped = new SqliteStamped(this, readers);
    }

    /**
     * Opens the store in {@code path}, creating it if need be.
     *
     * @throws StoreException if there is something else, or it cannot be opened
     */
    public static SqliteStore open(Path path) {
        SqliteStore store = new SqliteStore(new SqliteFile(path));
        store.alone(SqliteStore::writer);
        return store;
    }

    /**
     * Brings the tables of the store in {@code path} forward to this release; does nothing if they are of this release. No hub may run on it.
     *
     * @return the version that they had
     * @throws StoreException if there is none, it is of a later release, or cannot be written
     */
    public static int upgrade(Path path) {
        SqliteFile file = new SqliteFile(path);
        try {
            return file.upgrade();
        } catch (SQLException e) {
            throw file.failure(e);
        }
    }

    /**
     * Opens the store in {@code path} to be read, also while a hub appends to it.
     *
     * @throws StoreException if there is none, or it cannot be opened
     */
    public static LogStore openToRead(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new StoreException(Kind.FAILED, path + " does not exist: run demarche hub init first");
        }
        SqliteStore store = new SqliteStore(new SqliteFile(path));
        store.size();
        return store;
    }

    /** How many pages of the file may be in use: the next appends fail as on a full disk; 0 for no limit. */
    void limitPages(long pages) {
        alone(store -> {
            store.greatestPageCount = pages;
            store.giveUpWriter();
            return pages;
        });
    }

    /** The settings that make a commit durable, as the committing connection has them. */
    String durability() {
        return alone(store -> SqliteFile.pragma(store.writer(), "journal_mode") + " "
                + SqliteFile.pragma(store.writer(), "synchronous"));
    }

    /** What is done with the writer by hand. */
    @FunctionalInterface
    private interface Task<T> {
        T with(SqliteStore store) throws SQLException;
    }

    private <T> T alone(Task<T> task) {
        appending.lock();
        try {
            return task.with(this);
        } catch (SQLException e) {
            throw file.failure(e);
        } finally {
            appending.unlock();
        }
    }

    @Override
    public Turn turn() {
        appending.lock();
        try {
            return new SqliteTurn(begin());
        } catch (RuntimeException e) {
            appending.unlock();
            throw e;
        }
    }

    @Override
    public long confirm() {
        try (SqliteTurn turn = (SqliteTurn) turn()) {
            // A page of the file is written anew, as it is.
            return turn.end(connection -> {
                SqliteSchema.writeVersion(connection);
                return turn.size();
            });
        }
    }

    @Override
    public Optional<String> whyUnsafe() {
        // The settings of the committing connection are read back when it is opened, and nobody else can change them.
        return file.whyMoved();
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void onGrowth(Runnable listener) {
        // The hub's lock sees to it that nobody else writes.
    }

    /** By hand: the driver's own transactions would hold the write lock from one commit to the next. */
    private Connection begin() {
        requireInPlace(Kind.FAILED);
        try {
            Connection connection = writer();
            SqliteFile.execute(connection, "BEGIN IMMEDIATE");
            return connection;
        } catch (SQLException e) {
            giveUpWriter();
            throw file.failure(e);
        } catch (RuntimeException e) {
            giveUpWriter();
            throw e;
        }
    }

    private void requireInPlace(Kind otherwise) {
        Optional<String> moved = file.whyMoved();
        if (moved.isPresent()) {
            throw new StoreException(otherwise, moved.get());
        }
    }

    /** Writes other rows than entries, in a transaction of its own. */
    <T> T write(SqliteReaders.Query<T> work) {
        try (SqliteTurn turn = (SqliteTurn) turn()) {
            return turn.end(work);
        }
    }

    /** A write transaction, begun. */
    private final class SqliteTurn implements Turn {
        private final Connection connection;
        private final long size;
        private boolean open = true;

        SqliteTurn(Connection connection) {
            this.connection = connection;
            try {
                this.size = SqliteStore.size(connection);
            } catch (SQLException e) {
                giveUpWriter();
                throw file.failure(e);
            }
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public OptionalLong clockMs() {
            return OptionalLong.empty();
        }

        @Override
        public void commit(StoreBatch batch) {
            if (size != batch.first()) {
                throw new StoreException(
                        Kind.CONFLICT,
                        "the log has " + size + " entries, a batch from index " + batch.first()
                                + " was to be appended");
            }
            end(c -> {
                insert(c, batch);
                return batch;
            });
        }

        private <T> T end(SqliteReaders.Query<T> work) {
            if (!open) {
                throw new IllegalStateException("the turn has ended");
            }
            T done;
            try {
                done = work.ask(connection);
                SqliteFile.execute(connection, "COMMIT");
                open = false;
            } catch (SQLException e) {
                // What the engine did with the transaction is not known: the next turn opens another connection, and
                // reads back.
                open = false;
                giveUpWriter();
                throw file.failure(e);
            }
            requireInPlace(Kind.UNKNOWN);
            return done;
        }

        @Override
        public void close() {
            try {
                if (open) {
                    open = false;
                    rollBack(connection);
                }
            } finally {
                appending.unlock();
            }
        }
    }

    private void rollBack(Connection connection) {
        try {
            SqliteFile.execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            giveUpWriter();
        }
    }

    private static void insert(Connection connection, StoreBatch batch) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO entries (idx, leaf, identity, incident, governance, bytes) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (StoredEntry entry : batch.entries()) {
                insert.setLong(1, entry.index());
                insert.setBytes(2, entry.leaf().bytes());
                set(insert, 3, entry.identity());
                set(insert, 4, entry.incident());
                insert.setInt(5, entry.governance() ? 1 : 0);
                insert.setBytes(6, entry.bytes().toByteArray());
                insert.executeUpdate();
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO tiles (level, idx, hashes) VALUES (?, ?, ?)")) {
            for (StoredTile tile : batch.tiles()) {
                insert.setInt(1, tile.level());
                insert.setLong(2, tile.index());
                insert.setBytes(3, tile.tile().bytes());
                insert.executeUpdate();
            }
        }
    }

    private static void set(PreparedStatement statement, int column, Optional<Sha256> value) throws SQLException {
        if (value.isPresent()) {
            statement.setBytes(column, value.get().bytes());
        } else {
            statement.setNull(column, Types.BLOB);
        }
    }

    private Connection writer() throws SQLException {
        Connection open = writer;
        if (open == null) {
            open = file.writer();
            if (greatestPageCount > 0) {
                SqliteFile.execute(open, "PRAGMA max_page_count = " + greatestPageCount);
            }
            writer = open;
        }
        return open;
    }

    private void giveUpWriter() {
        Connection open = writer;
        writer = null;
        file.leaveLog();
        SqliteReaders.close(open);
    }

    @Override
    public long size() {
        return readers.read(SqliteStore::size);
    }

    private static long size(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT max(idx) FROM entries");
                ResultSet result = select.executeQuery()) {
            result.next();
            long last = result.getLong(1);
            return result.wasNull() ? 0 : last + 1;
        }
    }

    @Override
    public List<StoredEntry> entries(long from, int most) {
        return readers.read(c -> {
            try (PreparedStatement select = c.prepareStatement(COLUMNS + "WHERE idx >= ? ORDER BY idx LIMIT ?")) {
                select.setLong(1, from);
                select.setInt(2, most);
                return entries(select);
            }
        });
    }

    @Override
    public long bytes(long from, long end) {
        return readers.read(c -> {
            try (PreparedStatement select =
                    c.prepareStatement("SELECT sum(length(bytes)) FROM entries WHERE idx >= ? AND idx < ?")) {
                select.setLong(1, from);
                select.setLong(2, end);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    @Override
    public Optional<StoredEntry> entry(long index) {
        return entries(index, 1).stream().filter(e -> e.index() == index).findFirst();
    }

    @Override
    public Optional<StoredEntry> find(Sha256 identity) {
        return readers.read(c -> {
            try (PreparedStatement select = c.prepareStatement(COLUMNS + "WHERE identity = ?")) {
                select.setBytes(1, identity.bytes());
                return entries(select).stream().findFirst();
            }
        });
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
                        row.getInt(6) == 1));
            }
        }
        return entries;
    }

    private static Optional<Sha256> hash(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getBytes(column)).map(Sha256::copyOf);
    }

    @Override
    public List<Long> governance(long end) {
        return readers.read(c -> {
            try (PreparedStatement select =
                    c.prepareStatement("SELECT idx FROM entries WHERE governance = 1 AND idx < ? ORDER BY idx")) {
                select.setLong(1, end);
                return indexes(select);
            }
        });
    }

    @Override
    public List<Long> incident(Sha256 incident, long end) {
        return readers.read(c -> {
            try (PreparedStatement select =
                    c.prepareStatement("SELECT idx FROM entries WHERE incident = ? AND idx < ? ORDER BY idx")) {
                select.setBytes(1, incident.bytes());
                select.setLong(2, end);
                return indexes(select);
            }
        });
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

    @Override
    public Tile tile(int level, long index) {
        return readers.read(c -> {
            try (PreparedStatement select =
                    c.prepareStatement("SELECT hashes FROM tiles WHERE level = ? AND idx = ?")) {
                select.setInt(1, level);
                select.setLong(2, index);
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next()) {
                        throw new StoreException(Kind.DAMAGED, "the store has no tile " + index + " of level " + level);
                    }
                    return Tile.of(row.getBytes(1));
                }
            }
        });
    }

    @Override
    public List<Sha256> leaves(long from, int count) {
        return readers.read(c -> {
            try (PreparedStatement select =
                    c.prepareStatement("SELECT leaf FROM entries WHERE idx >= ? ORDER BY idx LIMIT ?")) {
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
        });
    }

    @Override
    public CosignedHeads cosigned() {
        return cosigned;
    }

    @Override
    public StampedHeads stamped() {
        return stamped;
    }

    @Override
    public void close() {
        readers.close();
        alone(store -> {
            store.giveUpWriter();
            return store;
        });
    }
}
