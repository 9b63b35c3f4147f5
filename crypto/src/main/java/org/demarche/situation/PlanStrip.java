package org.demarche.situation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.demarche.charter.Span;
import org.demarche.charter.Tier;

/** The line of the plan for a row of the board: where the present stands between the deadlines, what was found, which tiers are active. */
final class PlanStrip {
    private static final int WIDTH = 460;
    private static final int HEIGHT = 58;
    private static final double EDGE = 7;
    private static final double AXIS_Y = 24;
    private static final double BAR = 6;
    private static final double LABEL_ROOM = 24;

    private final Moments moments;
    private final int hours;
    private final List<Drawing.Shape> shapes = new ArrayList<>();
    private final List<String> words = new ArrayList<>();

    private PlanStrip(Moments moments) {
        this.moments = moments;
        this.hours = moments.axis();
    }

    /** The drawing. */
    static Drawing of(Moments moments) {
        return new PlanStrip(moments).draw();
    }

    private Drawing draw() {
        shapes.add(new Drawing.Bar("track", EDGE, AXIS_Y - BAR / 2, WIDTH - 2 * EDGE, BAR));
        OptionalDouble now = now();
        if (now.isPresent()) {
            shapes.add(new Drawing.Bar("run", EDGE, AXIS_Y - BAR / 2, Math.max(0.1, now.getAsDouble() - EDGE), BAR));
            late(now.getAsDouble());
        }
        notices();
        moments.tiers().forEach(this::deadlines);
        findings();
        moments.tiers().forEach(this::active);
        if (now.isPresent()) {
            present(now.getAsDouble());
        } else {
            shapes.add(new Drawing.Label("still", WIDTH / 2.0, 12, "middle", "the clock does not run"));
            words.add(0, "The clock does not run");
        }
        return new Drawing(WIDTH, HEIGHT, String.join(". ", words) + ".", shapes);
    }

    private OptionalDouble now() {
        OptionalDouble hour =
                moments.nowMs().isPresent() ? moments.hour(moments.nowMs().getAsLong()) : OptionalDouble.empty();
        return hour.isPresent() ? OptionalDouble.of(x(hour.getAsDouble())) : hour;
    }

    private void present(double x) {
        String label = moments.label(moments.nowMs().orElse(0));
        words.add(0, "Now at " + label + " of a line of " + hours + " hours");
        shapes.add(new Drawing.Corners("now", "M" + Drawing.n(x - 5) + " 13h10l-5 8z"));
        double at = Math.min(Math.max(x, EDGE + LABEL_ROOM), WIDTH - EDGE - LABEL_ROOM);
        shapes.add(new Drawing.Label("now-label", at, 10, "middle", label));
    }

    private void late(double now) {
        if (moments.lateMs().isPresent()) {
            double from = x(moments.hour(moments.lateMs().getAsLong()).orElse(0));
            shapes.add(new Drawing.Bar("late", from, AXIS_Y - BAR / 2, Math.max(2, now - from), BAR));
        }
    }

    /** Dots above the line; those that would lie on one another are one. */
    private void notices() {
        TreeSet<Long> places = new TreeSet<>();
        moments.noticesMs().forEach(ms -> moments.hour(ms).ifPresent(h -> places.add(Math.round(x(h) / 4))));
        places.forEach(p -> shapes.add(new Drawing.Dot("notice", p * 4, AXIS_Y - 7, 1.4)));
    }

    private void deadlines(Tier tier) {
        tier.actWithin().ifPresent(span -> deadline(tier, span, "due"));
        tier.notBefore().ifPresent(span -> deadline(tier, span, "not before"));
    }

    private void deadline(Tier tier, Span span, String what) {
        double x = x(moments.hours(span));
        String label = TierView.spaced(span.toString());
        shapes.add(new Drawing.Stroke("deadline", x, AXIS_Y - 8, x, AXIS_Y + 9));
        shapes.add(new Drawing.Label("tick", x, AXIS_Y + 31.5, "middle", "T" + tier.number() + " " + label));
        words.add("Tier " + tier.number() + " " + what + " " + label);
    }

    private void findings() {
        for (Moments.Found found : moments.findings()) {
            moments.hour(found.atMs()).ifPresent(hour -> {
                shapes.add(Drawing.diamond("finding", x(hour), AXIS_Y, 4.5));
                words.add(Phrases.sentence(found.words()) + " established at " + moments.label(found.atMs()));
            });
        }
    }

    private void active(Tier tier) {
        Course course = moments.courses().getOrDefault(tier.number(), Course.NONE);
        if (course.activeMs().isPresent()) {
            long atMs = course.activeMs().getAsLong();
            moments.hour(atMs).ifPresent(hour -> {
                boolean over = course.stoodDownMs().isPresent();
                double x = x(hour);
                shapes.add(new Drawing.Stroke("stem", x, AXIS_Y + 3, x, AXIS_Y + 9));
                shapes.add(new Drawing.Bar(over ? "flag over" : "flag", x - 6, AXIS_Y + 8, 12, 12));
                shapes.add(new Drawing.Label(
                        over ? "flag-label over" : "flag-label",
                        x,
                        AXIS_Y + 17.5,
                        "middle",
                        Integer.toString(tier.number())));
                words.add("Tier " + tier.number() + " active at " + moments.label(atMs) + (over ? ", stood down" : ""));
            });
        }
    }

    private double x(double hour) {
        return EDGE + Math.min(1, Math.max(0, hour) / hours) * (WIDTH - 2 * EDGE);
    }
}
