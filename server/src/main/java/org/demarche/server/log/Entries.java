package org.demarche.server.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.escalation.Register;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.refusal.RefusedException;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredEntry;

/** The entries of the store, the newest ones from memory. Keeps nothing at hand that is not durable. Thread-safe. */
public final class Entries implements Register {
    private final LogStore store;
    private final Cache<Long, StoredEntry> byIndex;
    private final Cache<Sha256, StoredEntry> byIdentity;
    private volatile long durable;

    /**
     * The entries of {@code store}.
     *
     * @param bytesInMemory how many bytes of entries to keep at hand
     */
    public Entries(LogStore store, long bytesInMemory) {
        this.store = store;
        this.byIndex = bounded(bytesInMemory);
        this.byIdentity = bounded(bytesInMemory);
    }

    /** Evicts on the thread that puts: there is nothing to close, so it is cheaper than to wake another. */
    private static <K> Cache<K, StoredEntry> bounded(long bytesInMemory) {
        return Caffeine.newBuilder()
                .maximumWeight(bytesInMemory)
                .weigher((K key, StoredEntry entry) -> entry.bytes().size())
                .executor(Runnable::run)
                .build();
    }

    /** The entries before {@code end} are durable. */
    void durable(long end) {
        durable = end;
    }

    /** Keeps entries at hand that are durable. */
    void remember(List<StoredEntry> entries) {
        for (StoredEntry entry : entries) {
            byIndex.put(entry.index(), entry);
            entry.identity().ifPresent(id -> byIdentity.put(id, entry));
        }
    }

    /** The entry that holds the notice with this identity, however long ago it was logged. */
    public Optional<StoredEntry> ofNotice(Sha256 identity) {
        StoredEntry entry = byIdentity.getIfPresent(identity);
        if (entry != null) {
            return Optional.of(entry);
        }
        Optional<StoredEntry> stored = store.find(identity);
        // What another hub has just written may yet be lost with the machine that it was written on.
        stored.filter(found -> found.index() < durable).ifPresent(found -> byIdentity.put(identity, found));
        return stored;
    }

    /**
     * Entries in order.
     *
     * @param from index of the first one
     * @param end index after the last one; not beyond the published log
     * @param most how many at the most
     */
    public List<StoredEntry> range(long from, long end, int most) {
        int count = (int) Math.min(most, end - from);
        List<StoredEntry> entries = new ArrayList<>(count);
        for (long index = from; index < from + count; index++) {
            StoredEntry entry = byIndex.getIfPresent(index);
            if (entry == null) {
                // A gap in memory: whatever follows comes from the store in one read.
                entries.addAll(store.entries(index, (int) (from + count - index)));
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    @Override
    public Optional<Known> find(Sha256 notice) {
        return ofNotice(notice).map(Entries::known);
    }

    private static Known known(StoredEntry stored) {
        try {
            return new Known(
                    stored.index(),
                    UnverifiedEntry.parse(stored.bytes().toByteArray())
                            .notice()
                            .orElseThrow()
                            .notice());
        } catch (RefusedException e) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED,
                    "entry " + stored.index() + " is not as the hub wrote it; run demarche hub fsck",
                    e);
        }
    }
}
