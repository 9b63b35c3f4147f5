package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.store.HeadStore;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredHead;
import org.demarche.server.store.Turn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The heads that hubs leave beside the log. */
final class PostgresHeadsTest {
    private Hubs hubs;
    private PostgresStore store;
    private HeadStore one;
    private HeadStore two;

    @BeforeEach
    void open() {
        hubs = new Hubs(SharedPostgres.server(), SharedPostgres.newDatabase());
        store = hubs.open("hub-1");
        one = store.heads().orElseThrow();
        two = hubs.open("hub-2").heads().orElseThrow();
    }

    @AfterEach
    void close() {
        hubs.close();
    }

    private static StoredHead head(long size, boolean lasting) {
        return new StoredHead(size, ByteString.copyFromUtf8("the head of " + size), lasting);
    }

    @Test
    void heads_beforeAnyWasLeft_areNone() {
        assertThat(one.newest()).isEmpty();
        assertThat(one.lasting()).isEmpty();
        assertThat(one.head(1)).isEmpty();
    }

    @Test
    void leave_greaterHead_theLastingStayAndTheOthersMakeWay() {
        one.leave(List.of(head(1_024, true), head(2_048, true), head(2_100, false)));
        one.leave(List.of(head(2_200, false)));
        assertThat(two.newest()).contains(head(2_200, false));
        assertThat(two.lasting()).containsExactly(1_024L, 2_048L);
        assertThat(two.head(1_024)).contains(head(1_024, true));
        assertThat(two.head(2_100)).isEmpty();
        assertThat(two.head(1_025)).isEmpty();
    }

    @Test
    void leave_sameSizeAgain_isTheNewerNoteAndStaysLasting() {
        one.leave(List.of(head(1_024, true)));
        StoredHead anew = new StoredHead(1_024, ByteString.copyFromUtf8("with another time"), false);
        two.leave(List.of(anew));
        assertThat(one.newest()).contains(new StoredHead(1_024, anew.note(), true));
    }

    @Test
    void leave_byAHubThatIsBehind_leavesTheGreaterOne() {
        one.leave(List.of(head(30, false)));
        two.leave(List.of(head(20, false)));
        assertThat(one.newest()).contains(head(30, false));
    }

    @Test
    void leave_bySeveralHubsAtOnce_endsForAllOfThem() {
        List<StoredHead> heads = new ArrayList<>();
        for (long size = 1_024; size <= 64 * 1_024; size += 1_024) {
            heads.add(head(size, true));
        }
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> two.leave(heads));
        one.leave(heads);
        other.join();
        assertThat(one.lasting()).hasSize(64);
    }

    @Test
    void leave_whileAnotherHasItsTurn_doesNotWaitForIt() {
        try (Turn turn = store.turn()) {
            one.leave(List.of(head(1, false)));
            assertThat(turn.size()).isZero();
        }
        assertThat(two.newest()).contains(head(1, false));
    }

    @Test
    void leave_sessionCut_failsAndTheNextOpensAnother() {
        one.leave(List.of(head(1, false)));
        hubs.signal("pg_terminate_backend", "hub-1", "heads");
        assertThatThrownBy(() -> one.leave(List.of(head(2, false)))).isInstanceOf(StoreException.class);
        one.leave(List.of(head(3, false)));
        assertThat(two.newest()).contains(head(3, false));
    }

    @Test
    void onGrowth_ofAReader_tellsOfHeadsAndNotOfEntries() {
        AtomicInteger told = new AtomicInteger();
        try (LogStore reader = PostgresStore.openToRead(hubs.database())) {
            reader.onGrowth(told::incrementAndGet);
            await().atMost(Hubs.PATIENCE).until(() -> told.get() == 1);
            store.append(Hubs.batch(0, 2));
            one.leave(List.of(head(2, false)));
            await().atMost(Hubs.PATIENCE).until(() -> told.get() == 2);
            assertThat(reader.heads().orElseThrow().newest()).contains(head(2, false));
        }
    }

    @Test
    void closed_isSaid() {
        store.close();
        assertThatThrownBy(() -> one.leave(List.of(head(1, false))))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILED))
                .hasMessage("the store is closed");
    }
}
