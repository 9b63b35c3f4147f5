package org.demarche.situation;

import java.util.OptionalLong;
import org.demarche.time.PlanTime;

/**
 * How far a witness has followed the log.
 *
 * @param name its name
 * @param party the party that runs it
 * @param size how many entries the greatest head covers that it has cosigned; 0: none
 * @param atMs when it did, in milliseconds since 1970 UTC; empty: it has not, or its time is not kept
 */
public record WitnessStanding(String name, String party, long size, OptionalLong atMs) {
    /** For how long a witness may be behind before somebody should look, in milliseconds. */
    public static final long LONGEST_BEHIND_MS = 60_000;

    /** Whether it keeps up with a log of this size. */
    public Level level(long logSize, long nowMs) {
        if (size == 0) {
            return Level.BAD;
        }
        boolean recent = atMs.isPresent() && nowMs - atMs.getAsLong() <= LONGEST_BEHIND_MS;
        return size >= logSize || recent ? Level.GOOD : Level.WARN;
    }

    /** In words, such as {@code 48 223 entries, 12 s ago}. */
    HealthLine line(long logSize, long nowMs) {
        if (size == 0) {
            return new HealthLine("witness " + name, Level.BAD, "has cosigned nothing", "run by " + party);
        }
        String behind = size >= logSize ? "keeps up" : logSize - size + " behind";
        String when = atMs.isPresent() ? ", " + new PlanTime(1).length(nowMs - atMs.getAsLong()) + " ago" : "";
        return new HealthLine("witness " + name, level(logSize, nowMs), behind + when, "run by " + party);
    }
}
