package org.demarche.server.config;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of more than 18 digits in a TOML text: of one of nineteen the library drops the first digits, and would read another number than people do. */
final class LongNumber {
    private static final Pattern STRING_COMMENT_OR_NUMBER = Pattern.compile("(?s)\"\"\".*?\"{3,5}|'''.*?'{3,5}"
            + "|\"[^\"\\\\\n]*+(?:\\\\.[^\"\\\\\n]*+)*+\"|'[^'\n]*+'|#[^\n]*+"
            + "|(?<number>[0-9](?:_?[0-9]){18})");

    private LongNumber() {}

    /** The line of the first one, from 1, in a text that is TOML. */
    static OptionalLong line(String toml) {
        Matcher found = STRING_COMMENT_OR_NUMBER.matcher(toml);
        while (found.find()) {
            if (found.group("number") != null) {
                return OptionalLong.of(1
                        + toml.substring(0, found.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count());
            }
        }
        return OptionalLong.empty();
    }
}
