package org.demarche.situation;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.demarche.charter.Span;
import org.demarche.charter.Tier;
import org.demarche.time.PlanTime;

/**
 * What a line of the plan shows: instants in milliseconds since 1970 UTC.
 *
 * @param scale by how much the plan outruns the log
 * @param startedMs when the clock started; empty: it does not run
 * @param nowMs the present; empty: the line looks back
 * @param tiers of the charter, ascending
 * @param findings what was found, in order
 * @param courses by tier
 * @param noticesMs when notices were accepted
 * @param lateMs since when something is overdue; empty: nothing is
 */
public record Moments(
        int scale,
        OptionalLong startedMs,
        OptionalLong nowMs,
        List<Tier> tiers,
        List<Found> findings,
        SortedMap<Integer, Course> courses,
        List<Long> noticesMs,
        OptionalLong lateMs) {
    /** How many hours a line has at least: three days, and half a day more. */
    static final int USUAL_HOURS = 84;

    private static final int STEP_HOURS = 12;
    private static final int MOST_HOURS = 24 * 366;
    private static final double HOUR_MS = 3_600_000;

    public Moments {
        tiers = List.copyOf(tiers);
        findings = List.copyOf(findings);
        courses = Collections.unmodifiableSortedMap(new TreeMap<>(courses));
        noticesMs = List.copyOf(noticesMs);
    }

    /** A finding was established. */
    public record Found(String words, long atMs) {}

    /** How an instant is called: {@code T+26:02}; empty before the clock starts. */
    String label(long atMs) {
        return startedMs.isPresent() ? new PlanTime(scale).sinceClock(startedMs.getAsLong(), atMs) : "";
    }

    /** Hours of the plan since the clock's start; empty: the clock does not run. */
    OptionalDouble hour(long atMs) {
        return startedMs.isPresent()
                ? OptionalDouble.of((atMs - startedMs.getAsLong()) * (double) scale / HOUR_MS)
                : OptionalDouble.empty();
    }

    /** Hours of the plan that a duration of the charter is. */
    double hours(Span span) {
        return span.millis() * (double) scale / HOUR_MS;
    }

    /** How many hours the line has: as many as it takes, and not fewer than is usual. */
    int axis() {
        double last = courses.values().stream()
                .flatMapToLong(c ->
                        Stream.of(c.activeMs(), c.stoodDownMs(), c.lapsedMs()).flatMapToLong(OptionalLong::stream))
                .mapToDouble(ms -> hour(ms).orElse(0))
                .max()
                .orElse(0);
        double now = nowMs.isPresent() ? hour(nowMs.getAsLong()).orElse(0) : 0;
        double found = findings.stream()
                .mapToDouble(f -> hour(f.atMs()).orElse(0))
                .max()
                .orElse(0);
        double due = tiers.stream()
                .flatMap(t -> Stream.concat(t.actWithin().stream(), t.notBefore().stream()))
                .mapToDouble(this::hours)
                .max()
                .orElse(0);
        double longest = Math.max(Math.max(last, now), Math.max(found, due));
        double steps = Math.min(MOST_HOURS, Math.ceil(longest / STEP_HOURS) * STEP_HOURS);
        return Math.max(USUAL_HOURS, (int) steps);
    }

    /** How far apart the axis is marked, in hours: some seven marks. */
    int step() {
        return Math.max(1, Math.round(axis() / (float) USUAL_HOURS)) * STEP_HOURS;
    }
}
