package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.demarche.client.Desk;
import org.demarche.client.KeyFile;
import org.demarche.client.Notices;
import org.demarche.client.Profile;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.world.DeskChild;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a desk's processes at random moments, one that sends what waits in the outbox and one that follows the log into the same copy: nothing that was
 * signed is lost, nothing is logged twice, and the copy goes on. A round for every third of {@code -Ddemarche.kill.rounds}.
 */
class DeskKillIT {
    private static final int ROUNDS = (Integer.getInteger("demarche.kill.rounds", 3) + 2) / 3;
    private static final int NOTICES = 24;
    private static final String DESK = "NO/watch";

    @TempDir
    Path directory;

    @Test
    void desk_killedWhileItSendsAndFollows_losesNothingAndRepeatsNothing() throws Exception {
        long seed = Long.getLong("demarche.seed", new Random().nextLong());
        System.out.println("DeskKillIT: -Ddemarche.seed=" + seed + ", " + ROUNDS + " rounds");
        Random random = new Random(seed);
        try (World world = World.onRealClocks(directory, Plan.at(1)).start()) {
            Path profile = world.profileFile(DESK);
            Path outbox = profile.resolveSibling("state/outbox");
            Map<String, byte[]> signed = new HashMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                keep(world);
                Map<String, byte[]> waiting = files(outbox);
                signed.putAll(waiting);
                // A moment in the middle, so that there is something left to send when the kill comes a little late.
                int left = NOTICES / 4 + random.nextInt(NOTICES / 2);
                try (DeskChild follows = DeskChild.start(profile, "watch")) {
                    awaitThat(() -> !follows.said().isEmpty());
                    try (DeskChild sends = DeskChild.start(profile, "outbox", "send")) {
                        awaitThat(() -> files(outbox).size() <= left || !sends.alive());
                        assertThat(files(outbox).size()).as(sends.said()).isLessThanOrEqualTo(left);
                    }
                }
                assertThat(waiting)
                        .as("the bytes that were signed, and no others")
                        .containsAllEntriesOf(files(outbox));
            }

            try (Desk again = world.open(world.profile(DESK), world.deskClock())) {
                for (var pending : again.outbox()) {
                    again.resend(pending.id());
                }
                assertThat(again.outbox()).isEmpty();
                assertThat(again.catchUp()).isEqualTo(world.desk("UA/watch").catchUp());
            }
            requireOnce(world, signed);
        }
    }

    private static void awaitThat(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }

    /** Signs notices that wait for a line. */
    private static void keep(World world) throws Exception {
        Profile profile = world.profile(DESK);
        try (Desk offline = Desk.offline(
                profile,
                KeyFile.Passphrase.inFile(profile.passphraseFile().orElseThrow()),
                world.surroundings(world.deskClock(), sentence -> {}))) {
            for (int i = 0; i < NOTICES; i++) {
                offline.keep(Notices.message("", "Number " + i));
            }
        }
    }

    /** Every notice that waits, by the name of its file. */
    private static Map<String, byte[]> files(Path outbox) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> all = Files.list(outbox)) {
            for (Path file : all.filter(f -> f.toString().endsWith(".notice")).toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (NoSuchFileException e) {
            // It has just had its receipt.
            return files(outbox);
        }
        return files;
    }

    private static void requireOnce(World world, Map<String, byte[]> signed) throws Exception {
        Map<String, Integer> logged = new HashMap<>();
        for (byte[] entry : world.wire("UA").entries()) {
            UnverifiedEntry.parse(entry).notice().ifPresent(n -> logged.merge(n.id().hex(), 1, Integer::sum));
        }
        for (byte[] notice : signed.values()) {
            assertThat(logged).containsEntry(UnverifiedNotice.parse(notice).id().hex(), 1);
        }
        world.home().requireSound();
    }
}
