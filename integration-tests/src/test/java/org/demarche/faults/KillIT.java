package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.demarche.client.Desk;
import org.demarche.client.Receipt;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.refusal.RefusedException;
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
            requireEvery(traffic.receipts(), log);
            for (String name : names) {
                Desk desk = world.desk(name);
                assertThat(desk.catchUp()).as(name).isEqualTo(head(log));
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

    /** Each receipt's entry is still the one at its index, every head that was signed is a head of this log, and no notice stands in it twice. */
    private static void requireEvery(List<Receipt> receipts, List<byte[]> log)
            throws InvalidProtocolBufferException, RefusedException {
        MemoryTree tree = new MemoryTree();
        List<Head> heads = new ArrayList<>();
        Set<Sha256> notices = new HashSet<>();
        for (byte[] bytes : log) {
            UnverifiedEntry entry = UnverifiedEntry.parse(bytes);
            tree.append(entry.leaf());
            heads.add(tree.head(tree.size()));
            entry.notice()
                    .ifPresent(n ->
                            assertThat(notices.add(n.id())).as("logged once").isTrue());
        }
        for (Receipt receipt : receipts) {
            byte[] entry = org.demarche.proto.v1.Receipt.parseFrom(receipt.bytes())
                    .getEntry()
                    .toByteArray();
            assertThat(log.get((int) receipt.index()))
                    .as("entry %d", receipt.index())
                    .isEqualTo(entry);
            assertThat(heads.get((int) receipt.head().size() - 1))
                    .as("head of %d", receipt.head().size())
                    .isEqualTo(receipt.head());
        }
    }

    private static Head head(List<byte[]> log) throws RefusedException {
        MemoryTree tree = new MemoryTree();
        for (byte[] entry : log) {
            tree.append(UnverifiedEntry.parse(entry).leaf());
        }
        return tree.head(tree.size());
    }
}
