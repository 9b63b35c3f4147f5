package org.demarche.charter;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the charter writes them: a whole number and a unit, such as {@code 72h}, {@code 30d}, {@code 500ms}. */
final class Spans {
    static final String EXPECTED = "a whole number above 0 and one of ms, s, m, h, d, at most 36500d";

    private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,12})(ms|s|m|h|d)");
    private static final long DAY_MS = 86_400_000L;
    private static final long MAX_MS = 36_500 * DAY_MS;

    private Spans() {}

    /** The length in milliseconds, or empty if {@code text} is not a duration of at most a hundred years. */
    static OptionalLong millis(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        long unit = unit(matcher.group(2));
        return number <= MAX_MS / unit ? OptionalLong.of(number * unit) : OptionalLong.empty();
    }

    /** The length in log time, where {@code timeScale} of plan time pass in one: rounded up, so that no gate opens early. */
    static long scaled(long millis, int timeScale) {
        return (millis + timeScale - 1) / timeScale;
    }

    private static long unit(String word) {
        return switch (word) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> DAY_MS;
        };
    }
}
