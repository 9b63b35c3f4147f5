package org.demarche.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.demarche.escalation.TestKeys;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.HubException;
import org.demarche.server.HubStore;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.carry.Carriage;
import org.demarche.server.carry.LongLog;
import org.demarche.server.carry.StoredLog;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredHead;
import org.demarche.server.store.postgres.PostgresDatabase;
import org.demarche.server.store.postgres.PostgresUrl;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a backup goes, and that it says so where it goes less far than the log. */
final class ExtentsTest {
    private static final Extents IMPATIENT = new Extents(0);

    @TempDir
    private Path directory;

    @Test
    void of_aDatabaseWithEntriesThatNoHeadCovers_saysWhichAreLeftOut() throws Exception {
        StoreAddress.Database address = new StoreAddress.Database(
                new PostgresDatabase(PostgresUrl.parse(SharedPostgres.newDatabase()), Optional.empty()), 0, "one");
        try (LogStore from = SqliteStore.openToRead(LongLog.FILE);
                LogStore store = HubStore.create(address)) {
            new Carriage(store, new UnfinishedStore(directory, address), LongLog.VERIFIER, n -> {})
                    .run(new StoredLog(from, "the long log"), LongLog.head(from, LongLog.SIZE), charter -> {});
            assertThatThrownBy(() -> IMPATIENT.of(store, address, directory))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("no head in the database covers its entries");
            leave(store, from, 610);
            Backup.Extent behind = IMPATIENT.of(store, address, directory);
            assertThat(behind.size()).isEqualTo(610);
            assertThat(behind.left()).isEqualTo(3);
            assertThat(behind.whatIsLeft().orElseThrow())
                    .contains(
                            "the entries from 610 to 612 are not in this backup", "no hub of this log has left a head")
                    .contains("take another backup");
            leave(store, from, 612);
            assertThat(IMPATIENT.of(store, address, directory).whatIsLeft().orElseThrow())
                    .contains("entry 612 is not in this backup");
            leave(store, from, LongLog.SIZE);
            assertThat(IMPATIENT.of(store, address, directory).whatIsLeft()).isEmpty();
        }
    }

    private static void leave(LogStore store, LogStore from, long size) {
        store.heads()
                .orElseThrow()
                .leave(List.of(new StoredHead(
                        size,
                        ByteString.copyFrom(LongLog.note(LongLog.ORIGIN, TestKeys.log(), LongLog.head(from, size))),
                        false)));
    }
}
