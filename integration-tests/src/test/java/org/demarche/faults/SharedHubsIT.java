package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.demarche.client.Desk;
import org.demarche.postgres.PostgresCluster;
import org.demarche.world.HubHome;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three hubs on a primary and two standbys, of which one must have each commit, under traffic: whatever {@link SharedFault} strikes, what a desk has a receipt for is in the log of
 * every server afterwards, once. The faults take turns, from a random one on; {@code -Ddemarche.fault.rounds} says how many rounds there are.
 */
class SharedHubsIT {
    private static final int ROUNDS = Integer.getInteger("demarche.fault.rounds", SharedFault.values().length);
    private static final String[] NAMES = {"UA/watch", "US/watch", "NO/watch"};

    @TempDir
    Path directory;

    @Test
    void log_whoseHubsAndDatabasesAreStruck_keepsEveryNoticeThatHasAReceipt() throws Exception {
        long seed = Long.getLong("demarche.seed", new Random().nextLong());
        System.out.println("SharedHubsIT: -Ddemarche.seed=" + seed + ", " + ROUNDS + " rounds");
        Random random = new Random(seed);
        Map<SharedFault, List<Duration>> times = new EnumMap<>(SharedFault.class);
        try (PostgresCluster cluster = PostgresCluster.start(2)) {
            String database = cluster.primary().createDatabase("hub");
            cluster.primary().execute("GRANT pg_read_all_stats TO hub");
            try (World world = World.onDatabase(directory, Plan.at(1), cluster.url("hub", database), 3)
                            .start();
                    Traffic traffic = new Traffic(world, NAMES)) {
                traffic.awaitEachDesk();
                int first = random.nextInt(SharedFault.values().length);
                for (int round = 0; round < ROUNDS; round++) {
                    SharedFault fault = SharedFault.values()[(first + round) % SharedFault.values().length];
                    long begun = System.nanoTime();
                    fault.strike(world, cluster, traffic, random);
                    traffic.awaitEachDesk();
                    times.computeIfAbsent(fault, f -> new ArrayList<>()).add(traffic.longestSilence(begun));
                }
                traffic.finish();

                List<byte[]> log = world.wire("UA").entries();
                for (String name : NAMES) {
                    Desk desk = world.desk(name);
                    assertThat(desk.catchUp()).as(name).isEqualTo(Promised.head(log));
                    assertThat(desk.outbox()).as(name).isEmpty();
                }
                Promised.require(traffic.receipts(), log);
                world.homes().forEach(HubHome::requireSound);
                Stores.requireAlike(cluster, database);
                tell(times, traffic.receipts().size());
            }
        }
    }

    private static void tell(Map<SharedFault, List<Duration>> times, int receipts) {
        System.out.println("SharedHubsIT: " + receipts + " receipts, 0 lost, 0 twice; longest silence of a desk:");
        times.forEach((fault, each) -> {
            List<Duration> sorted = each.stream().sorted().toList();
            System.out.printf(
                    "  %-18s %3d times, median %6d ms, worst %6d ms%n",
                    fault,
                    sorted.size(),
                    sorted.get(sorted.size() / 2).toMillis(),
                    sorted.get(sorted.size() - 1).toMillis());
        });
    }
}
