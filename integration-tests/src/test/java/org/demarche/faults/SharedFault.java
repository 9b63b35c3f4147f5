package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.demarche.postgres.PostgresCluster;
import org.demarche.postgres.PostgresServer;
import org.demarche.world.HubHome;
import org.demarche.world.World;

/** What can happen to hubs that share a log, and to its database. Each leaves everything mended, and the log growing by itself. */
enum SharedFault {
    /** {@code kill -9} of a hub, which is started again. */
    HUB_KILLED {
        @Override
        void strike(World world, PostgresCluster cluster, Traffic traffic, Random random) {
            world.end(anyHub(world, random));
            traffic.awaitEachDesk();
            world.start();
        }
    },
    /** {@code kill -9} of the primary; the standby that has most is promoted, the old primary made anew as a standby. */
    PRIMARY_KILLED {
        @Override
        void strike(World world, PostgresCluster cluster, Traffic traffic, Random random) {
            cluster.primary().kill();
            PostgresServer old = cluster.promote(cluster.mostAdvanced());
            traffic.awaitEachDesk();
            cluster.rejoin(old);
        }
    },
    /** The synchronous wait of a commit is cancelled while no standby lives: it is a commit, but nothing may be signed or receipted on it. */
    WAIT_CANCELLED {
        @Override
        void strike(World world, PostgresCluster cluster, Traffic traffic, Random random) {
            cluster.standbys().forEach(PostgresServer::kill);
            awaitACommitThatWaits(cluster);
            int before = traffic.receipts().size();
            cluster.primary()
                    .execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
            awaitACommitThatWaits(cluster);
            assertThat(traffic.receipts()).as("receipts without a standby").hasSize(before);
            cluster.standbys().forEach(PostgresServer::start);
        }
    },
    /** The hubs' connections are cut, some of them in the middle of COMMIT. */
    CONNECTIONS_CUT {
        @Override
        void strike(World world, PostgresCluster cluster, Traffic traffic, Random random) {
            cluster.standbys().forEach(PostgresServer::kill);
            awaitACommitThatWaits(cluster);
            cluster.primary()
                    .execute(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'demarche %'");
            cluster.standbys().forEach(PostgresServer::start);
        }
    },
    /** {@code kill -9} of a standby, which is started again. */
    STANDBY_KILLED {
        @Override
        void strike(World world, PostgresCluster cluster, Traffic traffic, Random random) {
            PostgresServer standby = cluster.standbys().get(random.nextInt(2));
            standby.kill();
            traffic.awaitEachDesk();
            standby.start();
            cluster.awaitStreaming(2);
        }
    },
    /** The primary is restarted in place with a commit that no standby has. */
    PRIMARY_RESTARTED {
        @Override
        void strike(World world, PostgresCluster cluster, Traffic traffic, Random random) {
            cluster.standbys().forEach(PostgresServer::kill);
            awaitACommitThatWaits(cluster);
            int before = traffic.receipts().size();
            cluster.primary().kill();
            cluster.primary().start();
            awaitACommitThatWaits(cluster);
            assertThat(traffic.receipts()).as("receipts without a standby").hasSize(before);
            cluster.standbys().forEach(PostgresServer::start);
        }
    },
    /** A hub is stopped, in its turn or out of it, and goes on later. */
    HUB_STOPPED {
        @Override
        void strike(World world, PostgresCluster cluster, Traffic traffic, Random random) {
            long pid = world.child(anyHub(world, random)).pid();
            signal(pid, "STOP");
            await("the time for which a hub is stopped")
                    .pollDelay(STOPPED)
                    .atMost(STOPPED.plus(PATIENCE))
                    .until(() -> true);
            signal(pid, "CONT");
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOPPED = Duration.ofSeconds(Integer.getInteger("demarche.fault.stopped", 3));

    /** Makes it happen, and mends it. */
    abstract void strike(World world, PostgresCluster cluster, Traffic traffic, Random random);

    private static HubHome anyHub(World world, Random random) {
        return world.homes().get(random.nextInt(world.homes().size()));
    }

    private static void awaitACommitThatWaits(PostgresCluster cluster) {
        await("a commit that waits for a standby")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !cluster.primary()
                        .ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                        .equals("0"));
    }

    private static void signal(long pid, String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(code).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
