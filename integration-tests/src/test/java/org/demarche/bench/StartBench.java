package org.demarche.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.demarche.world.HubChild;
import org.demarche.world.Plan;
import org.demarche.world.Wire;
import org.demarche.world.World;

/**
 * How a hub serves that has just started: it is a process of its own, as the launcher starts it; notices are sent one after the other, each when the one before has its
 * receipt. Whoever sends them has done so before, so that only the hub is new to it.
 */
final class StartBench {
    private static final List<String> AUTHORS = List.of("UA", "US", "GB", "NO");
    private static final int NOTICES = 400;
    /** The notices after which a figure begins. */
    private static final List<Integer> PARTS = List.of(0, 1, 10, 100, 300);

    private final Path directory;
    private final int rounds;

    StartBench(Path directory, int rounds) {
        this.directory = directory;
        this.rounds = rounds;
    }

    void run() throws Exception {
        try (World world = World.onRealClocks(directory, Plan.at(1))) {
            Files.writeString(
                    world.home().directory().resolve("hub.toml"),
                    "[listen]\nport = " + world.home().port()
                            + "\n[limits]\nnotices_per_minute = 10000000\nrequests_per_minute = 10000000\n");
            List<Wire> wires = AUTHORS.stream().map(world::wire).toList();
            List<double[]> starts = new ArrayList<>();
            round(world, wires);
            for (int i = 0; i < rounds; i++) {
                starts.add(round(world, wires));
            }
            say("from the start of the process until ready", median(starts, 0), "s");
            for (int part = 0; part < PARTS.size(); part++) {
                int from = PARTS.get(part);
                int to = part + 1 < PARTS.size() ? PARTS.get(part + 1) : NOTICES;
                say("notices " + (from + 1) + " to " + to + ", mean until the receipt", median(starts, 1 + part), "ms");
            }
        }
    }

    private static double[] round(World world, List<Wire> wires) throws Exception {
        double[] figures = new double[1 + PARTS.size()];
        long startNanos = System.nanoTime();
        try (HubChild hub = HubChild.startAsShipped(world.home())) {
            figures[0] = Bench.seconds(startNanos);
            for (Wire wire : wires) {
                wire.reportClock();
            }
            Load load = new Load(wires);
            byte[][] notices = load.sign(NOTICES);
            for (int i = 0; i < NOTICES; i++) {
                long sentNanos = System.nanoTime();
                load.submitAll(notices, i, 1);
                int part = PARTS.size() - 1;
                while (PARTS.get(part) > i) {
                    part--;
                }
                int to = part + 1 < PARTS.size() ? PARTS.get(part + 1) : NOTICES;
                figures[1 + part] += Bench.seconds(sentNanos) * 1e3 / (to - PARTS.get(part));
            }
            hub.stop();
        }
        return figures;
    }

    private void say(String what, double figure, String unit) {
        Bench.say(what, figure, unit + ", median of " + rounds);
    }

    private static double median(List<double[]> starts, int figure) {
        double[] all = starts.stream().mapToDouble(s -> s[figure]).toArray();
        Arrays.sort(all);
        return all[all.length / 2];
    }
}
