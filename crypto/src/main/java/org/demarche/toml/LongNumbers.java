package org.demarche.toml;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers of more than 18 digits. The library drops the first digits of a number of nineteen, and the sign of longer ones: it would read another number than people do. Nothing
 * that we configure needs so many.
 */
public final class LongNumbers {
    /** What is wrong with one, for people. */
    public static final String SENTENCE = "a number of more than 18 digits (expected: at most 18)";

    private static final Pattern LONG = Pattern.compile("[0-9](_?[0-9]){18}");

    private LongNumbers() {}

    /** The line, from 1, of the first such number in {@code toml}, outside its strings and comments; empty if there is none. */
    public static OptionalInt firstLine(String toml) {
        Matcher number = LONG.matcher(TomlComments.withoutStrings(toml));
        return number.find()
                ? OptionalInt.of(1
                        + (int) toml.substring(0, number.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count())
                : OptionalInt.empty();
    }
}
