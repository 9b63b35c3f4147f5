package org.demarche.packaging;

import java.util.regex.Pattern;

/**
 * Text for {@code man}: macros of man(7), each on a line of its own, and text in which nothing is taken for a macro. ASCII alone, so that every roff
 * reads it in every locale.
 */
final class Roff {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final StringBuilder text = new StringBuilder();

    /** A macro, and its arguments, quoted where they have to be; in them a hyphen is a hyphen. */
    Roff macro(String name, String... arguments) {
        text.append('.').append(name);
        for (String argument : arguments) {
            String word = escaped(argument).replace("\\-", "-").replace("\"", "\\(dq");
            text.append(word.contains(" ") ? " \"" + word + "\"" : " " + word);
        }
        text.append('\n');
        return this;
    }

    /** A line of running text. */
    Roff line(String words) {
        return raw(escaped(SPACE.matcher(words).replaceAll(" ").strip()));
    }

    /** A line that is made of {@link #bold}, {@link #italic} and {@link #escaped} parts. */
    Roff raw(String marked) {
        // A line that begins with a dot or an apostrophe would be a macro.
        text.append(marked.startsWith(".") || marked.startsWith("'") ? "\\&" : "")
                .append(marked)
                .append('\n');
        return this;
    }

    static String bold(String words) {
        return "\\fB" + escaped(words) + "\\fR";
    }

    static String italic(String words) {
        return "\\fI" + escaped(words) + "\\fR";
    }

    static String escaped(String words) {
        StringBuilder escaped = new StringBuilder();
        words.codePoints().forEach(point -> escaped.append(escaped(point)));
        return escaped.toString();
    }

    private static String escaped(int point) {
        return switch (point) {
            case '\\' -> "\\e";
            case '-' -> "\\-";
            case '\'' -> "\\(aq";
            case '`' -> "\\(ga";
            case '^' -> "\\(ha";
            case '~' -> "\\(ti";
            default -> point < 0x80 ? Character.toString(point) : String.format("\\[u%04X]", point);
        };
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
