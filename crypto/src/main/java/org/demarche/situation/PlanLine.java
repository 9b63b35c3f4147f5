package org.demarche.situation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.demarche.charter.Span;
import org.demarche.charter.Tier;
import org.demarche.situation.Drawing.Bar;
import org.demarche.situation.Drawing.Dot;
import org.demarche.situation.Drawing.Label;
import org.demarche.situation.Drawing.Stroke;

/** The line of the plan, enlarged: its hours, its deadlines, the findings, and a lane for each tier. */
public final class PlanLine {
    private static final int LEFT = 78;
    private static final int WIDTH = 1000;
    private static final int RIGHT = 18;
    private static final int AXIS_Y = 58;
    private static final int FINDINGS_Y = 92;
    private static final int FIRST_LANE_Y = 140;
    private static final int LANE = 64;
    private static final int LANE_BAR = 20;
    private static final double CHAR = 6.6;

    private final Moments moments;
    private final int hours;
    private final int bottom;
    private final List<Drawing.Shape> shapes = new ArrayList<>();
    private final List<String> words = new ArrayList<>();

    private PlanLine(Moments moments) {
        this.moments = moments;
        this.hours = moments.axis();
        this.bottom = FIRST_LANE_Y + moments.tiers().size() * LANE - 14;
    }

    /** The drawing. */
    public static Drawing of(Moments moments) {
        return new PlanLine(moments).draw();
    }

    private Drawing draw() {
        axis();
        moments.tiers().forEach(this::deadlines);
        findings();
        int y = FIRST_LANE_Y;
        for (Tier tier : moments.tiers()) {
            lane(tier, moments.courses().getOrDefault(tier.number(), Course.NONE), y);
            y += LANE;
        }
        now();
        if (moments.startedMs().isEmpty()) {
            words.add("The clock does not run");
            shapes.add(new Label("still", (LEFT + WIDTH) / 2.0, FINDINGS_Y + 4, "middle", "the clock does not run"));
        }
        return new Drawing(WIDTH, bottom + 8, String.join(". ", words) + ".", shapes);
    }

    private void axis() {
        shapes.add(new Stroke("axis", x(0), AXIS_Y, x(hours), AXIS_Y));
        for (int hour = 0; hour <= hours; hour += moments.step()) {
            shapes.add(new Stroke("grid", x(hour), AXIS_Y, x(hour), bottom));
            if (!deadlineAt(hour)) {
                shapes.add(new Label("tick", x(hour), AXIS_Y - 8, "middle", hour == 0 ? "T" : "+" + hour + " h"));
            }
        }
    }

    /** There the deadline's own label stands. */
    private boolean deadlineAt(int hour) {
        return moments.tiers().stream()
                .flatMap(t -> Stream.concat(t.actWithin().stream(), t.notBefore().stream()))
                .anyMatch(span -> Math.abs(moments.hours(span) - hour) < 1);
    }

    private void deadlines(Tier tier) {
        tier.actWithin().ifPresent(span -> deadline(span, "tier " + tier.number() + " due"));
        tier.notBefore().ifPresent(span -> deadline(span, "tier " + tier.number() + " not before"));
    }

    private void deadline(Span span, String what) {
        double x = x(moments.hours(span));
        shapes.add(new Stroke("deadline", x, 34, x, bottom));
        shapes.add(new Label("deadline-label", x, 24, "middle", TierView.spaced(span.toString()) + ": " + what));
    }

    private void findings() {
        shapes.add(new Label("lane-label", 0, FINDINGS_Y + 4, "start", "Findings"));
        List<Moments.Found> found = moments.findings();
        for (int i = 0; i < found.size(); i++) {
            if (moments.startedMs().isPresent()) {
                double next = i + 1 < found.size() ? at(found.get(i + 1).atMs()) : WIDTH;
                finding(found.get(i), at(found.get(i).atMs()), next);
            }
        }
    }

    private void finding(Moments.Found found, double x, double nextX) {
        words.add(Phrases.sentence(found.words()) + " established at " + moments.label(found.atMs()));
        shapes.add(new Stroke("finding-stem", x, FINDINGS_Y, x, bottom));
        shapes.add(Drawing.diamond("finding", x, FINDINGS_Y, 7));
        double width = 12 + found.words().length() * CHAR;
        boolean leftwards = x + width > WIDTH - RIGHT;
        // A label that would run into the next mark goes a line down.
        double y = !leftwards && x + width > nextX - 10 ? FINDINGS_Y + 22 : FINDINGS_Y + 4;
        shapes.add(
                new Label("finding-label", leftwards ? x - 12 : x + 12, y, leftwards ? "end" : "start", found.words()));
    }

    private void lane(Tier tier, Course course, int y) {
        shapes.add(new Label("lane-label", 0, y + LANE_BAR - 5, "start", "Tier " + tier.number()));
        shapes.add(new Stroke("lane", x(0), y + LANE_BAR / 2.0, x(hours), y + LANE_BAR / 2.0));
        if (moments.startedMs().isEmpty()) {
            return;
        }
        if (course.proposedMs().isPresent()) {
            proposed(course, course.proposedMs().getAsLong(), y);
        }
        if (course.activeMs().isPresent()) {
            active(tier, course, course.activeMs().getAsLong(), y);
        }
    }

    private void proposed(Course course, long proposedMs, int y) {
        long until = course.activeMs()
                .orElse(course.lapsedMs().orElse(moments.nowMs().orElse(proposedMs)));
        if (until < proposedMs) {
            return;
        }
        bar("proposed", proposedMs, course.metMs().orElse(until), y);
        if (course.metMs().isPresent()) {
            long met = course.metMs().getAsLong();
            bar("waits", met, until, y);
            shapes.add(new Dot("quorum", at(met), y + LANE_BAR / 2.0, 5));
            String label = "quorum met " + moments.label(met) + ", waits";
            double room = (course.activeMs().isPresent() ? at(until) : WIDTH - RIGHT) - at(met);
            if (room > label.length() * CHAR) {
                shapes.add(new Label("state", at(met), y + LANE_BAR + 16, "start", label));
            }
        } else if (course.lapsedMs().isPresent()) {
            label("lapsed " + moments.label(until), at(proposedMs), y);
        } else if (course.activeMs().isEmpty()) {
            label("proposed " + moments.label(proposedMs), at(proposedMs), y);
        }
    }

    private void active(Tier tier, Course course, long activeMs, int y) {
        OptionalLong stoodDown = course.stoodDownMs();
        bar("active", activeMs, stoodDown.orElse(moments.nowMs().orElse(endMs())), y);
        String state = "active " + moments.label(activeMs)
                + (stoodDown.isPresent() ? ", stood down " + moments.label(stoodDown.getAsLong()) : "");
        words.add("Tier " + tier.number() + " " + state);
        label(state, at(activeMs) + 4, y);
    }

    /** Under a lane; where there is no room to the right, at the right edge. */
    private void label(String text, double x, int y) {
        boolean leftwards = x + text.length() * CHAR > WIDTH - RIGHT;
        shapes.add(new Label(
                "state", leftwards ? WIDTH - RIGHT : x, y + LANE_BAR + 16, leftwards ? "end" : "start", text));
    }

    private void now() {
        if (moments.nowMs().isPresent() && moments.startedMs().isPresent()) {
            double x = at(moments.nowMs().getAsLong());
            words.add(0, "Now at " + moments.label(moments.nowMs().getAsLong()));
            shapes.add(new Stroke("now-stem", x, AXIS_Y, x, bottom));
            shapes.add(new Drawing.Corners("now", "M" + Drawing.n(x - 7) + " " + (AXIS_Y - 12) + "h14l-7 12z"));
        }
    }

    private void bar(String kind, long fromMs, long toMs, int y) {
        double from = at(fromMs);
        shapes.add(new Bar(kind, from, y, Math.max(1, at(toMs) - from), LANE_BAR));
    }

    private long endMs() {
        return moments.startedMs().orElse(0) + Math.round(hours * 3_600_000.0 / moments.scale());
    }

    private double at(long atMs) {
        return x(moments.hour(atMs).orElse(0));
    }

    private double x(double hour) {
        return LEFT + Math.min(1, Math.max(0, hour) / hours) * (WIDTH - LEFT - RIGHT);
    }
}
