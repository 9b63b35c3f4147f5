package org.demarche.server.store;

import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.merkle.TileSource;

/**
 * An append-only, totally ordered log of entries, with the full tiles of its tree. Several writers may append, threads or hubs: each waits for its {@link Turn}, so
 * the store alone decides the order. Any number may read meanwhile, and a reader sees a batch whole or not at all. What can be read need not be durable yet, if
 * another writer brought it: {@link #confirm} says what is. Every method throws {@link StoreException} when the medium fails; the store stays usable and later
 * calls try again.
 */
public interface LogStore extends TileSource, AutoCloseable {
    /** Number of entries that can be read. */
    long size();

    /**
     * Waits for the turn at the end of the log. Until it is closed nobody else appends. The turn belongs to the thread that took it.
     *
     * @throws StoreException if the store cannot be written, or the turn cannot be had in time
     */
    Turn turn();

    /**
     * Appends a batch in a turn of its own.
     *
     * @throws StoreException as {@link #turn} and {@link Turn#commit}
     */
    default void append(StoreBatch batch) {
        try (Turn turn = turn()) {
            turn.commit(batch);
        }
    }

    /**
     * Writes and flushes what changes nothing. When it returns, whatever could be read when it was called is on the medium and outlives a loss of power, and of any
     * one machine where there are several, whoever wrote it.
     *
     * @return the number of entries of which that is so
     * @throws StoreException if the store cannot be written, or it was not learnt whether it was
     */
    long confirm();

    /**
     * Why something that {@link #confirm} or {@link Turn#commit} vouched for could be lost all the same, and what mends it, in a sentence for the operator; empty if
     * it could not. What others set up can change, so this is to be asked again from time to time; it may take as long as the medium takes.
     */
    Optional<String> whyUnsafe();

    /** Whether others may append as well, so that who does not reach the store does not know the end of the log. */
    boolean isShared();

    /**
     * From now on {@code listener} is told, on a thread of the store, when others may have appended: soon, and sometimes for nothing. It must not wait. A store that
     * one process alone can write tells nobody.
     */
    void onGrowth(Runnable listener);

    /**
     * Entries in order, fewer than asked for only at the end of the log.
     *
     * @param from index of the first one
     * @param most how many at the most
     */
    List<StoredEntry> entries(long from, int most);

    /**
     * How many bytes entries have together.
     *
     * @param from index of the first one
     * @param end index after the last one; not beyond the end of the log
     */
    long bytes(long from, long end);

    /** The entry at this index, or empty beyond the end of the log. */
    Optional<StoredEntry> entry(long index);

    /** The entry that holds the notice with this identity, if there is one. */
    Optional<StoredEntry> find(Sha256 identity);

    /** Indexes of the governance entries before {@code end}, ascending. */
    List<Long> governance(long end);

    /** Indexes of an incident's entries before {@code end}, ascending. */
    List<Long> incident(Sha256 incident, long end);

    /** Where hubs leave signed heads for hubs that only read; empty where there can be none of these: a log in one file is read by the hub that writes it. */
    default Optional<HeadStore> heads() {
        return Optional.empty();
    }

    /** The other hubs that have appended to it, by name; not those that have been gone for so long that they were taken away for good. */
    default List<Peer> peers() {
        return List.of();
    }

    /** The heads that were offered to witnesses, and what these said. */
    CosignedHeads cosigned();

    /** The heads that time authorities were asked to stamp, and the tokens. */
    StampedHeads stamped();

    @Override
    void close();
}
