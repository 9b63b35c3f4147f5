package org.demarche.server.store.sql;

import org.demarche.server.store.StoreException;

/** Runs what is asked of a database, each in a transaction of its own, which waits for no turn of another hub at the end of the log. */
public interface Transactions {
    /**
     * One that changes nothing.
     *
     * @throws StoreException if the medium fails
     */
    <T> T read(Query<T> query);

    /**
     * One whose changes are as durable as entries are when this returns.
     *
     * @throws StoreException if the medium fails
     */
    <T> T write(Query<T> query);
}
