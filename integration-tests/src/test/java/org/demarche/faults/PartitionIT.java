package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.demarche.client.Desk;
import org.demarche.postgres.Place;
import org.demarche.postgres.PostgresCluster;
import org.demarche.postgres.PostgresServer;
import org.demarche.postgres.TestCertificates;
import org.demarche.world.DeskChild;
import org.demarche.world.HubHome;
import org.demarche.world.Plan;
import org.demarche.world.Site;
import org.demarche.world.World;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three machines, a hub and a database server on each, and desks that submit without pause from a fourth. The machine of the primary is cut off; a standby of the other
 * two is promoted, as a failover manager would; later the cable is back, and the old primary is a standby.
 */
@Tag("needs-network-namespaces")
class PartitionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] NAMES = {"UA/watch", "US/watch", "NO/watch"};
    private static final int UNREACHABLE = 6;

    @TempDir
    Path directory;

    @Test
    void primaryAndItsHub_cutOffFromTheOthers_promiseNothingAndGoOnWhenTheyAreBack() throws Exception {
        try (Lan lan = new Lan();
                PostgresCluster cluster = PostgresCluster.start(places())) {
            String database = cluster.primary().createDatabase("hub");
            cluster.primary().execute("GRANT pg_read_all_stats TO hub");
            try (World world = World.onDatabase(directory, Plan.at(1), sites(cluster.url("hub", database)))
                            .start();
                    Traffic traffic = new Traffic(world, NAMES)) {
                traffic.awaitEachDesk();
                HubHome cutOff = world.homes().get(0);
                long pid = world.child(cutOff).pid();

                long begun = System.nanoTime();
                lan.unplug(1);
                await("the hub knows that it is cut off")
                        .atMost(PATIENCE)
                        .until(() -> world.child(cutOff).said().contains("cut off from its database"));
                Duration noticed = Duration.ofNanos(System.nanoTime() - begun);
                requireNoReceipt(world);
                int receipts = traffic.receipts().size();

                PostgresServer old = cluster.promote(cluster.mostAdvanced());
                traffic.awaitEachDesk();
                Duration silence = traffic.longestSilence(begun);
                requireNoReceipt(world);

                // Whoever promotes one primary ends the other, before the two can be mistaken for each other.
                old.kill();
                long mended = System.nanoTime();
                lan.plug(1);
                cluster.rejoin(old);
                await("the hub that was cut off is ready")
                        .atMost(PATIENCE)
                        .until(() -> world.wire("UA", cutOff).isServing());
                Duration back = Duration.ofNanos(System.nanoTime() - mended);
                assertThat(world.child(cutOff).pid())
                        .as("nobody has touched it")
                        .isEqualTo(pid);
                world.wire("UA", cutOff).say("Here again.");
                traffic.awaitEachDesk();
                traffic.finish();

                await("the hub that was cut off has all of it")
                        .atMost(PATIENCE)
                        .until(() -> world.wire("UA", cutOff)
                                .head()
                                .equals(world.desk(NAMES[0]).catchUp()));
                List<byte[]> log = world.wire("UA", cutOff).entries();
                assertThat(log.size()).isGreaterThan(receipts);
                for (String name : NAMES) {
                    Desk desk = world.desk(name);
                    assertThat(desk.catchUp()).as(name).isEqualTo(Promised.head(log));
                    assertThat(desk.outbox()).as(name).isEmpty();
                }
                Promised.require(traffic.receipts(), log);
                world.homes().forEach(HubHome::requireSound);
                Stores.requireAlike(cluster, database);
                System.out.printf(
                        "PartitionIT: %d receipts, 0 lost, 0 twice; cut off noticed after %d ms, longest silence of a desk %d ms, ready again %d ms after the cable was back%n",
                        traffic.receipts().size(), noticed.toMillis(), silence.toMillis(), back.toMillis());
            }
        }
    }

    private static List<Place> places() {
        return IntStream.rangeClosed(1, Lan.MACHINES).mapToObj(Lan::place).toList();
    }

    private List<Site> sites(String url) throws Exception {
        Path authority = Files.writeString(
                directory.resolve("ca.pem"), TestCertificates.ofThisProcess().authority());
        String secured = url + "?sslmode=verify-full&sslrootcert=" + authority;
        return IntStream.rangeClosed(1, Lan.MACHINES)
                .mapToObj(machine -> new Site(Lan.entry(machine), Lan.address(machine), secured, 1))
                .toList();
    }

    /** A desk on the machine that is cut off is told why it gets none. */
    private static void requireNoReceipt(World world) {
        try (DeskChild desk =
                DeskChild.start(Lan.entry(1), world.profileFile("GB/watch"), "message", "Does anybody hear us?")) {
            assertThat(desk.exitCode()).as(desk.said()).isEqualTo(UNREACHABLE);
            assertThat(desk.said()).contains("cut off from its database").contains("(3 hubs were tried)");
        }
    }
}
