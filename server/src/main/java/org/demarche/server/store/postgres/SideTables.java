package org.demarche.server.store.postgres;

import org.demarche.server.store.sql.Query;
import org.demarche.server.store.sql.Transactions;

/** Tables beside the log. What a hub writes there goes over a connection of its own, so that no entry ever waits for it, nor for a witness or a time authority. */
final class SideTables implements Transactions {
    private final PostgresDatabase database;
    private final KeptConnection kept;
    private final PostgresReaders readers;

    /** @param purpose tells the server what the connection is for */
    SideTables(PostgresDatabase database, String purpose, PostgresReaders readers) {
        this.database = database;
        this.kept = new KeptConnection(database, purpose, open -> {}, () -> {});
        this.readers = readers;
    }

    @Override
    public <T> T read(Query<T> query) {
        return readers.read(query);
    }

    @Override
    public synchronized <T> T write(Query<T> query) {
        return kept.attempt(open -> {
            WriteTransaction.begin(open, "", 0);
            T done = query.ask(open);
            WriteTransaction.commit(open, database.url());
            return done;
        });
    }

    /** Does not wait for a COMMIT that waits for a standby. */
    void close() {
        kept.close(true);
    }
}
