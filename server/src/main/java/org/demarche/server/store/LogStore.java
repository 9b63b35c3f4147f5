package org.demarche.server.store;

import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.merkle.TileSource;

/**
 * An append-only, totally ordered log of entries, with the full tiles of its tree. One thread at a time appends; any number may read meanwhile, and a reader
 * sees a batch whole or not at all. Every method throws {@link StoreException} when the medium fails; the store stays usable and later calls try again.
 */
public interface LogStore extends TileSource, AutoCloseable {
    /** Number of entries. */
    long size();

    /**
     * Appends a batch in one transaction. When this returns, the batch is on the medium and outlives a loss of power; when it throws, nothing of it may be
     * promised to anybody.
     *
     * @throws StoreException {@link StoreException.Kind#CONFLICT} if the batch does not begin at {@link #size}, or brings an identity a second time
     */
    void append(StoreBatch batch);

    /**
     * Writes and flushes what changes nothing, to learn whether the medium can be written.
     *
     * @throws StoreException as {@link #append} would
     */
    void probe();

    /**
     * Entries in order, fewer than asked for only at the end of the log.
     *
     * @param from index of the first one
     * @param most how many at the most
     */
    List<StoredEntry> entries(long from, int most);

    /** The entry at this index, or empty beyond the end of the log. */
    Optional<StoredEntry> entry(long index);

    /** The entry that holds the notice with this identity, if there is one. */
    Optional<StoredEntry> find(Sha256 identity);

    /** Indexes of the governance entries before {@code end}, ascending. */
    List<Long> governance(long end);

    /** Indexes of an incident's entries before {@code end}, ascending. */
    List<Long> incident(Sha256 incident, long end);

    @Override
    void close();
}
