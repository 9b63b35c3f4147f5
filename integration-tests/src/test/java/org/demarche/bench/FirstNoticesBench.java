package org.demarche.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.demarche.world.Plan;
import org.demarche.world.Wire;
import org.demarche.world.World;

/** What the first notices wait for after a hub has started in a process of its own, one after another from one client, with its warm-up and without. */
final class FirstNoticesBench {
    private static final int ROUNDS = 4;

    private final Path directory;
    private final int notices;

    FirstNoticesBench(Path directory, int notices) {
        this.directory = directory;
        this.notices = notices;
    }

    void run() throws Exception {
        try (World world = World.onRealClocks(directory, Plan.at(1))) {
            world.start();
            world.adopt();
            // The first round has the client itself compiled, and is not counted.
            for (int round = 0; round <= ROUNDS; round++) {
                measure(world, "warm-up, round " + round, true);
                measure(world, "no warm-up, round " + round, false);
            }
        }
    }

    private void measure(World world, String what, boolean warm) throws Exception {
        world.end();
        Path toml = world.home().directory().resolve("hub.toml");
        Files.writeString(toml, Files.readString(toml).replaceFirst("warm_up = .*", "warm_up = " + warm));
        long startNanos = System.nanoTime();
        world.start();
        double startS = Bench.seconds(startNanos);
        Wire wire = world.wire("UA");
        wire.isServing();
        List<Double> ms = new ArrayList<>();
        for (int i = 0; i < notices; i++) {
            byte[] signed = wire.message("notice " + i);
            long nanos = System.nanoTime();
            wire.submit(signed);
            ms.add(Bench.seconds(nanos) * 1_000);
        }
        double first = ms.get(0);
        Collections.sort(ms);
        Bench.say(what + ": start", startS, "s");
        Bench.say("  first notice", first, "ms");
        Bench.say("  median of " + notices, ms.get(notices / 2), "ms");
        Bench.say("  all of them", ms.stream().mapToDouble(Double::doubleValue).sum(), "ms");
    }
}
