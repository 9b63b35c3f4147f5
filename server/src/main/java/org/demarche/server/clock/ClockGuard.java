package org.demarche.server.clock;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/**
 * Decides whether the hub's clock can be believed. The wall clock must go on from a baseline as the monotonic clock does, and must not lie behind the log's
 * newest entry, both within {@value #TOLERANCE_MS} ms. After a step the guard takes a new baseline once the clients of two parties agree with it. Thread-safe.
 */
public final class ClockGuard {
    /** By how much wall clock, monotonic clock and head may disagree, in milliseconds. */
    public static final long TOLERANCE_MS = 2_000;

    /** For how long a client's report counts, in milliseconds. */
    public static final long REPORT_COUNTS_MS = 60_000;

    /** How many parties' clients must agree. */
    public static final int PARTIES = 2;

    private final HubClock clock;
    private final Map<String, Report> reports = new HashMap<>();
    private long baselineWallMs;
    private long baselineMonotonicMs;

    private record Report(long clockMs, long atMonotonicMs) {}

    /** A guard that takes its first baseline now. */
    public ClockGuard(HubClock clock) {
        this.clock = clock;
        takeBaseline();
    }

    /**
     * What time it is by the hub's own clock.
     *
     * @param headMs time of the log's newest entry
     * @param skewMs how far the charter lets clocks differ
     */
    public Reading read(long headMs, long skewMs) {
        return read(headMs, skewMs, OptionalLong.empty());
    }

    /**
     * What time it is.
     *
     * @param headMs time of the log's newest entry
     * @param skewMs how far the charter lets clocks differ
     * @param storeMs what the clock shows that all hubs of this log share, if they share one; then this is the time, as long as the hub's own agrees
     */
    public synchronized Reading read(long headMs, long skewMs, OptionalLong storeMs) {
        long wallMs = clock.wallMs();
        long steppedMs = steppedMs(wallMs);
        if (Math.abs(steppedMs) > TOLERANCE_MS) {
            if (agreeing(skewMs) < PARTIES) {
                return new Reading.Unsound("the hub's clock has stepped by " + steppedMs
                        + " ms: it waits until clients of " + PARTIES + " parties report a clock that agrees with it");
            }
            takeBaseline();
        }
        long nowMs = storeMs.orElse(wallMs);
        if (Math.abs(nowMs - wallMs) > TOLERANCE_MS) {
            return new Reading.Unsound("the database's clock is " + Math.abs(nowMs - wallMs) + " ms "
                    + (nowMs > wallMs ? "ahead of" : "behind") + " the hub's: set the clock right that is wrong");
        }
        if (headMs - nowMs > TOLERANCE_MS) {
            return new Reading.Unsound("the log's newest entry is " + (headMs - nowMs)
                    + " ms ahead of the hub's clock: set the clock right");
        }
        return new Reading.Sound(Math.max(nowMs, headMs));
    }

    /** Notes what a client of {@code party} says its clock shows. Only a client whose TLS pin has been checked can report. */
    public synchronized void report(String party, long clockMs) {
        reports.put(party, new Report(clockMs, clock.monotonicMs()));
    }

    /** Refuses a caller whose clock differs from the hub's by more than {@code skewMs}. */
    public Optional<Refusal> check(long callerClockMs, long skewMs) {
        long differenceMs = saturatedDifference(callerClockMs, clock.wallMs());
        if (Math.abs(differenceMs) <= skewMs) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                Reason.CLOCK_SKEW,
                "the caller's clock is " + Math.abs(differenceMs) + " ms " + (differenceMs > 0 ? "ahead of" : "behind")
                        + " the hub's (expected: at most " + skewMs + "): set the clock that is wrong"));
    }

    /** Whether clients of two parties have agreed with the hub's clock within the last minute, so that it may say of itself that time has passed. */
    public synchronized boolean isAgreed(long skewMs) {
        return agreeing(skewMs) >= PARTIES;
    }

    /** Whether at least one party's client has agreed with the hub's clock within the last minute, so that it may be shown what time alone brings about. */
    public synchronized boolean isConfirmed(long skewMs) {
        return agreeing(skewMs) > 0;
    }

    /**
     * The time to show states at: now, while the clock can be believed and at least one party's client agrees with it; else the time of the newest entry. A clock that
     * nobody confirms moves nothing, not even on a screen: it would show a tier as active that is not.
     *
     * @param headMs time of the log's newest entry
     * @param skewMs how far the charter lets clocks differ
     */
    public synchronized long shownMs(long headMs, long skewMs) {
        return read(headMs, skewMs) instanceof Reading.Sound sound && agreeing(skewMs) > 0 ? sound.nowMs() : headMs;
    }

    /** What the hub's wall clock shows, believed or not: for a caller that asks. */
    public long wallMs() {
        return clock.wallMs();
    }

    /** The median of how far clients' clocks are ahead of the hub's, in milliseconds; empty: nobody has told within the last minute. */
    public synchronized OptionalLong offsetMs() {
        long wallMs = clock.wallMs();
        long monotonicMs = clock.monotonicMs();
        long[] ahead = reports.values().stream()
                .filter(r -> monotonicMs - r.atMonotonicMs() <= REPORT_COUNTS_MS)
                .mapToLong(r -> saturatedDifference(r.clockMs(), wallMs - (monotonicMs - r.atMonotonicMs())))
                .sorted()
                .toArray();
        return ahead.length == 0 ? OptionalLong.empty() : OptionalLong.of(ahead[ahead.length / 2]);
    }

    private int agreeing(long skewMs) {
        long wallMs = clock.wallMs();
        long monotonicMs = clock.monotonicMs();
        reports.values().removeIf(r -> monotonicMs - r.atMonotonicMs() > REPORT_COUNTS_MS);
        // What the client's clock must show by now, however the hub's has been set meanwhile.
        return (int) reports.values().stream()
                .filter(r -> Math.abs(saturatedDifference(r.clockMs(), wallMs - (monotonicMs - r.atMonotonicMs())))
                        <= skewMs)
                .count();
    }

    private long steppedMs(long wallMs) {
        return (wallMs - baselineWallMs) - (clock.monotonicMs() - baselineMonotonicMs);
    }

    private void takeBaseline() {
        baselineWallMs = clock.wallMs();
        baselineMonotonicMs = clock.monotonicMs();
    }

    /** The difference of a caller's number, which can be any, and a clock. */
    private static long saturatedDifference(long caller, long own) {
        long difference = caller - own;
        boolean overflow = ((caller ^ own) & (caller ^ difference)) < 0;
        return overflow ? (caller > own ? Long.MAX_VALUE : -Long.MAX_VALUE) : Math.max(difference, -Long.MAX_VALUE);
    }
}
