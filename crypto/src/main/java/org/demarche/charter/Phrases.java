package org.demarche.charter;

import java.time.Instant;
import java.util.List;

/** Pieces of sentences. */
final class Phrases {
    private static final long[] UNITS_MS = {86_400_000, 3_600_000, 60_000, 1_000, 1};
    private static final String[] UNIT_NAMES = {"day", "hour", "minute", "second", "millisecond"};
    /** Up to so many of a smaller unit are said as they are: people say 72 hours, not 3 days. */
    private static final long HOURS_SAID_MS = 96 * 3_600_000L;

    private Phrases() {}

    /** {@code a}; {@code a and b}; {@code a, b and c}. */
    static String and(List<String> parts) {
        int last = parts.size() - 1;
        return last < 1
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }

    /** Such as {@code 1 key}, {@code 2 keys}. */
    static String count(long number, String noun) {
        return count(number, noun, noun + "s");
    }

    /** Such as {@code 1 entry}, {@code 2 entries}. */
    static String count(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    /** A duration in the largest unit that it is a whole number of. */
    static String duration(long millis) {
        for (int i = 0; i < UNITS_MS.length; i++) {
            boolean daysThatAreSaidInHours = i == 0 && millis <= HOURS_SAID_MS;
            if (millis % UNITS_MS[i] == 0 && !daysThatAreSaidInHours) {
                return count(millis / UNITS_MS[i], UNIT_NAMES[i]);
            }
        }
        throw new AssertionError("every duration is a whole number of milliseconds");
    }

    /** A duration of the plan, and in an exercise how long it really takes. */
    static String plan(Span span, Charter charter) {
        String said = duration(Spans.millis(span.text()).orElse(span.millis()));
        return charter.timeScale() == 1 ? said : said + " (" + duration(span.millis()) + " of this exercise)";
    }

    /** An instant in UTC. */
    static String instant(long epochMs) {
        return Instant.ofEpochMilli(epochMs).toString();
    }
}
