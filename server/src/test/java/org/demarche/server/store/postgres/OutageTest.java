package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.demarche.postgres.PostgresServer;
import org.demarche.postgres.SharedPostgres;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that is gone: each time the store says so in one sentence, promises nothing, and goes on when it is back. */
final class OutageTest {
    private final PostgresServer server = SharedPostgres.server();
    private Hubs hubs;
    private String database;
    private PostgresStore store;

    @BeforeEach
    void open() {
        hubs = new Hubs(server, SharedPostgres.newDatabase());
        database = hubs.database().url().database();
        store = hubs.open("hub-1");
        store.append(Hubs.batch(0, 2));
    }

    @AfterEach
    void close() {
        hubs.close();
    }

    private void assertFails(Kind kind, String says) {
        assertThatThrownBy(() -> store.append(Hubs.batch(2, 3))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.append(Hubs.batch(2, 3)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(says);
        assertThatThrownBy(store::confirm).hasMessageContaining(says);
    }

    private void assertGoesOn() {
        store.append(Hubs.batch(2, 3));
        assertThat(store.entries(0, 10)).isEqualTo(Hubs.batch(0, 3).entries());
        assertThat(store.whyUnsafe()).isEmpty();
    }

    private void cutSessions() {
        server.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
    }

    @Test
    void database_setReadOnly_saysSoAndGoesOnOnceItIsNot() {
        server.execute("ALTER DATABASE " + database + " SET default_transaction_read_only = on");
        cutSessions();
        assertFails(Kind.READ_ONLY, "takes no writes");
        server.execute("ALTER DATABASE " + database + " RESET default_transaction_read_only");
        assertGoesOn();
    }

    @Test
    void database_renamed_isMissedAndGoesOnWhenItIsBack() {
        server.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
        cutSessions();
        server.execute("ALTER DATABASE " + database + " RENAME TO " + database + "_away");
        assertFails(Kind.FAILED, "does not exist: create it, with hub as its owner, or bring it back");

        server.execute("ALTER DATABASE " + database + "_away RENAME TO " + database);
        server.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
        assertGoesOn();
    }

    @Test
    void database_droppedAndMadeAnew_holdsNoLog() {
        server.execute("DROP DATABASE " + database + " WITH (FORCE)");
        assertFails(Kind.FAILED, "does not exist");
        server.execute("CREATE DATABASE " + database + " OWNER hub");
        assertFails(Kind.ABSENT, "holds no log");
    }

    /** A connection to a machine that is gone is not refused: nothing comes back at all. */
    @Test
    void firstServer_silent_othersAreFoundAllTheSame() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket silent = new ServerSocket(0, 1, here);
                Socket first = new Socket(here, silent.getLocalPort());
                Socket second = new Socket(here, silent.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected())
                    .as("nobody else is let in")
                    .isTrue();
            PostgresUrl both = PostgresUrl.parse(
                    "postgresql://hub@127.0.0.1:" + silent.getLocalPort() + "," + server.address() + "/" + database);
            PostgresDatabase reached = new PostgresDatabase(both, Optional.empty());
            AtomicReference<PostgresStore> found = new AtomicReference<>();
            await().atMost(Hubs.PATIENCE).ignoreExceptions().until(() -> {
                found.set(PostgresStore.open(reached, "hub-2", 0));
                return true;
            });
            try (PostgresStore two = found.get()) {
                two.append(Hubs.batch(2, 3));
                assertThat(two.size()).isEqualTo(3);
            }
        }
    }

    @Test
    void server_stopped_cannotBeReachedAndTheStoreGoesOnWhenItIsBack() {
        try (PostgresServer own = PostgresServer.start("own");
                Hubs there = new Hubs(own, own.url("hub", own.createDatabase("hub")))) {
            store = there.open("hub-1");
            store.append(Hubs.batch(0, 2));
            own.stop();
            assertFails(Kind.FAILED, "cannot be reached");
            assertThatThrownBy(() -> PostgresStore.open(
                            new PostgresDatabase(there.database().url(), Optional.empty()), "hub-2", 0))
                    .hasMessageContaining("check its hosts and the network");
            own.start();
            assertGoesOn();
        }
    }
}
