package org.demarche.archive;

import java.time.Instant;
import java.util.Comparator;

/**
 * Until when something holds, and what ends it. Ordered by time.
 *
 * @param at the last instant at which it holds; {@link Instant#MAX}: it has no end that is known
 * @param what such as "the trust in SHA-256"
 */
public record Ending(Instant at, String what) implements Comparable<Ending> {
    private static final Comparator<Ending> ORDER =
            Comparator.comparing(Ending::at).thenComparing(Ending::what);

    /** The end of the trust in an algorithm. */
    public static Ending of(Algorithm algorithm, Algorithms algorithms) {
        return new Ending(algorithms.until(algorithm), "the trust in " + algorithm);
    }

    /** Whether it still holds at {@code time}. */
    public boolean holdsAt(Instant time) {
        return !time.isAfter(at);
    }

    @Override
    public int compareTo(Ending other) {
        return ORDER.compare(this, other);
    }

    /** Such as "the trust in SHA-256 ended on 2046-01-01T00:00:00Z". */
    public String past() {
        return what + " ended at " + at;
    }
}
