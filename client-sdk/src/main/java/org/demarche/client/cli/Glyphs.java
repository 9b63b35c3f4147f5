package org.demarche.client.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a terminal can show.
 *
 * @param utf8 whether it can show more than ASCII; if not, signs become letters
 * @param colour whether it is to be coloured. A colour only repeats what signs and words say
 */
record Glyphs(boolean utf8, boolean colour) {
    /** As texts are written to files and pipes. */
    static final Glyphs PLAIN = new Glyphs(true, false);

    private static final String MARKS = "✔✖○◐●◔◑◌▼▲·–—…×→“”‘’█░─━├┤┼";
    private static final String[] LETTERS = {
        "OK", "NO", "--", "RD", "AC", "PR", "QM", "SD", "v", "!", "-", "-", "-", "~", "x", "->", "\"", "\"", "'", "'",
        "#", ".", "-", "=", "|", "|", "+"
    };

    /** What the environment tells; {@code seated}: of a terminal at which somebody sits. */
    static Glyphs of(Map<String, String> environment, boolean seated) {
        Optional<String> locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst();
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean utf8 = locale.map(
                        l -> l.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8"))
                .orElse(!seated);
        boolean plain = seated && dumb;
        return new Glyphs(
                utf8 && !plain,
                seated && !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /** A text in what the terminal can show. */
    String text(String text) {
        if (utf8 || text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int mark = MARKS.indexOf(c);
            if (c < 0x80 || c == Page.TIED) {
                ascii.appendCodePoint(c);
            } else if (mark >= 0) {
                ascii.append(LETTERS[mark]);
            } else if (Columns.of(c) > 0) {
                ascii.append('?');
            }
        });
        return ascii.toString();
    }
}
