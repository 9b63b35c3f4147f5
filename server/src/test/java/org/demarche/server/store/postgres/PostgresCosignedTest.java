package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.CosignedHeadsContract;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.Turn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Offered heads of several hubs in one database. */
final class PostgresCosignedTest extends CosignedHeadsContract {
    private static Hubs hubs;

    @BeforeAll
    static void createDatabase() {
        hubs = new Hubs(SharedPostgres.server(), SharedPostgres.newDatabase());
    }

    @AfterAll
    static void closeHubs() {
        hubs.close();
    }

    /** One database does for all tests, each with empty tables. */
    @BeforeEach
    void empty() {
        SharedPostgres.server()
                .execute(hubs.database().url().database(), "TRUNCATE demarche.offered, demarche.cosignatures");
    }

    @Override
    protected LogStore open(Path directory) {
        return hubs.open("hub-1");
    }

    private static ByteString note(long size) {
        return ByteString.copyFromUtf8("the note of " + size);
    }

    @Test
    void offer_bySeveralHubsAtOnce_isTheSameForAllOfThem() {
        CosignedHeads two = hubs.open("hub-2").cosigned();
        CompletableFuture<Void> other =
                CompletableFuture.runAsync(() -> LongStream.rangeClosed(1, 40).forEach(n -> two.offer(n, note(n))));
        LongStream.rangeClosed(1, 40).forEach(n -> heads.offer(n, note(n)));
        other.join();
        assertThat(heads.heads(0, 100)).isEqualTo(two.heads(0, 100));
        assertThat(heads.newest()).contains(new OfferedHead(40, note(40), false, false));
    }

    @Test
    void settle_bySeveralHubsAtOnce_endsForAllOfThem() {
        LongStream.rangeClosed(1, 60).forEach(n -> heads.offer(n, note(n)));
        CosignedHeads two = hubs.open("hub-2").cosigned();
        List<Long> all = LongStream.rangeClosed(1, 50).boxed().toList();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> two.settle(List.of(7L), all));
        heads.settle(List.of(7L), all);
        other.join();
        assertThat(heads.heads(0, 100))
                .extracting(OfferedHead::size)
                .hasSize(11)
                .startsWith(7L, 51L);
    }

    @Test
    void offer_whileAnotherHasItsTurn_doesNotWaitForIt() {
        try (Turn turn = store.turn()) {
            assertThat(heads.offer(1, note(1))).isTrue();
            assertThat(turn.size()).isZero();
        }
    }

    @Test
    void offer_sessionCut_failsAndTheNextOpensAnother() {
        heads.offer(1, note(1));
        hubs.signal("pg_terminate_backend", "hub-1", "witnesses");
        assertThatThrownBy(() -> heads.offer(2, note(2))).isInstanceOf(StoreException.class);
        assertThat(heads.offer(3, note(3))).isTrue();
    }
}
