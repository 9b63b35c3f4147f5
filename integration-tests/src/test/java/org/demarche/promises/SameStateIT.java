package org.demarche.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Over random logs of several incidents and charters, with findings lost and found again: what the hub serves, what each desk replays, what bundles prove, and what a
 * second implementation makes of it are the same. A seed is in the name of each case; {@code -Ddemarche.seed} plays it again, {@code -Ddemarche.plays} sets how many, {@code -Ddemarche.acts} how long they are.
 */
class SameStateIT {
    private static final int PLAYS = Integer.getInteger("demarche.plays", 1);
    private static final int ACTS = Integer.getInteger("demarche.acts", 60);
    private static final int ACTS_WITH_A_KILL = 20;
    private static final List<String> TWO = List.of("UA", "US");

    @TempDir
    Path directory;

    static LongStream seeds() {
        Long given = Long.getLong("demarche.seed");
        return given != null ? LongStream.of(given) : new Random().longs(PLAYS);
    }

    @ParameterizedTest(name = "-Ddemarche.seed={0}")
    @MethodSource("seeds")
    void randomPlay_hubDesksBundlesAndOracle_agree(long seed) {
        try (World world = World.onTwoClocks(directory, Plan.at(3600)).start()) {
            Random random = new Random(seed);
            RandomPlay play = new RandomPlay(world, random);
            for (int i = 0; i < ACTS; i++) {
                play.act();
                if (random.nextInt(4) == 0) {
                    world.clocks().pass(play.span());
                    awaitNothingDue(world);
                }
            }
            Agreement before = Agreement.over(world).requireSameStates().requireRefusedByAll(play.refused());
            int proven = before.requireProven();
            assertThat(proven).as("tier 1 of the first incident at least").isPositive();
            System.out.println("SameStateIT: seed " + seed + ", " + before.log().size() + " entries, " + proven
                    + " moves proven, " + play.tally());

            world.restart();
            Agreement after = Agreement.over(world).requireSameStates();
            assertThat(after.log()).as("the same log").hasSize(before.log().size());
            assertThat(after.requireProven()).isEqualTo(proven);
            world.home().requireSound();
        }
    }

    @Test
    void randomPlay_hubKilledAndStartedAgain_agrees() {
        long seed = Long.getLong("demarche.seed", new Random().nextLong());
        System.out.println("SameStateIT, with a kill: -Ddemarche.seed=" + seed);
        try (World world = World.onRealClocks(directory, Plan.at(3600)).start()) {
            RandomPlay play = new RandomPlay(world, new Random(seed));
            for (int i = 0; i < ACTS_WITH_A_KILL; i++) {
                play.act();
            }
            List<byte[]> before = Agreement.over(world).requireSameStates().log();
            world.restart();
            Agreement after = Agreement.over(world).requireSameStates();
            assertThat(after.log().subList(0, before.size()))
                    .as("nothing is lost")
                    .containsExactlyElementsOf(before);
            after.requireProven();
            world.home().requireSound();
        }
    }

    /** Time has passed: the parties' clients confirm the clock, and the hub puts its marks into the log. */
    private static void awaitNothingDue(World world) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    TWO.forEach(party -> world.wire(party).reportClock());
                    return !Reader.of(world.wire("UA").entries())
                            .isDue(world.clocks().millis());
                });
    }
}
