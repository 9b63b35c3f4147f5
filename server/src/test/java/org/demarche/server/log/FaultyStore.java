package org.demarche.server.log;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Tile;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.Peer;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.Turn;

/** A real store that counts how often notices are looked for in it, and whose appends fail when told to: before anything is written, or after everything is. */
final class FaultyStore implements LogStore {
    private final LogStore store;
    private Optional<StoreException> before = Optional.empty();
    private Optional<StoreException> after = Optional.empty();
    private boolean thenUnreadable;
    private boolean unreadable;
    private int finds;
    private long lost;
    private boolean rewritten;
    private boolean shared;
    private long readable = Long.MAX_VALUE;

    FaultyStore(LogStore store) {
        this.store = store;
    }

    void failBefore(StoreException e) {
        before = Optional.of(e);
    }

    void failAfter(StoreException e) {
        after = Optional.of(e);
    }

    /** The next append takes place, but its end is not learnt, and its size cannot be asked for. */
    void failAfterAndThenToo(StoreException e) {
        failAfter(e);
        thenUnreadable = true;
    }

    void heal() {
        thenUnreadable = false;
        unreadable = false;
        readable = Long.MAX_VALUE;
        before = Optional.empty();
        after = Optional.empty();
    }

    /** Entries from this one on cannot be read. */
    void failReadsFrom(long index) {
        readable = index;
    }

    /** The store is now one that never took the last {@code count} entries, as after a failover that must not have been. */
    void lose(long count) {
        lost = count;
    }

    /** The store is now one that took others in the place of its last entries. */
    void rewrite() {
        rewritten = true;
    }

    /** From now on others may write as well. */
    void share() {
        shared = true;
    }

    /** How often an entry was looked for by its notice's identity, since the last time that this was asked. */
    int takeFinds() {
        int taken = finds;
        finds = 0;
        return taken;
    }

    @Override
    public Turn turn() {
        if (unreadable) {
            after.ifPresent(FaultyStore::fail);
        }
        return new FaultyTurn(store.turn());
    }

    private final class FaultyTurn implements Turn {
        private final Turn turn;

        FaultyTurn(Turn turn) {
            this.turn = turn;
        }

        @Override
        public long size() {
            return turn.size() - lost;
        }

        @Override
        public OptionalLong clockMs() {
            return turn.clockMs();
        }

        @Override
        public void commit(StoreBatch batch) {
            before.ifPresent(FaultyStore::fail);
            turn.commit(batch);
            unreadable = thenUnreadable;
            after.ifPresent(FaultyStore::fail);
        }

        @Override
        public void close() {
            turn.close();
        }
    }

    @Override
    public List<Peer> peers() {
        return store.peers();
    }

    @Override
    public long confirm() {
        before.ifPresent(FaultyStore::fail);
        if (unreadable) {
            after.ifPresent(FaultyStore::fail);
        }
        return store.confirm() - lost;
    }

    @Override
    public Optional<String> whyUnsafe() {
        return store.whyUnsafe();
    }

    @Override
    public boolean isShared() {
        return shared || store.isShared();
    }

    @Override
    public void onGrowth(Runnable listener) {
        store.onGrowth(listener);
    }

    private static void fail(StoreException e) {
        throw e;
    }

    @Override
    public long size() {
        if (unreadable) {
            after.ifPresent(FaultyStore::fail);
        }
        return store.size() - lost;
    }

    @Override
    public List<StoredEntry> entries(long from, int most) {
        if (from >= readable) {
            throw new StoreException(StoreException.Kind.FAILED, "away");
        }
        return store.entries(from, most);
    }

    @Override
    public long bytes(long from, long end) {
        return store.bytes(from, end);
    }

    @Override
    public Optional<StoredEntry> entry(long index) {
        return store.entry(index);
    }

    @Override
    public Optional<StoredEntry> find(Sha256 identity) {
        finds++;
        return store.find(identity);
    }

    @Override
    public List<Long> governance(long end) {
        return store.governance(end);
    }

    @Override
    public List<Long> incident(Sha256 incident, long end) {
        return store.incident(incident, end);
    }

    @Override
    public Tile tile(int level, long index) {
        return store.tile(level, index);
    }

    @Override
    public List<Sha256> leaves(long from, int count) {
        return rewritten ? List.of(Sha256.of()) : store.leaves(from, count);
    }

    @Override
    public CosignedHeads cosigned() {
        return store.cosigned();
    }

    @Override
    public StampedHeads stamped() {
        return store.stamped();
    }

    @Override
    public void close() {
        store.close();
    }
}
