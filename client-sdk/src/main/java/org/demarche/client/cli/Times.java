package org.demarche.client.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.demarche.time.Dtg;

/** Times as officers write and read them; always UTC. */
final class Times {
    private static final Pattern DTG = Pattern.compile("([0-9]{2})([0-9]{2})([0-9]{2})Z ?([A-Z]{3}) ?([0-9]{2})");
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})(s|m|min|h|d)");
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final int CENTURY = 2000;

    private Times() {}

    /** A date-time group, or RFC 3339 as fallback. */
    static Instant instant(String text) {
        Matcher m = DTG.matcher(text.strip().toUpperCase(Locale.ROOT));
        try {
            if (m.matches() && MONTHS.contains(m.group(4))) {
                return LocalDateTime.of(
                                CENTURY + Integer.parseInt(m.group(5)),
                                MONTHS.indexOf(m.group(4)) + 1,
                                Integer.parseInt(m.group(1)),
                                Integer.parseInt(m.group(2)),
                                Integer.parseInt(m.group(3)))
                        .toInstant(ZoneOffset.UTC);
            }
            return Instant.parse(text.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no time (expected: as 031551Z FEB 26 or 2026-02-03T15:51:00Z)", e);
        }
    }

    /** A duration such as {@code 15m}, {@code 72h} or {@code 2d}. */
    static Duration duration(String text) {
        Matcher m = SPAN.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no duration (expected: as 15m, 72h or 2d)");
        }
        long n = Long.parseLong(m.group(1));
        return switch (m.group(2)) {
            case "s" -> Duration.ofSeconds(n);
            case "h" -> Duration.ofHours(n);
            case "d" -> Duration.ofDays(n);
            default -> Duration.ofMinutes(n);
        };
    }

    static String dtg(long epochMs) {
        return Dtg.of(epochMs);
    }
}
