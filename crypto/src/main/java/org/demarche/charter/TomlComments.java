package org.demarche.charter;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a TOML text the library drops: its comments, and how it is written. The text has been parsed before and has no backslash, so strings end at the next quotation mark of
 * their kind.
 */
final class TomlComments {
    private static final List<String> QUOTES = List.of("\"\"\"", "'''", "\"", "'");

    private TomlComments() {}

    /**
     * @param line number of the line, from 1
     * @param code what stands before the comment in its line
     * @param text without the {@code #}
     */
    record Comment(int line, String code, String text) {}

    static List<Comment> of(String text) {
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
        int end = text.indexOf(quote, start + quote.length());
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
}
