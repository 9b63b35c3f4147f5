package org.demarche.client.follow;

/**
 * How far the hub that is followed is behind what hubs of the log have shown. One that reads a copy always is, a little, and that is no lie; one that stays behind is of no
 * use. For one stream of one hub, and one thread.
 */
final class Lag {
    /** For so long a hub may be behind before another is asked. */
    static final long MOST_MS = 5_000;

    private long target;
    private long sinceMs;

    /**
     * Whether the hub has been behind for too long: what had been seen when that began, it has not shown since.
     *
     * @param shown how many entries it has shown by now
     * @param seen how many any hub has
     * @param nowMs this machine's clock
     */
    boolean isTooLong(long shown, long seen, long nowMs) {
        if (shown >= target || nowMs < sinceMs) {
            target = shown < seen ? seen : 0;
            sinceMs = nowMs;
        }
        return target > 0 && nowMs - sinceMs > MOST_MS;
    }
}
