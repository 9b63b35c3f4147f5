package org.demarche.toml;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a TOML text the library drops: its comments, and how it is written. Any text is taken; of one that the library does not parse it says nothing of worth.
 */
public final class TomlComments {
    private static final List<String> QUOTES = List.of("\"\"\"", "'''", "\"", "'");

    private TomlComments() {}

    /**
     * A comment.
     *
     * @param line number of the line, from 1
     * @param code what stands before the comment in its line
     * @param text without the {@code #}
     */
    public record Comment(int line, String code, String text) {}

    /** The comments of {@code text}, in order. */
    public static List<Comment> of(String text) {
        List<Comment> comments = new ArrayList<>();
        int line = 1;
        int lineStart = 0;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                lineStart = ++i;
            } else if (c == '#') {
                int end = endOfLine(text, i);
                comments.add(new Comment(
                        line,
                        text.substring(lineStart, i),
                        text.substring(i + 1, end).strip()));
                i = end;
            } else if (c == '"' || c == '\'') {
                int end = endOfString(text, i);
                for (int j = text.indexOf('\n', i); j >= 0 && j < end; j = text.indexOf('\n', j + 1)) {
                    line++;
                    lineStart = j + 1;
                }
                i = end;
            } else {
                i++;
            }
        }
        return comments;
    }

    /** The text with blanks in the place of its strings and comments; lines stay what they are. */
    static String withoutStrings(String text) {
        StringBuilder bare = new StringBuilder(text);
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = c == '#' ? endOfLine(text, i) : c == '"' || c == '\'' ? endOfString(text, i) : i;
            for (int j = i; j < end; j++) {
                if (text.charAt(j) != '\n') {
                    bare.setCharAt(j, ' ');
                }
            }
            i = Math.max(end, i + 1);
        }
        return bare.toString();
    }

    private static int endOfLine(String text, int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private static int endOfString(String text, int start) {
        String quote = QUOTES.stream()
                .filter(q -> text.startsWith(q, start))
                .findFirst()
                .orElseThrow();
        int end = closing(text, quote, start + quote.length());
        if (end < 0) {
            return text.length();
        }
        end += quote.length();
        // One or two further marks before the closing three belong to the string.
        while (quote.length() == 3 && end < text.length() && text.charAt(end) == quote.charAt(0)) {
            end++;
        }
        return end;
    }

    /** Where the string ends that goes on at {@code from}: a backslash hides the mark behind it, but not in a literal string. */
    private static int closing(String text, String quote, int from) {
        int i = from;
        while (i < text.length() && !text.startsWith(quote, i)) {
            i += text.charAt(i) == '\\' && quote.charAt(0) == '"' ? 2 : 1;
        }
        return i < text.length() ? i : -1;
    }
}
