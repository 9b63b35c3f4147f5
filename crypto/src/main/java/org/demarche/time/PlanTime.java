package org.demarche.time;

/**
 * Time of the plan as an exercise plays it: with scale 3600, an hour of the plan passes in a second of the log. In an
 * actual charter the scale is 1 and the two are the same.
 *
 * @param scale by how much plan time outruns log time, 1 or more
 */
public record PlanTime(int scale) {
    private static final long SECOND_MS = 1000;
    private static final long MINUTE_MS = 60 * SECOND_MS;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long TEN = 10;

    public PlanTime {
        if (scale < 1) {
            throw new IllegalArgumentException("scale: " + scale + " (expected: >= 1)");
        }
    }

    /** How long {@code planMs} (0 or more) of the plan take in the log, rounded up to 1 ms. */
    public long toLogMs(long planMs) {
        if (planMs < 0) {
            throw new IllegalArgumentException("planMs: " + planMs + " (expected: >= 0)");
        }
        return planMs / scale + (planMs % scale == 0 ? 0 : 1);
    }

    /** How much of the plan passes in {@code logMs} of the log; at the limits of a long it stops there. */
    public long toPlanMs(long logMs) {
        long product = logMs * scale;
        boolean overflows = Math.multiplyHigh(logMs, scale) != product >> (Long.SIZE - 1);
        return !overflows ? product : logMs < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /**
     * An instant counted from the clock's start in hours and minutes of the plan, cut to the minute: {@code T+71:59},
     * before the start {@code T-00:05}.
     */
    public String sinceClock(long clockStartedMs, long atMs) {
        long planMs = toPlanMs(atMs - clockStartedMs);
        long minutes = Math.abs(planMs / MINUTE_MS);
        return (planMs < 0 ? "T-" : "T+") + two(minutes / 60) + ":" + two(minutes % 60);
    }

    /**
     * A length of log time (0 or more) as time of the plan, in its two greatest units, cut: {@code 23 h 59 min}, {@code
     * 4 min 30 s}, {@code 12 s}.
     */
    public String length(long logMs) {
        long planMs = toPlanMs(Math.max(0, logMs));
        if (planMs >= HOUR_MS) {
            return planMs / HOUR_MS + " h " + two(planMs % HOUR_MS / MINUTE_MS) + " min";
        }
        if (planMs >= MINUTE_MS) {
            return planMs / MINUTE_MS + " min " + two(planMs % MINUTE_MS / SECOND_MS) + " s";
        }
        return planMs / SECOND_MS + " s";
    }

    private static String two(long number) {
        return number < TEN ? "0" + number : Long.toString(number);
    }
}
