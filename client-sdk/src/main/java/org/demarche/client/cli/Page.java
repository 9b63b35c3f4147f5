package org.demarche.client.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A screen of at most 80 columns. One of an exercise says so first and last. */
final class Page {
    static final int WIDTH = 80;
    private static final String EXERCISE = "EXERCISE ==================== EXERCISE ==================== EXERCISE";

    private final boolean exercise;
    private final List<String> lines = new ArrayList<>();

    Page(boolean exercise) {
        this.exercise = exercise;
    }

    /** A line, wrapped at words, the rest of it under column {@code indent}. Control characters from outside never reach the screen. */
    Page line(String text, int indent) {
        String rest = clean(text);
        String margin = "";
        while (margin.length() + rest.length() > WIDTH) {
            int room = WIDTH - margin.length();
            int cut = rest.lastIndexOf(' ', room);
            int end = cut > indent ? cut : room;
            lines.add(margin + rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
            margin = " ".repeat(indent);
        }
        lines.add((margin + rest).stripTrailing());
        return this;
    }

    Page line(String text) {
        return line(text, 0);
    }

    /** A name and what it is, in two columns. */
    Page field(String name, String value) {
        return line(String.format("%-9s%s", name, value), 9);
    }

    Page blank() {
        lines.add("");
        return this;
    }

    void print(PrintStream out) {
        if (exercise) {
            out.println(EXERCISE);
        }
        lines.forEach(out::println);
        if (exercise) {
            out.println(EXERCISE);
        }
    }

    /** Cut to {@code width} with an ellipsis. */
    static String cut(String text, int width) {
        String clean = clean(text);
        return clean.length() <= width ? clean : clean.substring(0, width - 1) + "…";
    }

    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
