package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.demarche.client.Desk;
import org.demarche.postgres.PostgresCluster;
import org.demarche.postgres.PostgresServer;
import org.demarche.world.HubHome;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three hubs on a primary and two synchronous standbys, under traffic: {@code kill -9} of hubs, of the primary (then a standby is promoted), of a standby. What a
 * desk has a receipt for is in the log of every server afterwards, once.
 */
class SharedHubsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] NAMES = {"UA/watch", "US/watch", "NO/watch"};

    @TempDir
    Path directory;

    @Test
    void log_whoseHubsAndDatabasesAreKilled_keepsEveryNoticeThatHasAReceipt() throws Exception {
        long seed = Long.getLong("demarche.seed", new Random().nextLong());
        System.out.println("SharedHubsIT: -Ddemarche.seed=" + seed);
        Random random = new Random(seed);
        try (PostgresCluster cluster = PostgresCluster.start(2)) {
            String database = cluster.primary().createDatabase("hub");
            cluster.primary().execute("GRANT pg_read_all_stats TO hub");
            try (World world = World.onDatabase(directory, Plan.at(1), cluster.url("hub", database), 3)
                            .start();
                    Traffic traffic = new Traffic(world, NAMES)) {
                awaitMore(traffic, 20);
                for (HubHome home : world.homes()) {
                    world.end(home);
                    awaitMore(traffic, 10 + random.nextInt(10));
                    world.start();
                }
                PostgresServer standby = cluster.standbys().get(0);
                standby.kill();
                awaitMore(traffic, 10);
                standby.start();
                cluster.awaitStreaming(2);
                awaitMore(traffic, 10);
                cluster.primary().kill();
                cluster.promote(cluster.standbys().get(random.nextInt(2)));
                awaitMore(traffic, 30);
                traffic.finish();

                List<byte[]> log = world.wire("UA").entries();
                for (String name : NAMES) {
                    Desk desk = world.desk(name);
                    assertThat(desk.catchUp()).as(name).isEqualTo(Promised.head(log));
                    assertThat(desk.outbox()).as(name).isEmpty();
                }
                Promised.require(traffic.receipts(), log);
                world.homes().forEach(HubHome::requireSound);
            }
        }
    }

    private static void awaitMore(Traffic traffic, int more) {
        int before = traffic.receipts().size();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            traffic.requireNoFailure();
            return traffic.receipts().size() >= before + more;
        });
    }
}
