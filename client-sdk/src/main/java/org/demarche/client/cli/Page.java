package org.demarche.client.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A screen of at most so many columns, 80 if nobody says otherwise. One of an exercise says so first and last. */
final class Page {
    static final int WIDTH = 80;
    private static final String EXERCISE = "EXERCISE ==================== EXERCISE ==================== EXERCISE";
    /** A blank at which no line is broken. */
    static final char TIED = '\u00A0';

    private static final int MOST_MARKS = 2;

    private final boolean exercise;
    private final int width;
    private final Glyphs glyphs;
    private final List<Line> lines = new ArrayList<>();

    /** What a line is about: its colour, where there are colours. */
    enum Tone {
        PLAIN(""),
        STRONG("\u001b[1m"),
        GOOD("\u001b[32m"),
        WARN("\u001b[33m"),
        BAD("\u001b[1;31m"),
        BANNER("\u001b[7m");

        private final String begin;

        Tone(String begin) {
            this.begin = begin;
        }

        String paint(String text) {
            return begin.isEmpty() || text.isEmpty() ? text : begin + text + "\u001b[0m";
        }
    }

    /** A line as it is to be shown. */
    record Line(String text, Tone tone) {}

    Page(boolean exercise) {
        this(exercise, WIDTH, Glyphs.PLAIN);
    }

    Page(boolean exercise, int width, Glyphs glyphs) {
        this.exercise = exercise;
        this.width = width;
        this.glyphs = glyphs;
    }

    int width() {
        return width;
    }

    boolean utf8() {
        return glyphs.utf8();
    }

    /** A line, wrapped at words, the rest of it under column {@code indent}. Control characters from outside never reach the screen. */
    Page line(String text, int indent, Tone tone) {
        String rest = glyphs.text(clean(text));
        String margin = "";
        while (margin.length() + Columns.of(rest) > width) {
            int room = width - margin.length();
            int fit = Math.max(Columns.fit(rest, room), rest.offsetByCodePoints(0, 1));
            int cut = rest.lastIndexOf(' ', fit);
            int end = cut > (margin.isEmpty() ? indent : 0) ? cut : fit;
            add(margin + rest.substring(0, end), tone);
            rest = rest.substring(end).stripLeading();
            margin = " ".repeat(indent);
        }
        add(margin + rest, tone);
        return this;
    }

    private void add(String text, Tone tone) {
        lines.add(new Line(text.replace(TIED, ' ').stripTrailing(), tone));
    }

    Page line(String text, int indent) {
        return line(text, indent, Tone.PLAIN);
    }

    Page line(String text) {
        return line(text, 0);
    }

    /** A name and what it is, in two columns. */
    Page field(String name, String value) {
        return field(name, value, Tone.PLAIN);
    }

    Page field(String name, String value, Tone tone) {
        return line(Columns.pad(name, 9) + value, 9, tone);
    }

    /** One text at the left, one at the right; the right one on a line of its own where both have no room. */
    Page sides(String left, String right, Tone tone) {
        String begin = glyphs.text(clean(left));
        String end = glyphs.text(clean(right));
        int gap = width - Columns.of(begin) - Columns.of(end);
        return gap < 2 ? line(left, 0, tone).line(right, 2, tone) : line(begin + " ".repeat(gap) + end, 0, tone);
    }

    Page blank() {
        lines.add(new Line("", Tone.PLAIN));
        return this;
    }

    /** What stands between the banners. */
    List<Line> lines() {
        return List.copyOf(lines);
    }

    /** What stands first and last; empty: nothing. */
    String banner() {
        return exercise ? EXERCISE.substring(0, Math.min(EXERCISE.length(), width)) : "";
    }

    void print(PrintStream out) {
        if (exercise) {
            out.println(banner());
        }
        lines.forEach(line -> out.println(line.text()));
        if (exercise) {
            out.println(banner());
        }
    }

    /** Cut to {@code columns} with an ellipsis. */
    static String cut(String text, int columns) {
        return Columns.cut(clean(text), columns);
    }

    /** Without anything that moves the cursor, changes the direction, hides, or piles up. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        int marks = 0;
        for (int codePoint : text.codePoints().toArray()) {
            marks = Columns.of(codePoint) == 0 ? marks + 1 : 0;
            if (marks <= MOST_MARKS && !isSelector(codePoint)) {
                clean.appendCodePoint(isSeen(codePoint) ? codePoint : ' ');
            }
        }
        return clean.toString();
    }

    /** It would make the sign before it wider. */
    private static boolean isSelector(int codePoint) {
        return (codePoint >= 0xFE00 && codePoint <= 0xFE0F) || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }

    private static boolean isSeen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
