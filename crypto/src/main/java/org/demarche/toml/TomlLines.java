package org.demarche.toml;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In which line of a TOML text a key stands, which the library does not tell of what it has read. Any text is taken. Keys are written {@code table.key}, those in the first
 * table under {@code [[table]]} {@code table.0.key}. Of a key that is written in quotes, or within an inline table, the line is that of the nearest table or key around it.
 */
public final class TomlLines {
    private static final Pattern LINE = Pattern.compile(
            "^[ \\t]*(?:(\\[\\[?)[ \\t]*([A-Za-z0-9_.\\- \\t]+?)[ \\t]*]|([A-Za-z0-9_.\\- \\t]+?)[ \\t]*=)");

    private final Map<String, Integer> lines;

    private TomlLines(Map<String, Integer> lines) {
        this.lines = lines;
    }

    /** The lines of {@code toml}. */
    public static TomlLines of(String toml) {
        Map<String, Integer> lines = new HashMap<>();
        Map<String, Integer> tables = new HashMap<>();
        String table = "";
        int depth = 0;
        int number = 0;
        for (String line : TomlComments.withoutStrings(toml).split("\n", -1)) {
            number++;
            Matcher begins = LINE.matcher(line);
            if (depth == 0 && begins.find()) {
                if (begins.group(2) == null) {
                    lines.putIfAbsent(table + bare(begins.group(3)), number);
                    depth = Math.max(0, brackets(line.substring(begins.end())));
                } else {
                    table = bare(begins.group(2));
                    lines.putIfAbsent(table, number);
                    if (begins.group(1).length() == 2) {
                        table += "." + (tables.merge(table, 1, Integer::sum) - 1);
                        lines.putIfAbsent(table, number);
                    }
                    table += ".";
                }
            } else {
                depth = Math.max(0, depth + brackets(line));
            }
        }
        return new TomlLines(lines);
    }

    private static String bare(String key) {
        return key.replaceAll("[ \\t]", "");
    }

    private static int brackets(String line) {
        return (int) (line.chars().filter(c -> c == '[' || c == '{').count()
                - line.chars().filter(c -> c == ']' || c == '}').count());
    }

    /** The line, from 1, in which {@code key} is set, or else the nearest table or key around it; empty if none is there. */
    public OptionalInt lineOf(String key) {
        String around = key;
        while (!around.isEmpty()) {
            Integer line = lines.get(around);
            if (line != null) {
                return OptionalInt.of(line);
            }
            around = around.substring(0, Math.max(0, around.lastIndexOf('.')));
        }
        return OptionalInt.empty();
    }
}
