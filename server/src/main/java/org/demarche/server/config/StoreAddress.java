package org.demarche.server.config;

import java.nio.file.Path;
import java.util.Optional;

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
     * @param url {@code postgresql://user@host:port,host:port/database?parameter=value}
     * @param password file with the user's password; empty: the user is known by a certificate
     * @param standbys how many synchronous standbys must be alive for a commit to count
     * @param hub this hub's name among those of the database
     */
    record Database(String url, Optional<Path> password, int standbys, String hub) implements StoreAddress {
        @Override
        public String toString() {
            return url;
        }
    }
}
