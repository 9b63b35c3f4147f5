package org.demarche.client.cli;

import java.util.ArrayList;
import java.util.List;

/** The part of a page that a terminal has room for: the banner of an exercise first and last, and above the last one how to go on. */
final class Frame {
    private static final String HOME = "\u001b[H";
    /** Before a line is written: behind a full one the cursor stands on its last character. */
    private static final String CLEAR_LINE = "\u001b[2K";

    private final Page page;
    private final Seat.Size size;
    private final Glyphs glyphs;
    private final int window;
    private final int from;

    /** A frame; {@code wanted}: the first line to show, as far as there are so many. */
    Frame(Page page, Seat.Size size, int wanted, Glyphs glyphs) {
        this.page = page;
        this.size = size;
        this.glyphs = glyphs;
        this.window = window(size, !page.banner().isEmpty());
        this.from = Math.max(0, Math.min(wanted, page.lines().size() - window));
    }

    /** How many lines of a page have room. */
    static int window(Seat.Size size, boolean banners) {
        return Math.max(1, size.rows() - (banners ? 3 : 1));
    }

    /** The first line that is shown. */
    int from() {
        return from;
    }

    /** The lines, from the terminal's first to its last. */
    List<Page.Line> lines() {
        List<Page.Line> lines = new ArrayList<>();
        boolean banners = !page.banner().isEmpty();
        if (banners) {
            lines.add(new Page.Line(page.banner(), Page.Tone.BANNER));
        }
        List<Page.Line> all = page.lines();
        int to = Math.min(all.size(), from + window);
        lines.addAll(all.subList(from, to));
        while (lines.size() < size.rows() - (banners ? 2 : 1)) {
            lines.add(new Page.Line("", Page.Tone.PLAIN));
        }
        String keys = all.size() <= window
                ? "q ends"
                : "q ends   " + (glyphs.utf8() ? "↓ ↑" : "j k") + " and space scroll: lines " + (from + 1) + " to " + to
                        + " of " + all.size();
        lines.add(new Page.Line(keys, Page.Tone.STRONG));
        if (banners) {
            lines.add(new Page.Line(page.banner(), Page.Tone.BANNER));
        }
        return lines;
    }

    /** What draws it over whatever stands there. */
    String drawing() {
        StringBuilder drawing = new StringBuilder(HOME);
        List<Page.Line> lines = lines();
        for (int i = 0; i < Math.min(lines.size(), size.rows()); i++) {
            Page.Line line = lines.get(i);
            String text = line.text().substring(0, Columns.fit(line.text(), size.columns()));
            drawing.append(i == 0 ? "" : "\r\n")
                    .append(CLEAR_LINE)
                    .append(glyphs.colour() ? line.tone().paint(text) : text);
        }
        return drawing.toString();
    }
}
