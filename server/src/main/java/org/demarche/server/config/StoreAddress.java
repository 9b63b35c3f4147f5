package org.demarche.server.config;

import java.nio.file.Path;
import org.demarche.server.store.postgres.PostgresDatabase;

/** Where the log is kept. */
public sealed interface StoreAddress {
    /**
     * One file, for one hub.
     *
     * @param path SQLite's
     */
    record File(Path path) implements StoreAddress {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * A PostgreSQL database, for as many hubs as are wanted.
     *
     * @param database where it is, and how to log in
     * @param standbys how many synchronous standbys must be alive for a commit to count
     * @param hub this hub's name among those of the database
     */
    record Database(PostgresDatabase database, int standbys, String hub) implements StoreAddress {
        @Override
        public String toString() {
            return database.url().toString();
        }
    }

    /**
     * A server with a copy of such a database, for a hub that only reads.
     *
     * @param database where it is, one server, and how to log in
     */
    record Standby(PostgresDatabase database) implements StoreAddress {
        @Override
        public String toString() {
            return database.url().toString();
        }
    }
}
