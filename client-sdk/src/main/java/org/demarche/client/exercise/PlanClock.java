package org.demarche.client.exercise;

import java.util.OptionalLong;
import org.demarche.charter.Charter;
import org.demarche.time.PlanTime;

/**
 * Time of the plan beside the time of the log.
 *
 * @param pace by how much the plan outruns the log
 * @param startedMs when the incident's clock first started, in milliseconds since 1970 UTC; empty: not yet
 */
public record PlanClock(int pace, OptionalLong startedMs) {
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MINUTES = 60;

    /** The clock of a charter, before it starts. */
    public static PlanClock of(Charter charter) {
        return new PlanClock(charter.timeScale(), OptionalLong.empty());
    }

    /** The same, started at this instant unless it has been already. */
    public PlanClock started(long atMs) {
        return startedMs.isPresent() ? this : new PlanClock(pace, OptionalLong.of(atMs));
    }

    /** Minutes of the plan from the start of the clock to this instant; negative before it. */
    public OptionalLong minutes(long atMs) {
        return startedMs.isPresent()
                ? OptionalLong.of(Math.floorDiv(new PlanTime(pace).toPlanMs(atMs - startedMs.getAsLong()), MINUTE_MS))
                : OptionalLong.empty();
    }

    /** The instant as {@code T+71:58}; empty before the clock starts. */
    public String label(long atMs) {
        OptionalLong minutes = minutes(atMs);
        return minutes.isPresent() ? label(minutes.getAsLong(), "T") : "";
    }

    /** How many milliseconds of the log so many minutes of the plan take. */
    public long logMs(long planMinutes) {
        return new PlanTime(pace).toLogMs(planMinutes * MINUTE_MS);
    }

    /** How long it is until {@code toMs}, in plan time: {@code 16 h 48 min}. */
    public String span(long fromMs, long toMs) {
        return new PlanTime(pace).length(Math.max(0, toMs - fromMs));
    }

    private static String label(long minutes, String prefix) {
        long size = Math.abs(minutes);
        return "%s%s%02d:%02d".formatted(prefix, minutes < 0 ? "-" : "+", size / HOUR_MINUTES, size % HOUR_MINUTES);
    }
}
