package org.demarche.time;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * The date-time group of military and diplomatic signals, always UTC ("Z"), cut to the minute: {@code 031551Z FEB 26}
 * is 3 February 2026, 15:51. For people only.
 */
public final class Dtg {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final int CENTURY = 100;

    private Dtg() {}

    /**
     * The group of an instant.
     *
     * @param epochMs milliseconds since 1970 UTC
     */
    public static String of(long epochMs) {
        return of(Instant.ofEpochMilli(epochMs).atZone(ZoneOffset.UTC), "");
    }

    /**
     * The group of an instant with its seconds, for a clock that people see running: {@code 03155107Z FEB 26}.
     *
     * @param epochMs milliseconds since 1970 UTC
     */
    public static String toTheSecond(long epochMs) {
        ZonedDateTime time = Instant.ofEpochMilli(epochMs).atZone(ZoneOffset.UTC);
        return of(time, two(time.getSecond()));
    }

    private static String of(ZonedDateTime time, String seconds) {
        return two(time.getDayOfMonth()) + two(time.getHour()) + two(time.getMinute()) + seconds + "Z "
                + MONTHS.get(time.getMonthValue() - 1) + " " + two(Math.floorMod(time.getYear(), CENTURY));
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
