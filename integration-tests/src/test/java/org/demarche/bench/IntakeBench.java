package org.demarche.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.Verifiers;
import org.demarche.server.HubFiles;
import org.demarche.server.HubProcess;
import org.demarche.server.clock.HubClock;
import org.demarche.world.Keys;
import org.demarche.world.Plan;
import org.demarche.world.Wire;
import org.demarche.world.World;

/**
 * How many notices a hub takes in, against how many hybrid signatures the same cores verify in the same run. Over mTLS, verified, durable, receipted; the load is made on
 * the same cores, by one connection of each party, of notices signed beforehand. Then the time from a submission to its receipt at half that rate.
 */
final class IntakeBench {
    private static final List<String> AUTHORS = List.of("UA", "US", "GB", "NO");

    private final Path directory;
    private final int count;

    IntakeBench(Path directory, int count) {
        this.directory = directory;
        this.count = count;
    }

    void run() throws Exception {
        try (World world = World.onRealClocks(directory, Plan.at(1))) {
            Path hub = world.home().directory();
            Files.writeString(
                    hub.resolve("hub.toml"),
                    "[listen]\nport = " + world.home().port()
                            + "\n[limits]\nnotices_per_minute = 10000000\nrequests_per_minute = 10000000\n");
            try (HubProcess process = HubProcess.start(
                    HubFiles.config(hub, Map.of()), hub, HubClock.system(), new SecureRandom(), s -> {}, defect -> {
                        throw new IllegalStateException(defect);
                    })) {
                measure(world);
            }
        }
    }

    private void measure(World world) throws Exception {
        List<Wire> wires = AUTHORS.stream().map(world::wire).toList();
        wires.forEach(Wire::reportClock);
        Load load = new Load(wires);
        byte[][] notices = load.sign(3 * count);
        verifyAll(notices, 2 * count, count);
        long verifyNanos = Bench.cpuNanos();
        double verified = verifyAll(notices, 2 * count, count);
        verifyNanos = Bench.cpuNanos() - verifyNanos;
        load.submitAll(notices, 0, count);
        long takeNanos = Bench.cpuNanos();
        double taken = load.submitAll(notices, count, count);
        takeNanos = Bench.cpuNanos() - takeNanos;
        double verifiedAgain = verifyAll(notices, 2 * count, count);
        Bench.say("hybrid verifications, all cores, before", verified, "/s");
        Bench.say("hybrid verifications, all cores, after", verifiedAgain, "/s");
        Bench.say("notices taken in", taken, "/s");
        Bench.say("  a verification, of all cores' time", verifyNanos / 1e3 / count, "µs");
        Bench.say("  a notice taken in, load and all, of all cores' time", takeNanos / 1e3 / count, "µs");
        Bench.say("taken in ÷ verifications", taken / ((verified + verifiedAgain) / 2), "(target: at least 0.55)");

        long[] nanos = load.atRate(notices, 2 * count, count, taken / 2);
        Arrays.sort(nanos);
        Bench.say("submit → receipt at half load, p50", nanos[nanos.length / 2] / 1e6, "ms (target: at most 5)");
        Bench.say(
                "submit → receipt at half load, p99", nanos[nanos.length * 99 / 100] / 1e6, "ms (target: at most 30)");
    }

    private static double verifyAll(byte[][] notices, int from, int number) throws Exception {
        SignatureVerifier verifier = Verifiers.fastest(sentence -> {});
        List<PublicKey> keys = AUTHORS.stream()
                .map(party -> Keys.signing(party + "/watch").publicKey())
                .toList();
        long startNanos = System.nanoTime();
        Bench.onAllCores(number, i -> {
            UnverifiedNotice notice = UnverifiedNotice.parse(notices[from + i]);
            if (notice.verify(keys.get((from + i) % keys.size()), verifier).isEmpty()) {
                throw new AssertionError("notice " + (from + i) + " does not verify");
            }
        });
        return number / Bench.seconds(startNanos);
    }
}
