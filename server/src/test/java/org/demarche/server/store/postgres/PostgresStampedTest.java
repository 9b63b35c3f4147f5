package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StampedHeadsContract;
import org.demarche.server.store.Turn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stamped heads of several hubs in one database. */
final class PostgresStampedTest extends StampedHeadsContract {
    private @Nullable Hubs hubs;

    @Override
    protected LogStore open(Path directory) {
        return hubs().open("hub-1");
    }

    private Hubs hubs() {
        if (hubs == null) {
            hubs = new Hubs(SharedPostgres.server(), SharedPostgres.newDatabase());
        }
        return hubs;
    }

    @AfterEach
    void closeHubs() {
        hubs().close();
    }

    private static FrozenHead head(long size, String hub) {
        return new FrozenHead(size, ByteString.copyFromUtf8(size + " by " + hub));
    }

    @Test
    void freeze_bySeveralHubsAtOnce_isTheSameForAllOfThem() {
        StampedHeads two = hubs().open("hub-2").stamped();
        CompletableFuture<Void> other = CompletableFuture.runAsync(
                () -> LongStream.rangeClosed(1, 40).forEach(n -> two.freeze(head(n, "two"))));
        LongStream.rangeClosed(1, 40).forEach(n -> heads.freeze(head(n, "one")));
        other.join();
        assertThat(heads.heads(0, 100)).isEqualTo(two.heads(0, 100));
        assertThat(heads.newest().orElseThrow().size()).isEqualTo(40);
    }

    @Test
    void freeze_whileAnotherHasItsTurn_doesNotWaitForIt() {
        try (Turn turn = store.turn()) {
            assertThat(heads.freeze(head(1, "one"))).isTrue();
            assertThat(turn.size()).isZero();
        }
    }
}
