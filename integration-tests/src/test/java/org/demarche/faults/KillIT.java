package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.demarche.client.Desk;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments of traffic: 3 rounds, more with {@code -Ddemarche.kill.rounds}. A kill loses what the process had not handed to the system; what
 * a power cut loses besides is the matter of {@link DurabilityIT}.
 */
class KillIT {
    private static final int ROUNDS = Integer.getInteger("demarche.kill.rounds", 3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_RECEIPTS_BEFORE_A_KILL = 40;
    private static final int LONGEST_MOMENT_US = 20_000;

    @TempDir
    Path directory;

    @Test
    void hub_killedAgainAndAgain_keepsEveryNoticeThatItGaveAReceiptFor() throws Exception {
        long seed = Long.getLong("demarche.seed", new Random().nextLong());
        System.out.println("KillIT: -Ddemarche.seed=" + seed + ", " + ROUNDS + " rounds");
        Random random = new Random(seed);
        String[] names = {"UA/watch", "US/watch", "NO/watch"};
        try (World world = World.onRealClocks(directory, Plan.at(1)).start();
                Traffic traffic = new Traffic(world, names)) {
            for (int round = 0; round < ROUNDS; round++) {
                killAtARandomMoment(world, traffic, random);
                world.home().requireSound();
                world.start();
            }
            awaitReceipts(traffic, traffic.receipts().size() + names.length);
            traffic.finish();

            List<byte[]> log = world.wire("UA").entries();
            Promised.require(traffic.receipts(), log);
            for (String name : names) {
                Desk desk = world.desk(name);
                assertThat(desk.catchUp()).as(name).isEqualTo(Promised.head(log));
                assertThat(desk.outbox()).as(name).isEmpty();
            }
            // The engine's native library and its mark, of the running hub alone.
            assertThat(world.home().directory().resolve("native").toFile().list())
                    .hasSizeLessThanOrEqualTo(2);
            world.child().stop();
            world.home().requireSound();
        }
    }

    private static void killAtARandomMoment(World world, Traffic traffic, Random random) {
        awaitReceipts(traffic, traffic.receipts().size() + 1 + random.nextInt(MOST_RECEIPTS_BEFORE_A_KILL));
        CompletableFuture.runAsync(
                        world::end,
                        CompletableFuture.delayedExecutor(random.nextInt(LONGEST_MOMENT_US), TimeUnit.MICROSECONDS))
                .join();
    }

    private static void awaitReceipts(Traffic traffic, int atLeast) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            traffic.requireNoFailure();
            return traffic.receipts().size() >= atLeast;
        });
    }
}
