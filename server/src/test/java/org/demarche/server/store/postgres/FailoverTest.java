package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.demarche.postgres.PostgresCluster;
import org.demarche.postgres.SharedPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The primary is killed and a standby promoted, or a machine is gone: the hub finds the primary by itself. */
@Tag("needs-time")
final class FailoverTest {
    @Test
    void primaryKilled_standbyPromoted_theStoreGoesOn() {
        try (PostgresCluster cluster = PostgresCluster.start(2)) {
            cluster.primary().execute("GRANT pg_read_all_stats TO hub");
            String url = cluster.url("hub", cluster.primary().createDatabase("hub"));
            try (Hubs hubs = new Hubs(cluster.primary(), url)) {
                PostgresStore store = PostgresStore.open(hubs.database(), "hub-1", 1);
                AtomicInteger told = new AtomicInteger();
                store.onGrowth(told::incrementAndGet);
                store.append(Hubs.batch(0, 5));

                cluster.primary().kill();
                await().atMost(Hubs.PATIENCE)
                        .untilAsserted(() -> assertThatThrownBy(store::size).hasMessageContaining("has no primary"));
                cluster.promote(cluster.standbys().get(0));

                await().atMost(Hubs.PATIENCE).ignoreExceptions().until(() -> store.confirm() == 5);
                store.append(Hubs.batch(5, 6));
                assertThat(store.entries(0, 10)).isEqualTo(Hubs.batch(0, 6).entries());
                assertThat(store.whyUnsafe()).isEmpty();
                int before = told.get();
                try (PostgresStore other = PostgresStore.open(hubs.database(), "hub-2", 1)) {
                    other.append(Hubs.batch(6, 7));
                }
                await().atMost(Hubs.PATIENCE).until(() -> told.get() > before);
                store.close();
            }
        }
    }

    /** A machine without power answers nothing, not even that nobody listens: as a listener whose queue is full. */
    @Test
    void aMachineIsGone_serversBehindItInTheListAreReached() throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(gone.getInetAddress(), gone.getLocalPort());
                Socket second = new Socket(gone.getInetAddress(), gone.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            String url = SharedPostgres.newDatabase().replace("@", "@localhost:" + gone.getLocalPort() + ",");
            try (Hubs hubs = new Hubs(SharedPostgres.server(), url);
                    PostgresStore store = hubs.open("hub-1")) {
                store.append(Hubs.batch(0, 1));
                assertThat(store.size()).isEqualTo(1);
            }
        }
    }
}
