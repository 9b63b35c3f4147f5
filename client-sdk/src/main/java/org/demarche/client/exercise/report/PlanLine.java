package org.demarche.client.exercise.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.demarche.charter.Span;
import org.demarche.charter.Tier;
import org.demarche.charter.Words;
import org.demarche.client.exercise.Turn;

/** The line of the plan as SVG: its hours, its deadlines, the findings, and a lane for each tier. Geometry stands in attributes, colours in the style sheet. */
final class PlanLine {
    private static final int LEFT = 78;
    private static final int WIDTH = 1000;
    private static final int RIGHT = 18;
    private static final int AXIS_Y = 58;
    private static final int FINDINGS_Y = 92;
    private static final int FIRST_LANE_Y = 140;
    private static final int LANE = 64;
    private static final int BAR = 20;
    private static final int TICK_HOURS = 12;
    private static final int USUAL_HOURS = 84;
    private static final double CHAR = 6.6;
    private static final double MINUTES_PER_HOUR = 60;
    private static final double HOUR_MS = 3_600_000;

    private final Story story;
    private final int hours;
    private final List<Html> parts = new ArrayList<>();

    private PlanLine(Story story) {
        this.story = story;
        double last = story.turns().stream()
                .mapToDouble(t -> hour(t.atMs()).orElse(0))
                .max()
                .orElse(0);
        this.hours = Math.max(USUAL_HOURS, (int) Math.ceil(last / TICK_HOURS) * TICK_HOURS);
    }

    /** The drawing. */
    static Html of(Story story) {
        return new PlanLine(story).draw();
    }

    private Html draw() {
        int lanes = story.charter().tiers().size();
        int bottom = FIRST_LANE_Y + lanes * LANE - 14;
        axis(bottom);
        deadlines(bottom);
        findings(bottom);
        int y = FIRST_LANE_Y;
        for (Tier tier : story.charter().tiers()) {
            lane(tier, y);
            y += LANE;
        }
        String size = " viewBox=\"0 0 " + WIDTH + " " + (bottom + 8) + "\"";
        Html pattern = Html.element(
                "defs",
                Html.element(
                        "pattern id=\"waits\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"",
                        new Html(
                                "<rect class=\"hatch-ground\" width=\"7\" height=\"7\"/><line class=\"hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"7\"/>")));
        return Html.element(
                "svg role=\"img\" aria-labelledby=\"plan-title plan-words\"" + size,
                Html.element("title id=\"plan-title\"", "The plan hour by hour"),
                Html.element("desc id=\"plan-words\"", words()),
                pattern,
                Html.join(parts));
    }

    /** The drawing in words, for those who do not see it. */
    private String words() {
        return String.join(
                ". ",
                story.turns().stream()
                        .map(turn -> turn instanceof Turn.Activated a
                                ? "Tier " + a.tier() + " active at "
                                        + story.clock().label(a.atMs())
                                : turn instanceof Turn.Established e
                                        ? Words.of(e.finding()) + " established at "
                                                + story.clock().label(e.atMs())
                                        : "")
                        .filter(sentence -> !sentence.isEmpty())
                        .toList());
    }

    private void axis(int bottom) {
        parts.add(line("axis", x(0), AXIS_Y, x(hours), AXIS_Y));
        for (int hour = 0; hour <= hours; hour += TICK_HOURS) {
            parts.add(line("grid", x(hour), AXIS_Y, x(hour), bottom));
            if (!deadlineAt(hour)) {
                parts.add(label("tick", x(hour), AXIS_Y - 8, "middle", hour == 0 ? "T" : "+" + hour + " h"));
            }
        }
    }

    /** There the deadline's own label stands. */
    private boolean deadlineAt(int hour) {
        return story.charter().tiers().stream()
                .flatMap(t -> Stream.concat(t.actWithin().stream(), t.notBefore().stream()))
                .anyMatch(span -> Math.abs(hour(span) - hour) < 1);
    }

    private void deadlines(int bottom) {
        for (Tier tier : story.charter().tiers()) {
            tier.actWithin().ifPresent(span -> deadline(span, "tier " + tier.number() + " due", bottom));
            tier.notBefore().ifPresent(span -> deadline(span, "tier " + tier.number() + " not before", bottom));
        }
    }

    private void deadline(Span span, String what, int bottom) {
        double hour = hour(span);
        parts.add(line("deadline", x(hour), 34, x(hour), bottom));
        parts.add(label("deadline-label", x(hour), 24, "middle", span + ": " + what));
    }

    private void findings(int bottom) {
        parts.add(label("lane-label", 0, FINDINGS_Y + 4, "start", "Findings"));
        List<Turn.Established> found = story.turns().stream()
                .filter(t -> t instanceof Turn.Established)
                .map(t -> (Turn.Established) t)
                .toList();
        for (int i = 0; i < found.size(); i++) {
            double x = x(hour(found.get(i).atMs()).orElse(0));
            double next = i + 1 < found.size() ? x(hour(found.get(i + 1).atMs()).orElse(0)) : WIDTH;
            finding(x, Words.of(found.get(i).finding()), next, bottom);
        }
    }

    private void finding(double x, String words, double nextX, int bottom) {
        parts.add(line("finding-stem", x, FINDINGS_Y, x, bottom));
        parts.add(new Html("<path class=\"finding\" d=\"M" + n(x) + " " + (FINDINGS_Y - 7) + "l7 7l-7 7l-7 -7z\"/>"));
        double width = 12 + words.length() * CHAR;
        boolean leftwards = x + width > WIDTH - RIGHT;
        // A label that would run into the next mark goes a line down.
        double y = !leftwards && x + width > nextX - 10 ? FINDINGS_Y + 22 : FINDINGS_Y + 4;
        parts.add(label("finding-label", leftwards ? x - 12 : x + 12, y, leftwards ? "end" : "start", words));
    }

    private void lane(Tier tier, int y) {
        parts.add(label("lane-label", 0, y + BAR - 5, "start", "Tier " + tier.number()));
        parts.add(line("lane", x(0), y + BAR / 2.0, x(hours), y + BAR / 2.0));
        OptionalLong proposed = first(Turn.Proposed.class, tier, t -> t.activate());
        OptionalLong met = first(Turn.QuorumMet.class, tier, t -> t.activate());
        OptionalLong active = first(Turn.Activated.class, tier, t -> true);
        OptionalLong stoodDown = first(Turn.StoodDown.class, tier, t -> true);
        if (proposed.isPresent()) {
            long until = active.orElse(proposed.getAsLong());
            bar("proposed", proposed.getAsLong(), met.orElse(until), y);
            if (met.isPresent()) {
                bar("waits", met.getAsLong(), until, y);
                quorum(met.getAsLong(), active, y);
            }
        }
        if (active.isPresent()) {
            double from = x(hour(active.getAsLong()).orElse(0));
            bar("active", active.getAsLong(), stoodDown.orElse(endMs()), y);
            String state = "active " + story.clock().label(active.getAsLong())
                    + (stoodDown.isPresent() ? ", stood down " + story.clock().label(stoodDown.getAsLong()) : "");
            boolean leftwards = from + state.length() * CHAR > WIDTH - RIGHT;
            parts.add(label(
                    "state", leftwards ? WIDTH - RIGHT : from + 4, y + BAR + 16, leftwards ? "end" : "start", state));
        }
    }

    private void quorum(long metMs, OptionalLong active, int y) {
        double x = x(hour(metMs).orElse(0));
        parts.add(new Html("<circle class=\"quorum\" cx=\"" + n(x) + "\" cy=\"" + n(y + BAR / 2.0) + "\" r=\"5\"/>"));
        double room = active.isPresent() ? x(hour(active.getAsLong()).orElse(0)) - x : 0;
        String words = "quorum met " + story.clock().label(metMs) + ", waits";
        if (room > words.length() * CHAR) {
            parts.add(label("state", x, y + BAR + 16, "start", words));
        }
    }

    private void bar(String kind, long fromMs, long toMs, int y) {
        double from = x(hour(fromMs).orElse(0));
        double width = Math.max(1, x(hour(toMs).orElse(0)) - from);
        parts.add(new Html("<rect class=\"" + kind + "\" x=\"" + n(from) + "\" y=\"" + y + "\" width=\"" + n(width)
                + "\" height=\"" + BAR + "\" rx=\"3\"/>"));
    }

    private interface Which<T> {
        boolean is(T turn);
    }

    private <T extends Turn> OptionalLong first(Class<T> kind, Tier tier, Which<T> which) {
        Stream<T> turns = story.turns().stream().filter(kind::isInstance).map(kind::cast);
        Optional<T> found =
                turns.filter(t -> tierOf(t) == tier.number() && which.is(t)).findFirst();
        return found.isPresent() ? OptionalLong.of(found.get().atMs()) : OptionalLong.empty();
    }

    private static int tierOf(Turn turn) {
        return turn instanceof Turn.Proposed p
                ? p.tier()
                : turn instanceof Turn.QuorumMet m
                        ? m.tier()
                        : turn instanceof Turn.Activated a ? a.tier() : turn instanceof Turn.StoodDown s ? s.tier() : 0;
    }

    private long endMs() {
        return story.clock().startedMs().orElse(0) + story.clock().logMs((long) (hours * MINUTES_PER_HOUR));
    }

    private OptionalDouble hour(long atMs) {
        OptionalLong started = story.clock().startedMs();
        return started.isPresent()
                ? OptionalDouble.of(
                        (atMs - started.getAsLong()) * (double) story.clock().pace() / HOUR_MS)
                : OptionalDouble.empty();
    }

    private double hour(Span span) {
        return span.millis() * (double) story.clock().pace() / HOUR_MS;
    }

    private double x(double hour) {
        return LEFT + Math.max(0, hour) / hours * (WIDTH - LEFT - RIGHT);
    }

    private static Html line(String kind, double x1, double y1, double x2, double y2) {
        return new Html("<line class=\"" + kind + "\" x1=\"" + n(x1) + "\" y1=\"" + n(y1) + "\" x2=\"" + n(x2)
                + "\" y2=\"" + n(y2) + "\"/>");
    }

    private static Html label(String kind, double x, double y, String anchor, String words) {
        return Html.element(
                "text class=\"" + kind + "\" x=\"" + n(x) + "\" y=\"" + n(y) + "\" text-anchor=\"" + anchor + "\"",
                words);
    }

    private static String n(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
