package org.demarche.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.demarche.server.store.CosignedHeadsContract;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.junit.jupiter.api.Test;

/** Offered heads in the log's own file. */
final class SqliteCosignedTest extends CosignedHeadsContract {
    @Override
    protected LogStore open(Path directory) {
        return SqliteStore.open(directory.resolve("hub.sqlite"));
    }

    @Test
    void offer_diskFull_isSaidAndGoesOnOnceThereIsSpace() {
        heads.offer(1, ByteString.copyFromUtf8("a note"));
        ((SqliteStore) store).limitPages(12);
        assertThatThrownBy(() -> heads.offer(2, ByteString.copyFrom(new byte[60_000])))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FULL));
        ((SqliteStore) store).limitPages(0);
        assertThat(heads.offer(2, ByteString.copyFrom(new byte[60_000]))).isTrue();
    }

    @Test
    void openToRead_whileAHubOffers_seesWhatIsCommitted() {
        heads.offer(1, ByteString.copyFromUtf8("a note"));
        try (LogStore reader = SqliteStore.openToRead(directory.resolve("hub.sqlite"))) {
            heads.markWitnessed(1);
            assertThat(reader.cosigned().witnessed(0, 10)).isEqualTo(List.of(1L));
        }
    }
}
