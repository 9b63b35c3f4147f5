package org.demarche.toml;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times in UTC that are not written in the one way that we take. TOML allows a small letter or a blank between date and time, three ways to say UTC and any number of zeros, and its libraries
 * differ in which of these they read; whether a text is a charter must not hang on that.
 */
public final class UtcTimes {
    /** What is wrong with one, for people. */
    public static final String SENTENCE =
            "a time in UTC that is not written like 2041-02-24T00:00:00Z (expected: a capital T and Z, and at most three digits of a second's fraction)";

    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?([Zz]|[+-]00:00)");
    private static final Pattern CANONICAL = Pattern.compile("[0-9-]{10}T[0-9:]{8}(\\.[0-9]{1,3})?Z");

    private UtcTimes() {}

    /** The line, from 1, of the first such time in {@code toml}, outside its strings and comments; empty if there is none. */
    public static OptionalInt firstOddLine(String toml) {
        Matcher time = TIME.matcher(TomlComments.withoutStrings(toml));
        while (time.find()) {
            if (!CANONICAL.matcher(time.group()).matches()) {
                return OptionalInt.of(LongNumbers.lineAt(toml, time.start()));
            }
        }
        return OptionalInt.empty();
    }
}
