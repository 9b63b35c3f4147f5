package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.demarche.postgres.PostgresServer;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.Peer;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.Turn;
import org.demarche.server.store.postgres.PostgresDatabase.Server;
import org.demarche.server.store.sql.EntryRows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hubs on one database, and what becomes of a turn when its session is cut, its hub stops, or it is not let in. */
final class SeveralHubsTest {
    private final PostgresServer server = SharedPostgres.server();
    private Hubs hubs;
    private PostgresStore one;
    private PostgresStore two;

    @BeforeEach
    void openTwo() {
        hubs = new Hubs(server, SharedPostgres.newDatabase());
        one = hubs.open("hub-1");
        two = hubs.open("hub-2");
    }

    @AfterEach
    void close() {
        hubs.close();
    }

    private static void assertKind(Kind kind, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void turns_ofTwoHubs_alternateAndSeeEachOther() {
        one.append(Hubs.batch(0, 3));
        try (Turn turn = two.turn()) {
            assertThat(turn.size()).isEqualTo(3);
            assertThat(two.entries(0, 10)).isEqualTo(Hubs.batch(0, 3).entries());
            turn.commit(Hubs.batch(3, 4));
        }
        assertThat(one.size()).isEqualTo(4);
        assertKind(Kind.CONFLICT, () -> one.append(Hubs.batch(3, 4)));
        one.append(Hubs.batch(4, 5));
        assertThat(two.confirm()).isEqualTo(5);
    }

    @Test
    void turn_ofAnotherHubWaiting_beginsWhereThisOneEnds() {
        CompletableFuture<Long> next;
        try (Turn turn = one.turn()) {
            next = CompletableFuture.supplyAsync(() -> {
                try (Turn waiting = two.turn()) {
                    return waiting.size();
                }
            });
            hubs.awaitWaiting("hub-2", "transactionid");
            turn.commit(Hubs.batch(0, 2));
        }
        assertThat(next.join()).isEqualTo(2);
    }

    @Test
    void clock_ofATurn_isReadUnderTheLock() throws SQLException {
        try (Connection holder = server.connect(hubs.database().url().database());
                Statement statement = holder.createStatement()) {
            statement.execute("BEGIN; SELECT size FROM demarche.head FOR UPDATE");
            CompletableFuture<Long> clock = CompletableFuture.supplyAsync(() -> {
                try (Turn turn = one.turn()) {
                    return turn.clockMs().orElseThrow();
                }
            });
            hubs.awaitWaiting("hub-1", "transactionid");
            long before = databaseMs();
            statement.execute("COMMIT");
            assertThat(clock.join()).isBetween(before, databaseMs());
        }
    }

    private long databaseMs() {
        return Long.parseLong(server.ask("SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint"));
    }

    @Test
    void confirm_whileAnotherHubHasItsTurn_doesNotWaitForIt() {
        one.append(Hubs.batch(0, 2));
        try (Turn turn = one.turn()) {
            assertThat(two.confirm()).isEqualTo(turn.size());
        }
        assertThat(server.ask(hubs.database().url().database(), "SELECT size FROM demarche.hubs WHERE name = 'hub-2'"))
                .isEqualTo("2");
    }

    @Test
    void peers_areTheOtherHubsThatHaveConfirmed_withHowLongAgo() {
        assertThat(one.peers()).isEmpty();
        one.append(Hubs.batch(0, 2));
        one.confirm();
        two.confirm();
        assertThat(one.peers()).singleElement().satisfies(peer -> {
            assertThat(peer.hub()).isEqualTo("hub-2");
            assertThat(peer.size()).isEqualTo(2);
            assertThat(peer.silentMs()).isBetween(0L, Hubs.PATIENCE.toMillis());
        });
        assertThat(two.peers()).extracting(Peer::hub).containsExactly("hub-1");
        silence("90 seconds");
        assertThat(one.peers())
                .singleElement()
                .satisfies(peer -> assertThat(peer.silentMs()).isGreaterThanOrEqualTo(90_000));
        silence("8 days");
        assertThat(one.peers()).as("taken away for good").isEmpty();
    }

    private void silence(String since) {
        server.ask(
                hubs.database().url().database(),
                "UPDATE demarche.hubs SET seen_at = clock_timestamp() - interval '" + since
                        + "' WHERE name = 'hub-2' RETURNING name");
    }

    @Test
    void onGrowth_anotherHubAppends_isToldByItsNotification() {
        AtomicInteger told = new AtomicInteger();
        GrowthWatch watch =
                new GrowthWatch(hubs.database(), Server.PRIMARY, "hub-2", LogSize::of, Hubs.PATIENCE.multipliedBy(2));
        try {
            watch.add(told::incrementAndGet);
            await().atMost(Hubs.PATIENCE).until(() -> told.get() == 1);
            one.append(Hubs.batch(0, 1));
            await().atMost(Hubs.PATIENCE).until(() -> told.get() == 2);
        } finally {
            watch.close();
        }
    }

    @Test
    void onGrowth_sessionCut_listensAgain() {
        AtomicInteger told = new AtomicInteger();
        two.onGrowth(told::incrementAndGet);
        await().atMost(Hubs.PATIENCE).until(() -> told.get() == 1);
        hubs.signal("pg_terminate_backend", "hub-2", "listening");
        one.append(Hubs.batch(0, 1));
        await().atMost(Hubs.PATIENCE).until(() -> told.get() >= 2);
    }

    @Test
    void turn_sessionCut_failsAndTheNextOpensAnother() {
        one.append(Hubs.batch(0, 1));
        try (Turn turn = one.turn()) {
            hubs.signal("pg_terminate_backend", "hub-1", "writing");
            assertKind(Kind.FAILED, () -> turn.commit(Hubs.batch(1, 2)));
        }
        assertThat(two.size()).isEqualTo(1);
        one.append(Hubs.batch(1, 2));
        assertThat(two.size()).isEqualTo(2);
    }

    @Test
    void turn_ofAHubThatStopped_isEndedAfterTwoSeconds() {
        try (Turn stopped = one.turn()) {
            assertThat(stopped.size()).isZero();
            two.append(Hubs.batch(0, 1));
            assertKind(Kind.BUSY, () -> stopped.commit(Hubs.batch(0, 1)));
        }
        one.append(Hubs.batch(1, 2));
        assertThat(two.size()).isEqualTo(2);
    }

    @Test
    void turn_lockNotHadInTime_isBusyAndTheNextTriesAgain() throws SQLException {
        try (Connection holder = server.connect(hubs.database().url().database());
                Statement statement = holder.createStatement()) {
            statement.execute("SET application_name = 'an operator'; BEGIN; SELECT size FROM demarche.head FOR UPDATE");
            assertThatThrownBy(() -> one.turn())
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BUSY))
                    .hasMessageContaining("is held by the session 'an operator', which did not let go in time");
        }
        one.append(Hubs.batch(0, 1));
    }

    @Test
    void turn_takenTwiceByOneThread_isAMistakeOfTheCaller() {
        try (Turn turn = one.turn()) {
            assertThatThrownBy(() -> one.confirm()).isInstanceOf(IllegalStateException.class);
            turn.commit(Hubs.batch(0, 1));
        }
    }

    @Test
    void open_roleThatCommitsAsynchronously_isRefused() {
        String database = hubs.database().url().database();
        server.execute("ALTER ROLE hub IN DATABASE " + database + " SET synchronous_commit = off");
        assertThatThrownBy(() -> hubs.open("hub-3"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("ALTER ROLE hub RESET synchronous_commit");
    }

    @Test
    void openToRead_whileHubsWrite_readsAndDoesNotWrite() {
        one.append(Hubs.batch(0, 2));
        try (LogStore reader = PostgresStore.openToRead(hubs.database())) {
            two.append(Hubs.batch(2, 3));
            assertThat(reader.size()).isEqualTo(3);
            assertKind(Kind.READ_ONLY, reader::turn);
        }
    }

    @Test
    void reader_thatWouldWrite_isRefusedByTheServer() {
        PostgresReaders readers = new PostgresReaders(hubs.database(), Server.PRIMARY, "test");
        try {
            assertKind(
                    Kind.READ_ONLY,
                    () -> readers.read(c -> {
                        EntryRows.insert(c, Hubs.batch(0, 1));
                        return c;
                    }));
        } finally {
            readers.close();
        }
    }

    @Test
    void closed_isSaid() {
        one.close();
        assertThatThrownBy(() -> one.size()).hasMessage("the store is closed");
        assertThatThrownBy(() -> one.turn()).hasMessage("the store is closed");
    }
}
