package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.demarche.postgres.PostgresCluster;
import org.demarche.postgres.PostgresServer;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredHead;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A primary and a standby that must have each commit: what counts as durable when a wait is cancelled, a session cut, the primary restarted, a standby promoted. */
final class ReplicatedStoreTest {
    private static PostgresCluster cluster;

    private Hubs hubs;
    private PostgresStore store;

    @BeforeAll
    static void startCluster() {
        cluster = PostgresCluster.start(1);
    }

    @AfterAll
    static void endCluster() {
        cluster.close();
    }

    @BeforeEach
    void openStore() {
        PostgresServer primary = cluster.primary();
        hubs = new Hubs(primary, primary.url("hub", primary.createDatabase("hub")));
        store = hubs.open("hub-1");
        store.append(Hubs.batch(0, 1));
    }

    @AfterEach
    void closeStore() {
        hubs.close();
    }

    private static PostgresServer standby() {
        return cluster.standbys().get(0);
    }

    private static <T> CompletableFuture<T> started(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work);
    }

    private CompletableFuture<Long> appending() {
        return started(() -> {
            store.append(Hubs.batch(1, 2));
            return 2L;
        });
    }

    private static void assertUnknown(CompletableFuture<?> work) {
        CompletionException e = catchThrowableOfType(CompletionException.class, work::join);
        assertThat(e).as("no promise").isNotNull();
        assertThat(e.getCause())
                .isInstanceOfSatisfying(
                        StoreException.class, s -> assertThat(s.kind()).isEqualTo(Kind.UNKNOWN));
    }

    /** Nothing vouches for what is visible, as long as no standby has it. */
    private void assertConfirmedOnlyByTheStandby() {
        assertThat(store.size()).as("visible").isEqualTo(2);
        CompletableFuture<Long> confirming = started(store::confirm);
        hubs.awaitWaiting("hub-1", "SyncRep");
        assertThat(confirming).isNotDone();
        hubs.signal("pg_cancel_backend", "hub-1", "writing");
        assertUnknown(confirming);
        CompletableFuture<Long> again = started(store::confirm);
        hubs.awaitWaiting("hub-1", "SyncRep");
        standby().start();
        assertThat(again.join()).isEqualTo(2);
        cluster.awaitStreaming(1);
    }

    @Test
    void commit_waitForTheStandbyCancelled_isNotDurable() {
        standby().stop();
        CompletableFuture<Long> appending = appending();
        hubs.awaitWaiting("hub-1", "SyncRep");
        hubs.signal("pg_cancel_backend", "hub-1", "writing");
        assertUnknown(appending);
        assertConfirmedOnlyByTheStandby();
    }

    @Test
    void commit_sessionCutWhileItWaits_isNotDurable() {
        standby().stop();
        CompletableFuture<Long> appending = appending();
        hubs.awaitWaiting("hub-1", "SyncRep");
        hubs.signal("pg_terminate_backend", "hub-1", "writing");
        assertUnknown(appending);
        assertConfirmedOnlyByTheStandby();
    }

    @Test
    void commit_primaryRestartedInPlace_isNotDurableThoughVisible() {
        standby().stop();
        CompletableFuture<Long> appending = appending();
        hubs.awaitWaiting("hub-1", "SyncRep");
        cluster.primary().kill();
        assertUnknown(appending);
        cluster.primary().start();
        await().atMost(Hubs.PATIENCE).ignoreExceptions().until(() -> store.size() == 2);
        assertConfirmedOnlyByTheStandby();
    }

    @Test
    void close_whileACommitWaits_doesNotWaitForIt() {
        standby().stop();
        CompletableFuture<Long> appending = appending();
        hubs.awaitWaiting("hub-1", "SyncRep");
        store.close();
        assertUnknown(appending);
        standby().start();
        cluster.awaitStreaming(1);
    }

    @Test
    void commit_ofAConnectionGivenUpWhileItWaits_isEndedByTheHubsNext() throws SQLException {
        String database = hubs.database().url().database();
        standby().stop();
        CompletableFuture<Long> appending = appending();
        hubs.awaitWaiting("hub-1", "SyncRep");
        try (Connection superuser = cluster.primary().connect(database);
                Statement statement = superuser.createStatement()) {
            statement.execute("SET search_path = demarche");
            assertThat(LockHolder.find(superuser)).contains(new LockHolder("demarche hub-1 writing", true));
            store.close();
            assertUnknown(appending);
            assertThat(LockHolder.find(superuser)).as("the server goes on").isPresent();

            store = hubs.open("hub-1");
            await().atMost(Hubs.PATIENCE).until(() -> LockHolder.find(superuser).isEmpty());
        }
        assertConfirmedOnlyByTheStandby();
    }

    @Test
    void whyUnsafe_standbyRequired_saysWhatIsMissing() {
        cluster.primary().execute("REVOKE pg_read_all_stats FROM hub");
        assertThatThrownBy(() -> PostgresStore.open(hubs.database(), "hub-2", 1))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("GRANT pg_read_all_stats TO hub");
        cluster.primary().execute("GRANT pg_read_all_stats TO hub");
        try (PostgresStore careful = PostgresStore.open(hubs.database(), "hub-2", 1)) {
            assertThat(careful.whyUnsafe()).isEmpty();
            standby().stop();
            assertThat(careful.whyUnsafe())
                    .hasValueSatisfying(why -> assertThat(why).contains("0 synchronous standbys are streaming"));
            standby().start();
            cluster.awaitStreaming(1);
            assertThat(careful.whyUnsafe()).isEmpty();
        }
    }

    @Test
    void standbyAlone_isNotWrittenToButRead() {
        String database = hubs.database().url().database();
        PostgresDatabase copy =
                new PostgresDatabase(PostgresUrl.parse(standby().url("hub", database)), Optional.empty());
        assertThatThrownBy(() -> PostgresStore.open(copy, "hub-2", 0))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILED))
                .hasMessageContaining("has no primary");
        try (LogStore reader = PostgresStore.openToRead(copy)) {
            AtomicInteger told = new AtomicInteger();
            reader.onGrowth(told::incrementAndGet);
            await().atMost(Hubs.PATIENCE).until(() -> told.get() == 1);
            store.append(Hubs.batch(1, 2));
            store.heads().orElseThrow().leave(List.of(new StoredHead(2, ByteString.copyFromUtf8("a note"), false)));
            await().atMost(Hubs.PATIENCE).until(() -> told.get() == 2);
            assertThat(reader.entries(0, 10)).isEqualTo(Hubs.batch(0, 2).entries());
        }
    }
}
