package org.demarche.client.transport;

import java.time.Duration;

/**
 * How long a call may take and how often it is tried again.
 *
 * @param deadline for one attempt
 * @param tries how many attempts in all, or one at each hub if these are more; only when the hub is unavailable is there another
 * @param firstPause before the second attempt; doubles from then on
 * @param longestPause the pause does not grow beyond it
 * @param longest once every hub has been tried, no further attempt begins this long after the first one did
 */
public record Patience(Duration deadline, int tries, Duration firstPause, Duration longestPause, Duration longest) {
    /**
     * Ten seconds for an attempt, five attempts, pauses of 0.2 s to 1.6 s: three seconds where nobody listens, and where nothing comes back at all five, or two for each hub
     * if there are more than two, since a connection that does not stand after {@link #CONNECT_MS} is given up.
     */
    public static final Patience STANDARD = new Patience(
            Duration.ofSeconds(10), 5, Duration.ofMillis(200), Duration.ofSeconds(3), Duration.ofSeconds(4));

    /** How long a connection may take to stand, in milliseconds. */
    static final int CONNECT_MS = 2000;

    public Patience {
        if (tries < 1) {
            throw new IllegalArgumentException("tries: " + tries + " (expected: >= 1)");
        }
    }

    /** The pause after {@code failures} failed attempts (from 1). */
    public Duration pause(int failures) {
        Duration pause = firstPause;
        for (int i = 1; i < failures && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
