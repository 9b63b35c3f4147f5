package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
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
            awaitWaiting(world, cluster, BATCH);
            int before = traffic.receipts().size();
            cluster.primary()
                    .execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
            awaitWaiting(world, cluster, ANY);
            assertThat(traffic.receipts()).as("receipts without a standby").hasSize(before);
            cluster.standbys().forEach(PostgresServer::start);
        }
    },
    /** The hubs' connections are cut, some of them in the middle of COMMIT. */
    CONNECTIONS_CUT {
        @Override
        void strike(World world, PostgresCluster cluster, Traffic traffic, Random random) {
            cluster.standbys().forEach(PostgresServer::kill);
            awaitWaiting(world, cluster, BATCH);
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
            awaitWaiting(world, cluster, BATCH);
            int before = traffic.receipts().size();
            cluster.primary().kill();
            cluster.primary().start();
            awaitWaiting(world, cluster, ANY);
            assertThat(traffic.receipts()).as("receipts without a standby").hasSize(before);
            cluster.standbys().forEach(PostgresServer::start);
        }
    },
    /** A hub that holds the end of the log is stopped, so that all others wait for it; it goes on much later than they do. */
    HUB_STOPPED {
        @Override
        void strike(World world, PostgresCluster cluster, Traffic traffic, Random random) {
            // One may not have found its database again since the last fault: it says so, and takes nothing.
            world.homes()
                    .forEach(home -> await(home.name() + " is ready")
                            .atMost(PATIENCE)
                            .ignoreException(StatusRuntimeException.class)
                            .until(() -> world.wire("PL", home).isServing()));
            HubHome holder = stopTheHolder(world, cluster, random);
            long stopped = System.nanoTime();
            HubHome other = world.homes().stream()
                    .filter(home -> !home.equals(holder))
                    .findFirst()
                    .orElseThrow();
            world.wire("PL", other).say("While another hub has stopped in its turn.");
            Duration waited = Duration.ofNanos(System.nanoTime() - stopped);
            assertThat(waited).as("how long the others waited").isLessThan(OTHERS_WAIT);
            await("the time for which a hub is stopped")
                    .pollDelay(STOPPED)
                    .atMost(STOPPED.plus(PATIENCE))
                    .until(() -> true);
            signal(world.child(holder).pid(), "CONT");
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The server puts out a session that is idle in its turn after two seconds; the rest is for a busy machine. */
    private static final Duration OTHERS_WAIT = Duration.ofSeconds(10);

    /** Who has the end of the log in its hand and does nothing with it, in which transaction; those who wait for it are not idle. */
    private static final String TURN = """
            SELECT application_name || ' ' || xact_start FROM pg_stat_activity JOIN pg_locks USING (pid)
            WHERE state = 'idle in transaction' AND relation = to_regclass('demarche.head') AND mode = 'RowShareLock' AND granted""";

    /** A batch whose commit waits for a standby. */
    private static final String BATCH = """
            SELECT count(*) FROM pg_stat_activity JOIN pg_locks USING (pid)
            WHERE wait_event = 'SyncRep' AND relation = to_regclass('demarche.entries') AND mode = 'RowExclusiveLock'""";

    /** Any commit that waits for one: of a batch, or by which a hub finds out what is durable. */
    private static final String ANY = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

    private static final Duration STOPPED = Duration.ofSeconds(Integer.getInteger("demarche.fault.stopped", 3));

    /** Makes it happen, and mends it. */
    abstract void strike(World world, PostgresCluster cluster, Traffic traffic, Random random);

    /** Stops hubs until one of them has the end of the log in its hand: what it has not let go when it stopped, it does not let go. */
    private static HubHome stopTheHolder(World world, PostgresCluster cluster, Random random) {
        AtomicReference<HubHome> stopped = new AtomicReference<>();
        await("a hub that is stopped in its turn")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    HubHome hub = anyHub(world, random);
                    signal(world.child(hub).pid(), "STOP");
                    String turn = turn(world, cluster);
                    stopped.set(hub);
                    if (turn.startsWith("demarche " + hub.name() + " ") && turn.equals(turn(world, cluster))) {
                        return true;
                    }
                    signal(world.child(hub).pid(), "CONT");
                    return false;
                });
        return stopped.get();
    }

    private static String turn(World world, PostgresCluster cluster) {
        return cluster.primary().ask(world.database(), TURN);
    }

    private static HubHome anyHub(World world, Random random) {
        return world.homes().get(random.nextInt(world.homes().size()));
    }

    private static void awaitWaiting(World world, PostgresCluster cluster, String commit) {
        await("a commit that waits for a standby: " + commit)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !cluster.primary().ask(world.database(), commit).equals("0"));
    }

    private static void signal(long pid, String signal) {
        Shell.run("kill", "-" + signal, Long.toString(pid));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
