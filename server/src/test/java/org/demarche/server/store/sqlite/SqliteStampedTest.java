package org.demarche.server.store.sqlite;

import java.nio.file.Path;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StampedHeadsContract;

/** Stamped heads in the log's own file. */
final class SqliteStampedTest extends StampedHeadsContract {
    @Override
    protected LogStore open(Path directory) {
        return SqliteStore.open(directory.resolve("hub.sqlite"));
    }
}
