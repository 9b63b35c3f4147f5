package org.demarche.server.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.demarche.refusal.Reason;
import org.demarche.server.clock.Reading.Sound;
import org.demarche.server.clock.Reading.Unsound;
import org.junit.jupiter.api.Test;

final class ClockGuardTest {
    private static final long SKEW_MS = 5_000;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-02-03T15:51:00Z"));
    private final ClockGuard guard = new ClockGuard(clock.hubClock());

    @Test
    void read_clocksGoTogether_isSound() {
        clock.pass(Duration.ofDays(400));
        assertThat(guard.read(0, SKEW_MS)).isEqualTo(new Sound(clock.wallMs()));
    }

    @Test
    void read_wallAFewMillisecondsBehindTheHead_neverDecreases() {
        long headMs = clock.wallMs() + 1_999;
        assertThat(guard.read(headMs, SKEW_MS)).isEqualTo(new Sound(headMs));
    }

    @Test
    void read_headInTheFuture_isUnsound() {
        assertThat(guard.read(clock.wallMs() + 2_001, SKEW_MS)).isInstanceOf(Unsound.class);
    }

    @Test
    void read_afterAStepEitherWay_isUnsoundUntilSetBack() {
        clock.step(Duration.ofHours(1));
        assertThat(guard.read(0, SKEW_MS)).isInstanceOf(Unsound.class);
        clock.step(Duration.ofHours(-2));
        assertThat(guard.read(0, SKEW_MS)).isInstanceOf(Unsound.class);
        clock.step(Duration.ofHours(1));
        assertThat(guard.read(0, SKEW_MS)).isInstanceOf(Sound.class);
    }

    @Test
    void read_afterAStepThatTwoPartiesAgreeWith_takesANewBaseline() {
        clock.step(Duration.ofHours(1));
        guard.report("UA", clock.wallMs());
        assertThat(guard.read(0, SKEW_MS)).isInstanceOf(Unsound.class);
        guard.report("UA", clock.wallMs());
        assertThat(guard.read(0, SKEW_MS)).as("one party, twice").isInstanceOf(Unsound.class);
        guard.report("US", clock.wallMs() - SKEW_MS);
        assertThat(guard.read(0, SKEW_MS)).isEqualTo(new Sound(clock.wallMs()));
        clock.pass(Duration.ofMinutes(10));
        assertThat(guard.read(0, SKEW_MS)).as("the baseline stays").isInstanceOf(Sound.class);
    }

    @Test
    void read_afterAStep_reportsFromBeforeItDoNotAgree() {
        guard.report("UA", clock.wallMs());
        guard.report("US", clock.wallMs());
        clock.step(Duration.ofHours(73));
        assertThat(guard.read(0, SKEW_MS)).isInstanceOf(Unsound.class);
        assertThat(guard.isAgreed(SKEW_MS)).isFalse();
    }

    @Test
    void isAgreed_reportsOfTwoParties_countForAMinute() {
        assertThat(guard.isAgreed(SKEW_MS)).isFalse();
        guard.report("UA", clock.wallMs());
        clock.pass(Duration.ofSeconds(30));
        guard.report("US", clock.wallMs() + SKEW_MS);
        assertThat(guard.isAgreed(SKEW_MS)).isTrue();
        clock.pass(Duration.ofSeconds(30));
        assertThat(guard.isAgreed(SKEW_MS)).isTrue();
        clock.pass(Duration.ofMillis(1));
        assertThat(guard.isAgreed(SKEW_MS)).isFalse();
    }

    @Test
    void isAgreed_restartedWithAWrongClock_isFalseWhateverClientsReport() {
        guard.report("UA", clock.wallMs() - Duration.ofHours(72).toMillis());
        guard.report("US", clock.wallMs() - Duration.ofHours(72).toMillis());
        assertThat(guard.isAgreed(SKEW_MS)).isFalse();
    }

    @Test
    void shownMs_clockThatNobodyConfirms_isTheNewestEntrys() {
        long headMs = clock.wallMs() - 60_000;
        assertThat(guard.shownMs(headMs, SKEW_MS)).as("nobody").isEqualTo(headMs);
        guard.report("UA", clock.wallMs());
        assertThat(guard.shownMs(headMs, SKEW_MS)).as("one is enough to look").isEqualTo(clock.wallMs());
        clock.step(Duration.ofHours(80));
        assertThat(guard.shownMs(headMs, SKEW_MS)).as("stepped").isEqualTo(headMs);
        guard.report("UA", clock.wallMs());
        assertThat(guard.shownMs(headMs, SKEW_MS))
                .as("one is not enough after a step")
                .isEqualTo(headMs);
    }

    @Test
    void shownMs_restartedWithAWrongClock_isTheNewestEntrys() {
        guard.report("UA", clock.wallMs() - Duration.ofHours(80).toMillis());
        guard.report("US", clock.wallMs() - Duration.ofHours(80).toMillis());
        assertThat(guard.shownMs(1, SKEW_MS)).isEqualTo(1);
    }

    @Test
    void check_callerWithinSkew_passesAndBeyondIsNamed() {
        assertThat(guard.check(clock.wallMs() + SKEW_MS, SKEW_MS)).isEmpty();
        assertThat(guard.check(clock.wallMs() - SKEW_MS, SKEW_MS)).isEmpty();
        assertThat(guard.check(clock.wallMs() + SKEW_MS + 1, SKEW_MS)).hasValueSatisfying(r -> {
            assertThat(r.reason()).isEqualTo(Reason.CLOCK_SKEW);
            assertThat(r.sentence()).contains("5001 ms ahead of");
        });
    }

    @Property
    void check_anyClock_isTotal(@ForAll long clockMs) {
        boolean near = clockMs >= clock.wallMs() - SKEW_MS && clockMs <= clock.wallMs() + SKEW_MS;
        assertThat(guard.check(clockMs, SKEW_MS).isEmpty()).isEqualTo(near);
        guard.report("UA", clockMs);
        guard.report("US", clockMs);
        assertThat(guard.isAgreed(SKEW_MS)).isEqualTo(near);
    }
}
