package org.demarche.evidence;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.demarche.time.Dtg;

/**
 * An instant, in the forms that people and programs read.
 *
 * @param epochMs milliseconds since 1970 UTC
 * @param planTime hours and minutes of the plan since the incident's clock started, such as {@code T+72:00}; empty: the clock does not run
 */
public record Moment(long epochMs, Optional<String> planTime) {
    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** RFC 3339 with milliseconds, UTC. */
    public String rfc3339() {
        return RFC_3339.format(Instant.ofEpochMilli(epochMs));
    }

    /** The date-time group, and the time of the plan if there is one. */
    @Override
    public String toString() {
        return Dtg.of(epochMs) + planTime.map(p -> " (" + p + ")").orElse("");
    }
}
