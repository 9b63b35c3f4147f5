package org.demarche.situation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.demarche.charter.Span;
import org.demarche.charter.Tier;

/** The line of the plan as lines of text, for a terminal: where the present is, the line itself, its deadlines, and what its signs mean. */
public final class PlanText {
    private static final int LEAST = 40;

    private final Moments moments;
    private final int width;
    private final boolean utf8;
    private final int hours;

    private PlanText(Moments moments, int width, boolean utf8) {
        this.moments = moments;
        this.width = width;
        this.utf8 = utf8;
        this.hours = moments.axis();
    }

    /**
     * The line.
     *
     * @param width how many columns it may take, at least 40
     * @param utf8 whether the terminal can show more than ASCII
     */
    public static List<String> of(Moments moments, int width, boolean utf8) {
        if (width < LEAST) {
            throw new IllegalArgumentException("width: " + width + " (expected: >= " + LEAST + ")");
        }
        return new PlanText(moments, width, utf8).lines();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        OptionalDouble now =
                moments.nowMs().isPresent() ? moments.hour(moments.nowMs().getAsLong()) : OptionalDouble.empty();
        char[] above = blank();
        if (now.isPresent()) {
            int at = column(now.getAsDouble());
            String label = moments.label(moments.nowMs().orElse(0));
            boolean right = at + 2 + label.length() <= width;
            above[at] = sign('▼', 'v');
            put(above, label, right ? at + 2 : at - 1 - label.length());
        } else {
            put(above, "the clock does not run", 1);
        }
        lines.add(text(above));
        lines.add(text(line(now)));
        lines.add(text(ticks()));
        lines.add(legend());
        return lines;
    }

    private char[] line(OptionalDouble now) {
        char[] line = blank();
        Arrays.fill(line, sign('─', '-'));
        if (now.isPresent()) {
            Arrays.fill(line, 0, column(now.getAsDouble()) + 1, sign('━', '='));
        }
        line[0] = sign('├', '|');
        line[width - 1] = sign('┤', '|');
        for (Tier tier : moments.tiers()) {
            deadlines(tier).forEach(d -> line[column(moments.hours(d.span))] = sign('┼', '+'));
        }
        for (Moments.Found found : moments.findings()) {
            moments.hour(found.atMs()).ifPresent(hour -> line[column(hour)] = sign('●', '*'));
        }
        moments.courses()
                .forEach((tier, course) -> course.activeMs()
                        .ifPresent(ms -> moments.hour(ms).ifPresent(hour -> {
                            int at = column(hour);
                            // Beside the finding that it may follow at once: both are to be seen.
                            while (at < width - 1 && (line[at] == sign('●', '*') || Character.isDigit(line[at]))) {
                                at++;
                            }
                            line[at] = (char) ('0' + tier % 10);
                        })));
        return line;
    }

    private record Mark(Span span, String what) {}

    private static List<Mark> deadlines(Tier tier) {
        List<Mark> marks = new ArrayList<>();
        tier.actWithin().ifPresent(s -> marks.add(new Mark(s, "tier " + tier.number() + " due")));
        tier.notBefore().ifPresent(s -> marks.add(new Mark(s, "tier " + tier.number() + " may begin")));
        return marks;
    }

    private char[] ticks() {
        char[] ticks = blank();
        put(ticks, "T", 0);
        for (Tier tier : moments.tiers()) {
            for (Mark mark : deadlines(tier)) {
                String label = TierView.spaced(mark.span.text()) + ": " + mark.what;
                int from = column(moments.hours(mark.span)) - label.indexOf(':') / 2;
                put(ticks, label, Math.max(1, Math.min(from, width - label.length())));
            }
        }
        String end = hours + " h";
        if (text(ticks).length() + 1 + end.length() <= width) {
            put(ticks, end, width - end.length());
        }
        return ticks;
    }

    private String legend() {
        String active = moments.courses().entrySet().stream()
                .filter(e -> e.getValue().activeMs().isPresent())
                .map(e -> "tier " + e.getKey() + " "
                        + moments.label(e.getValue().activeMs().getAsLong()))
                .collect(Collectors.joining(", "));
        String legend = sign('▼', 'v') + " now  " + sign('●', '*') + " finding"
                + (active.isEmpty() ? "" : "  active: " + active);
        return legend.length() <= width ? legend : legend.substring(0, width);
    }

    private int column(double hour) {
        return (int) Math.round(Math.min(1, Math.max(0, hour) / hours) * (width - 1));
    }

    private char sign(char mark, char ascii) {
        return utf8 ? mark : ascii;
    }

    private char[] blank() {
        char[] blank = new char[width];
        Arrays.fill(blank, ' ');
        return blank;
    }

    /** Writes a label where nothing stands yet; one that has no room is left out, since its mark and the tier's own words remain. */
    private void put(char[] line, String label, int from) {
        int end = from + label.length();
        if (from < 0 || end > width) {
            return;
        }
        for (int i = Math.max(0, from - 1); i < Math.min(width, end + 1); i++) {
            if (line[i] != ' ' && line[i] != sign('▼', 'v')) {
                return;
            }
        }
        label.getChars(0, label.length(), line, from);
    }

    private static String text(char[] line) {
        return new String(line).stripTrailing();
    }
}
