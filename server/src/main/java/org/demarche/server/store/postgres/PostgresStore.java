package org.demarche.server.store.postgres;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Tile;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.HeadStore;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.Peer;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.Turn;
import org.demarche.server.store.postgres.PostgresDatabase.Server;
import org.demarche.server.store.sql.EntryRows;
import org.demarche.server.store.sql.SqlCosigned;
import org.demarche.server.store.sql.SqlStamped;

/**
 * A log in a PostgreSQL database, to which several hubs append. The first commands are {@link #init}, once, and {@link #open} for each hub. When the database fails
 * or fails over, calls throw and later calls find the new primary by themselves.
 */
public final class PostgresStore implements LogStore {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final PostgresDatabase database;
    private final int standbys;
    private final String purpose;
    private final PostgresReaders readers;
    private final GrowthWatch growth;
    private final Optional<PostgresWriter> writer;
    private final PostgresHeads heads;
    private final SideTables witnesses;
    private final SideTables time;

    private PostgresStore(PostgresDatabase database, int standbys, Server server, String purpose, boolean writes) {
        this.database = database;
        this.standbys = standbys;
        this.purpose = purpose;
        this.readers = new PostgresReaders(database, server, purpose);
        this.growth = new GrowthWatch(database, server, purpose, writes ? LogSize::of : HeadRows::newestSize, LOOK);
        this.heads = new PostgresHeads(database, purpose, readers);
        this.witnesses = new SideTables(database, purpose + " witnesses", readers);
        this.time = new SideTables(database, purpose + " time", readers);
        this.writer = writes
                ? Optional.of(new PostgresWriter(database, purpose, readers::renew, growth::know))
                : Optional.empty();
    }

    /**
     * Creates the tables in an empty database, or brings those of an earlier release forward. Stop the hubs of the earlier release first: they refuse the new tables
     * when they next connect. Does nothing to tables of this release.
     *
     * @return the version that they had; 0: there were none
     * @throws StoreException if the tables are of a later release, or cannot be written
     */
    public static int init(PostgresDatabase database) {
        return Schema.migrate(database);
    }

    /**
     * Opens the store for a hub. Reads and writes go to the primary.
     *
     * @param hub the hub's name, another for each that shares the log
     * @param standbys how many standbys must have a commit before it counts; 0 where there is one server alone
     * @throws StoreException if it cannot be opened, has tables of another release, or {@link #whyUnsafe could lose a commit}
     */
    public static PostgresStore open(PostgresDatabase database, String hub, int standbys) {
        if (hub.isEmpty() || standbys < 0) {
            throw new IllegalArgumentException(
                    "hub: '" + hub + "', standbys: " + standbys + " (expected: a name, and >= 0)");
        }
        PostgresStore store = new PostgresStore(database, standbys, Server.PRIMARY, hub, true);
        try {
            store.writer().connect();
            Optional<String> unsafe = store.whyUnsafe();
            if (unsafe.isPresent()) {
                throw new StoreException(Kind.FAILED, unsafe.get());
            }
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Opens the store to be read, from the first of its servers that answers; that may be a standby, which shows what it has by then, and {@link #onGrowth} tells of
     * heads that were left.
     *
     * @throws StoreException if there is none, or it cannot be opened
     */
    public static PostgresStore openToRead(PostgresDatabase database) {
        PostgresStore store = new PostgresStore(database, 0, Server.ANY, "reader", false);
        try {
            store.readers.read(c -> {
                Schema.check(database.url(), c);
                return c;
            });
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public Optional<String> whyUnsafe() {
        return readers.read(ClusterCheck::ask)
                .whyUnsafe(database.url().user(), standbys)
                .map(why -> database.url().place() + ": " + why);
    }

    @Override
    public Turn turn() {
        try {
            return writer().turn();
        } catch (StoreException e) {
            throw e.kind() == Kind.BUSY ? new StoreException(Kind.BUSY, whoHolds(e), e) : e;
        }
    }

    private String whoHolds(StoreException busy) {
        String sentence = String.valueOf(busy.getMessage());
        try {
            return readers.read(LockHolder::find)
                    .map(holder -> holder.sentence(database.url()))
                    .orElse(sentence);
        } catch (StoreException unreadable) {
            busy.addSuppressed(unreadable);
            return sentence;
        }
    }

    @Override
    public long confirm() {
        return writer().confirm();
    }

    private PostgresWriter writer() {
        return writer.orElseThrow(() -> new StoreException(Kind.READ_ONLY, "the store was opened to be read"));
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public void onGrowth(Runnable listener) {
        growth.add(listener);
    }

    @Override
    public long size() {
        return readers.read(LogSize::of);
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
        return readers.read(c -> EntryRows.governance(c, "governance", end));
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
    public List<Peer> peers() {
        // A standby shows how things were some time ago.
        return writer.isPresent() ? readers.read(c -> PeerRows.but(c, purpose)) : List.of();
    }

    @Override
    public Optional<HeadStore> heads() {
        return Optional.of(heads);
    }

    @Override
    public CosignedHeads cosigned() {
        return new SqlCosigned(witnesses);
    }

    @Override
    public StampedHeads stamped() {
        return new SqlStamped(time);
    }

    @Override
    public void close() {
        growth.close();
        heads.close();
        witnesses.close();
        time.close();
        writer.ifPresent(PostgresWriter::close);
        readers.close();
    }
}
