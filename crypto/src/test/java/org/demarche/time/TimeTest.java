package org.demarche.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TimeTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    @Test
    void dtg_knownInstants_areWrittenAsInSignals() {
        assertThat(Dtg.of(Instant.parse("2026-02-03T15:51:59.999Z").toEpochMilli()))
                .isEqualTo("031551Z FEB 26");
        assertThat(Dtg.of(0)).isEqualTo("010000Z JAN 70");
        assertThat(Dtg.of(Instant.parse("2100-12-31T23:59:00Z").toEpochMilli())).isEqualTo("312359Z DEC 00");
        assertThat(Dtg.of(253402300799999L)).isEqualTo("312359Z DEC 99");
    }

    @Test
    void toLogMs_notWhole_isRoundedUp() {
        assertThat(new PlanTime(3600).toLogMs(72 * HOUR)).isEqualTo(72_000);
        assertThat(new PlanTime(7).toLogMs(15)).isEqualTo(3);
        assertThat(new PlanTime(1).toLogMs(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> new PlanTime(1).toLogMs(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new PlanTime(0));
    }

    @Test
    void toPlanMs_tooLong_stopsAtTheLimit() {
        assertThat(new PlanTime(3600).toPlanMs(72_000)).isEqualTo(72 * HOUR);
        assertThat(new PlanTime(3600).toPlanMs(-1)).isEqualTo(-3600);
        assertThat(new PlanTime(2).toPlanMs(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(new PlanTime(2).toPlanMs(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void sinceClock_beforeAndAfter_countsHoursOfThePlan() {
        PlanTime exercise = new PlanTime(3600);
        assertThat(exercise.sinceClock(1_000_000, 1_072_000)).isEqualTo("T+72:00");
        assertThat(exercise.sinceClock(1_000_000, 1_071_999)).isEqualTo("T+71:59");
        assertThat(new PlanTime(1).sinceClock(HOUR, HOUR - 5 * MINUTE)).isEqualTo("T-00:05");
        assertThat(new PlanTime(1).sinceClock(0, 0)).isEqualTo("T+00:00");
    }

    @Test
    void length_anySize_hasTwoUnits() {
        PlanTime actual = new PlanTime(1);
        assertThat(actual.length(24 * HOUR - 1)).isEqualTo("23 h 59 min");
        assertThat(actual.length(4 * MINUTE + 5_000)).isEqualTo("4 min 05 s");
        assertThat(actual.length(12_345)).isEqualTo("12 s");
        assertThat(actual.length(-5)).isEqualTo("0 s");
    }
}
