package org.demarche.server.store;

import java.util.List;
import java.util.Optional;

/**
 * Signed heads that the hubs of a log leave beside it, for hubs that only read. A copy of the store that lags behind shows a head only when it has all that the head
 * covers; and since a head is left only once all that is durable, nothing under a head that is seen here can be lost. Every method throws {@link StoreException} when
 * the medium fails.
 */
public interface HeadStore {
    /**
     * Leaves heads, each of which must have been published. One that is there already stays, or makes way for its newer self; those that are not lasting, and
     * smaller than the greatest of these, go. Waits for no turn at the end of the log, and nobody waits for it; when it returns, they are as durable as entries.
     *
     * @param heads at least one, by size, ascending
     */
    void leave(List<StoredHead> heads);

    /** The sizes of the lasting heads, ascending. */
    List<Long> lasting();

    /** The greatest head. */
    Optional<StoredHead> newest();

    /** The head of this size. */
    Optional<StoredHead> head(long size);
}
