package org.demarche.server;

import java.nio.file.Files;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.postgres.PostgresStore;
import org.demarche.server.store.sqlite.SqliteStore;

/** Opens the store that a configuration names. */
public final class HubStore {
    private HubStore() {}

    /**
     * A store to begin a log in.
     *
     * @throws StoreException if it cannot be opened
     */
    public static LogStore create(StoreAddress at) {
        if (at instanceof StoreAddress.File file) {
            return SqliteStore.open(file.path());
        }
        if (at instanceof StoreAddress.Standby) {
            throw new StoreException(
                    Kind.READ_ONLY,
                    "store.read_only is true: a log is begun, restored and carried in the folder of a hub that writes");
        }
        StoreAddress.Database address = (StoreAddress.Database) at;
        PostgresStore.init(address.database());
        return PostgresStore.open(address.database(), address.hub(), address.standbys());
    }

    /**
     * The store of a log that has begun; one to be read alone if the hub only reads.
     *
     * @throws StoreException if there is none, or it cannot be opened
     */
    public static LogStore open(StoreAddress at) {
        if (at instanceof StoreAddress.File file) {
            requireThere(file);
            return SqliteStore.open(file.path());
        }
        if (at instanceof StoreAddress.Standby) {
            return openToRead(at);
        }
        StoreAddress.Database address = (StoreAddress.Database) at;
        return PostgresStore.open(address.database(), address.hub(), address.standbys());
    }

    /**
     * Brings the tables of a store forward to this release. No hub may run on it.
     *
     * @return the version that they had
     * @throws StoreException if there are none, they are of a later release, or cannot be written
     */
    public static int upgrade(StoreAddress at) {
        if (at instanceof StoreAddress.Standby) {
            throw new StoreException(
                    Kind.READ_ONLY, "store.read_only is true: upgrade the tables in the folder of a hub that writes");
        }
        if (at instanceof StoreAddress.Database address) {
            return PostgresStore.init(address.database());
        }
        StoreAddress.File file = (StoreAddress.File) at;
        requireThere(file);
        return SqliteStore.upgrade(file.path());
    }

    /**
     * The store of a log that has begun, to be read only, also while a hub appends to it.
     *
     * @throws StoreException if there is none, or it cannot be opened
     */
    public static LogStore openToRead(StoreAddress at) {
        if (at instanceof StoreAddress.File file) {
            requireThere(file);
            return SqliteStore.openToRead(file.path());
        }
        return PostgresStore.openToRead(
                at instanceof StoreAddress.Standby standby
                        ? standby.database()
                        : ((StoreAddress.Database) at).database());
    }

    private static void requireThere(StoreAddress.File file) {
        if (!Files.isRegularFile(file.path())) {
            throw new StoreException(Kind.ABSENT, file.path() + " does not exist: run demarche hub init first");
        }
    }
}
