package org.demarche.server.store;

import java.util.OptionalLong;

/**
 * A writer's turn at the end of the log, during which nobody else appends. It ends with a {@link #commit}, or with nothing. After a failure nothing more can be done
 * in it.
 */
public interface Turn extends AutoCloseable {
    /** Number of entries in the log. Those that others wrote are durable once this turn's commit is. */
    long size();

    /** What the store's clock shows, in milliseconds since 1970 UTC, where several hubs share it; empty: each hub goes by its own. */
    OptionalLong clockMs();

    /**
     * Appends a batch and ends the transaction. When this returns, the batch and all before it is on the medium and outlives a loss of power, and of any one machine
     * where there are several; when it throws, nothing of it may be promised to anybody.
     *
     * @throws StoreException {@link StoreException.Kind#CONFLICT} if the batch does not begin at {@link #size}, or brings an identity a second time
     */
    void commit(StoreBatch batch);

    /** Lets the next writer in. What was not committed has not been. */
    @Override
    void close();
}
