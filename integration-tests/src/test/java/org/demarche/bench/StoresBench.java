package org.demarche.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.demarche.postgres.PostgresCluster;
import org.demarche.server.HubFiles;
import org.demarche.server.HubProcess;
import org.demarche.server.clock.HubClock;
import org.demarche.world.HubHome;
import org.demarche.world.Plan;
import org.demarche.world.Wire;
import org.demarche.world.World;

/**
 * The same load on one SQLite file, on one PostgreSQL server, on a primary with two standbys of which one must have each commit, and there with one, two and three
 * hubs: how many notices are taken in a second, and how long a notice waits for its receipt at half that rate. Hubs, servers and load share the machine's cores, so
 * further hubs cannot make it faster here: the figures show what sharing a log costs.
 */
final class StoresBench {
    private static final List<String> AUTHORS = List.of("UA", "US", "GB", "NO");
    private static final int STANDBYS = 2;

    private final Path directory;
    private final int count;

    StoresBench(Path directory, int count) {
        this.directory = directory;
        this.count = count;
    }

    void run() throws Exception {
        // What is compiled now is not compiled while it counts.
        onFile("warm-up");
        onFile("SQLite");
        try (PostgresCluster alone = PostgresCluster.start(0)) {
            onDatabase("PostgreSQL", alone, 1);
        }
        try (PostgresCluster replicated = PostgresCluster.start(STANDBYS)) {
            for (int hubs = 1; hubs <= 3; hubs++) {
                onDatabase("PostgreSQL, 1 of 2 standbys", replicated, hubs);
            }
        }
    }

    private void onFile(String what) throws Exception {
        try (World world = World.onRealClocks(Files.createDirectory(directory.resolve(what)), Plan.at(1))) {
            measure(what + ", 1 hub", world);
        }
    }

    private void onDatabase(String what, PostgresCluster cluster, int hubs) throws Exception {
        String url = cluster.url("hub", cluster.primary().createDatabase("hub"));
        cluster.primary().execute("GRANT pg_read_all_stats TO hub");
        Path under = Files.createTempDirectory(directory, "database-");
        int standbys = Math.min(1, cluster.standbys().size());
        try (World world = World.onDatabase(under, Plan.at(1), url, hubs, standbys)) {
            measure(what + ", " + hubs + (hubs == 1 ? " hub" : " hubs"), world);
        }
    }

    private void measure(String what, World world) throws Exception {
        List<HubProcess> hubs = new ArrayList<>();
        try {
            for (HubHome home : world.homes()) {
                append(home, "[limits]\nnotices_per_minute = 10000000\nrequests_per_minute = 10000000\n");
                hubs.add(HubProcess.start(
                        HubFiles.config(home.directory(), Map.of()),
                        home.directory(),
                        HubClock.system(),
                        new SecureRandom(),
                        sentence -> {},
                        defect -> {
                            throw new IllegalStateException(defect);
                        }));
            }
            List<Wire> wires = new ArrayList<>();
            for (int i = 0; i < AUTHORS.size(); i++) {
                wires.add(world.wire(AUTHORS.get(i), world.homes().get(i % hubs.size())));
            }
            wires.forEach(Wire::reportClock);
            Load load = new Load(wires);
            byte[][] notices = load.sign(3 * count);
            load.submitAll(notices, 0, count);
            double taken = load.submitAll(notices, count, count);
            long[] nanos = load.atRate(notices, 2 * count, count, taken / 2);
            Arrays.sort(nanos);
            Bench.say(what + ": taken in", taken, "notices/s");
            Bench.say("  submit → receipt at half of it, p50", nanos[nanos.length / 2] / 1e6, "ms");
            Bench.say("  p99", nanos[nanos.length * 99 / 100] / 1e6, "ms");
        } finally {
            hubs.forEach(HubProcess::close);
        }
    }

    private static void append(HubHome home, String lines) {
        Path file = home.directory().resolve("hub.toml");
        try {
            Files.writeString(file, Files.readString(file) + lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
