package org.demarche.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.TierState;
import org.demarche.world.Plan;
import org.demarche.world.Say;
import org.demarche.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tier 3 is not active one millisecond of log time before the 72nd hour, whatever happens to the hub and its clock. */
class Tier3IT {
    private static final Duration H72 = Duration.ofHours(72);
    private static final Duration H80 = Duration.ofHours(80);
    private static final Duration MS = Duration.ofMillis(1);
    private static final List<String> TWO = List.of("UA", "US");

    @TempDir
    Path directory;

    @Test
    void tier3_onTimeAlone_activatesAtThe72ndHourToTheMillisecond() {
        Plan plan = Plan.at(3600);
        try (World world = World.onTwoClocks(directory, plan).start()) {
            Sha256 incident = Say.untilOnlyTimeIsMissing(world);
            long startedMs = served(world, incident).getClockStartedMs();
            long dueMs = startedMs + plan.real(H72).toMillis();

            world.clocks().pass(Duration.ofMillis(dueMs - 1 - world.clocks().millis()));
            reportClocks(world);
            assertThat(tier3(served(world, incident)).getActivatedAtMs())
                    .as("1 ms before")
                    .isZero();
            assertThat(tier3(own(world, incident)).getActivatedAtMs())
                    .as("1 ms before")
                    .isZero();

            world.clocks().pass(MS);
            reportClocks(world);
            assertThat(tier3(served(world, incident)).getActivatedAtMs()).isEqualTo(dueMs);
            awaitInTheLog(world, incident);
            assertThat(tier3(own(world, incident)).getActivatedAtMs()).isEqualTo(dueMs);
            world.home().requireSound();
        }
    }

    @Test
    void tier3_hubDownAcrossThe72ndHour_activatesAtIt() {
        Plan plan = Plan.at(3600);
        try (World world = World.onTwoClocks(directory, plan).start()) {
            Sha256 incident = Say.untilOnlyTimeIsMissing(world);
            long dueMs =
                    served(world, incident).getClockStartedMs() + plan.real(H72).toMillis();
            long size = world.wire("UA").head().size();

            world.end();
            world.clocks().pass(Duration.ofMillis(dueMs + 1000 - world.clocks().millis()));
            world.start();

            awaitInTheLog(world, incident);
            TierState after = tier3(served(world, incident));
            assertThat(after.getActivatedAtMs()).isEqualTo(dueMs);
            assertThat(after.getActivatedIndex())
                    .as("visible only in what came after")
                    .isGreaterThanOrEqualTo(size);
            world.home().requireSound();
        }
    }

    @Test
    void tier3_hubClockSteppedBy80RealHours_staysInactive() {
        Plan plan = Plan.at(3600);
        stepped(plan, H80);
    }

    @Test
    void tier3_hubClockSteppedBy80PlanHours_staysInactive() {
        Plan plan = Plan.at(3600);
        stepped(plan, plan.real(H80));
    }

    private void stepped(Plan plan, Duration step) {
        try (World world = World.onClocksApart(directory, plan).start()) {
            Sha256 incident = Say.untilOnlyTimeIsMissing(world);
            long size = world.wire("UA").head().size();

            world.clocks().step(step);

            assertNothingMoves(world, incident, size);
            world.clocks().step(step.negated());
            caughtUp(world.desk("NO/watch"));
            Say.said(world.desk("NO/watch"), Say.report(world.deskClock().instant()));
            assertThat(world.wire("UA").head().size())
                    .as("set right, the hub goes on")
                    .isEqualTo(size + 1);
            world.home().requireSound();
        }
    }

    @Test
    void tier3_hubRestartedWithAClock80HoursAhead_staysInactive() {
        Plan plan = Plan.at(3600);
        try (World world = World.onClocksApart(directory, plan).start()) {
            Sha256 incident = Say.untilOnlyTimeIsMissing(world);
            long size = world.wire("UA").head().size();

            world.end();
            world.clocks().step(H80);
            world.start();

            assertNothingMoves(world, incident, size);
        }
    }

    @Test
    void tier3_hubRestartedWithAClock80HoursBehind_takesNothing() {
        Plan plan = Plan.at(3600);
        try (World world = World.onClocksApart(directory, plan).start()) {
            Sha256 incident = Say.untilOnlyTimeIsMissing(world);
            long size = world.wire("UA").head().size();

            world.end();
            world.clocks().step(H80.negated());
            world.start();

            assertNothingMoves(world, incident, size);
        }
    }

    /** The hub's clock is wrong: desks say so and keep what they sign, nothing is appended, and nobody is shown tier 3 as active. */
    private static void assertNothingMoves(World world, Sha256 incident, long size) {
        reportClocks(world);
        Desk desk = world.desk("NO/watch");
        await().until(() -> catchThrowable(desk::catchUp) == null);
        assertThat(catchThrowable(() -> desk.submit(Say.report(world.deskClock().instant()))))
                .isInstanceOf(DeskException.ClockSkew.class);
        assertThat(desk.clockSkew()).isPresent();
        try {
            assertThat(desk.outbox()).as("what was signed is kept").hasSize(1);
            desk.drop(desk.outbox().get(0).id());
        } catch (DeskException e) {
            throw new AssertionError(e);
        }
        assertThat(tier3(served(world, incident)).getActivatedAtMs())
                .as("as the hub shows it")
                .isZero();
        assertThat(tier3(own(world, incident)).getActivatedAtMs())
                .as("by the desk's own replay")
                .isZero();
        assertThat(world.wire("UA").head().size()).isEqualTo(size);
    }

    @Test
    void quorum_sameParty_countsOnceHoweverOftenAndFromHoweverManyDesks() {
        try (World world = World.onTwoClocks(directory, Plan.at(3600)).start()) {
            Sha256 incident = Say.report(world, "UA/watch");
            Say.confirm(world, incident, FindingKind.FINDING_KIND_VIOLATION, "GB/watch", "GB/minister", "GB/watch");
            assertThat(served(world, incident).getFindings(0).getConfirmedList())
                    .containsExactly("GB");
            Say.confirm(world, incident, FindingKind.FINDING_KIND_VIOLATION, "US/watch");
            Say.concur(world, incident, Say.propose(world, incident, 1, "UA/watch"), "UA/watch", "NO/watch");
            Say.confirm(world, incident, FindingKind.FINDING_KIND_HOSTILITIES_CONTINUE, "US/watch", "GB/watch");

            Sha256 second = Say.propose(world, incident, 2, "UA/watch");
            Say.concur(world, incident, second, "UA/watch", "GB/watch", "GB/minister", "GB/watch");
            assertThat(Say.tier(served(world, incident), 2).getActivatedAtMs())
                    .as("2 of coalition: GB alone")
                    .isZero();
            Say.concur(world, incident, second, "PL/watch");
            assertThat(Say.tier(served(world, incident), 2).getActivatedAtMs()).isPositive();
        }
    }

    private static void reportClocks(World world) {
        TWO.forEach(party -> world.wire(party).reportClock());
    }

    /** Waits for the hub's mark, which it puts into the log once clients of two parties have confirmed its clock. */
    private static void awaitInTheLog(World world, Sha256 incident) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            reportClocks(world);
            Desk desk = world.desk("NO/watch");
            desk.catchUp();
            IncidentState state = served(world, incident);
            assertThat(tier3(state).getActivatedIndex())
                    .isEqualTo(state.getLastIndex())
                    .isLessThan(desk.head().size());
        });
    }

    private static IncidentState served(World world, Sha256 incident) {
        return world.wire("UA").incident(incident);
    }

    private static IncidentState own(World world, Sha256 incident) {
        return caughtUp(world.desk("NO/watch")).incident(incident).orElseThrow();
    }

    private static Desk caughtUp(Desk desk) {
        try {
            desk.catchUp();
            return desk;
        } catch (DeskException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static TierState tier3(IncidentState state) {
        return Say.tier(state, 3);
    }
}
