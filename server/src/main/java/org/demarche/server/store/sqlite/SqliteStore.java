package org.demarche.server.store.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Tile;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.Turn;
import org.demarche.server.store.sql.EntryRows;
import org.demarche.server.store.sql.Query;
import org.demarche.server.store.sql.SqlCosigned;
import org.demarche.server.store.sql.SqlStamped;
import org.demarche.server.store.sql.Transactions;

/** A log in one SQLite file. Whatever is written goes through one connection, each batch in one transaction, flushed before {@link #append} returns. */
public final class SqliteStore implements LogStore {
    private final SqliteFile file;
    private final SqliteReaders readers;
    private final SqliteWriter writer;
    private final CosignedHeads cosigned;
    private final StampedHeads stamped;

    private SqliteStore(SqliteFile file) {
        this.file = file;
        this.readers = new SqliteReaders(file);
        this.writer = new SqliteWriter(file);
        Transactions tables = new Tables(readers, writer);
        this.cosigned = new SqlCosigned(tables);
        this.stamped = new SqlStamped(tables);
    }

    /** The tables beside the log, in its own file. */
    private record Tables(SqliteReaders readers, SqliteWriter writer) implements Transactions {
        @Override
        public <T> T read(Query<T> query) {
            return readers.read(query);
        }

        @Override
        public <T> T write(Query<T> query) {
            return writer.write(query);
        }
    }

    /**
     * Opens the store in {@code path}, creating it if need be.
     *
     * @throws StoreException if there is something else, or it cannot be opened
     */
    public static SqliteStore open(Path path) {
        SqliteStore store = new SqliteStore(new SqliteFile(path));
        store.writer.connect();
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

    /** As {@link SqliteWriter#limitPages}. */
    void limitPages(long pages) {
        writer.limitPages(pages);
    }

    /** As {@link SqliteWriter#durability}. */
    String durability() {
        return writer.durability();
    }

    @Override
    public Turn turn() {
        return writer.turn();
    }

    @Override
    public long confirm() {
        return writer.confirm();
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

    @Override
    public long size() {
        return readers.read(SqliteWriter::size);
    }

    @Override
    public List<StoredEntry> entries(long from, int most) {
        return readers.read(c -> EntryRows.entries(c, from, most));
    }

    @Override
    public long bytes(long from, long end) {
        return readers.read(c -> EntryRows.bytes(c, from, end));
    }

    @Override
    public Optional<StoredEntry> entry(long index) {
        return readers.read(c -> EntryRows.entry(c, index));
    }

    @Override
    public Optional<StoredEntry> find(Sha256 identity) {
        return readers.read(c -> EntryRows.find(c, identity));
    }

    @Override
    public List<Long> governance(long end) {
        return readers.read(c -> EntryRows.governance(c, "governance = 1", end));
    }

    @Override
    public List<Long> incident(Sha256 incident, long end) {
        return readers.read(c -> EntryRows.incident(c, incident, end));
    }

    @Override
    public Tile tile(int level, long index) {
        return readers.read(c -> EntryRows.tile(c, level, index));
    }

    @Override
    public List<Sha256> leaves(long from, int count) {
        return readers.read(c -> EntryRows.leaves(c, from, count));
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
        writer.close();
    }
}
