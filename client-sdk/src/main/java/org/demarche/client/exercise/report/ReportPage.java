package org.demarche.client.exercise.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.charter.Tier;
import org.demarche.client.exercise.Standing;
import org.demarche.client.exercise.Turn;
import org.demarche.client.exercise.TurnWords;
import org.demarche.rule.Rule;
import org.demarche.time.Dtg;

/** The page: what it was, how each tier went, the line of the plan, who took which position, what happened, and what it all proves. */
public final class ReportPage {
    private static final String STYLE = "/exercise/report.css";
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
    private static final String EXERCISE = "Exercise · Exercise · Exercise";

    private final Story story;

    private ReportPage(Story story) {
        this.story = story;
    }

    /** The whole page. */
    public static String of(Story story) {
        return new ReportPage(story).page().markup() + "\n";
    }

    private Html page() {
        Html head = Html.element(
                "head",
                new Html("<meta charset=\"utf-8\">"),
                new Html("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">"),
                new Html("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"),
                new Html("<meta name=\"color-scheme\" content=\"light dark\">"),
                Html.element("title", "EXERCISE – " + story.title()),
                new Html("<style>\n" + style() + "</style>"));
        Html body = Html.element(
                "body",
                Html.element("div class=\"banner\" role=\"note\"", EXERCISE),
                Html.element(
                        "main",
                        header(),
                        section("tiers", "How it ended", tiers()),
                        section(
                                "line",
                                "The plan, hour by hour",
                                Html.element("figure class=\"plan\"", PlanLine.of(story), lineLegend())),
                        section("positions", "Who took which position", Matrix.of(story)),
                        section("proof", "What it proves", ProofSection.of(story)),
                        section("entries", "What happened", Entries.of(story))),
                Html.element(
                        "footer",
                        Html.element(
                                "p",
                                "An exercise: nothing of this has happened. This page is one file, holds no script and loads nothing.")));
        return Html.of(new Html("<!DOCTYPE html>\n"), Html.element("html lang=\"en\"", head, body));
    }

    private static Html section(String id, String heading, Html content) {
        return Html.element(
                "section aria-labelledby=\"" + id + "\"", Html.element("h2 id=\"" + id + "\"", heading), content);
    }

    private Html header() {
        long from = story.happenings().get(0).atMs();
        long to = story.happenings().get(story.happenings().size() - 1).atMs();
        return Html.element(
                "header",
                Html.element("p class=\"kicker\"", "Report on an exercise"),
                Html.element("h1", story.title()),
                Html.element(
                        "dl class=\"facts\"",
                        fact(
                                "Played",
                                Dtg.of(from).equals(Dtg.of(to)) ? Dtg.of(from) : Dtg.of(from) + " to " + Dtg.of(to)),
                        fact(
                                "Pace",
                                story.clock().pace() + " times the clock: 72 h pass in "
                                        + 72 * 3600 / story.clock().pace() + " s"),
                        fact(
                                "Parties",
                                Integer.toString(story.charter().parties().size())),
                        fact("Entries in the log", Long.toString(story.entries())),
                        rule("Witnessed by", story.charter().witnessed()),
                        rule("Stamped by", story.charter().timestamped()),
                        Html.element(
                                "div class=\"half\"",
                                Html.element("dt", "Log"),
                                Html.element("dd", story.charter().log().origin())),
                        Html.element(
                                "div class=\"wide\"",
                                Html.element("dt", "SHA-256 of the charter"),
                                Html.element(
                                        "dd",
                                        Html.element(
                                                "code", story.charter().hash().hex())))));
    }

    private static Html fact(String name, String value) {
        return Html.element("div", Html.element("dt", name), Html.element("dd", value));
    }

    private static Html rule(String name, Optional<Rule> rule) {
        return rule.map(r ->
                        Html.element("div class=\"half\"", Html.element("dt", name), Html.element("dd", r.toString())))
                .orElse(Html.EMPTY);
    }

    // The tiers
    // ------------------------------------------------------------------------------------------------------------------------------------------------

    private Html tiers() {
        return Html.element(
                "ol class=\"tiers\"",
                Html.join(story.charter().tiers().stream().map(this::tier).toList()));
    }

    private Html tier(Tier tier) {
        Optional<Turn.Activated> active = first(Turn.Activated.class, t -> t.tier() == tier.number());
        Map<Turn, String> steps = new HashMap<>();
        first(Turn.Proposed.class, t -> t.tier() == tier.number() && t.activate())
                .ifPresent(t -> steps.put(t, "proposed"));
        first(Turn.QuorumMet.class, t -> t.tier() == tier.number() && t.activate())
                .ifPresent(t -> steps.put(t, quorum(t, active)));
        first(Turn.Answered.class, t -> t.tier() == tier.number())
                .ifPresent(t -> steps.put(t, "answered: its deeds were reported"));
        active.ifPresent(t -> steps.put(t, "active"));
        first(Turn.StoodDown.class, t -> t.tier() == tier.number()).ifPresent(t -> steps.put(t, "stood down"));
        List<Map.Entry<Turn, String>> inOrder = story.turns().stream()
                .flatMap(t ->
                        steps.entrySet().stream().filter(step -> step.getKey().equals(t)))
                .sorted(Comparator.comparingLong(step -> step.getKey().atMs()))
                .toList();
        Html rows = Html.join(inOrder.stream()
                .map(step -> step(step.getKey().atMs(), step.getValue()))
                .toList());
        String state = active.isPresent()
                ? Standing.YES + " Active " + story.clock().label(active.get().atMs())
                : Standing.NOTHING + " Not activated";
        return Html.element(
                "li class=\"" + (active.isPresent() ? "was-active" : "was-not") + "\"",
                Html.element("p class=\"number\"", "Tier " + tier.number()),
                Html.element("h3", tier.title()),
                Html.element("p class=\"outcome\"", state),
                Html.element("table", Html.element("tbody", rows)),
                Html.element(
                        "p class=\"rule\"",
                        Html.text("Rule: "),
                        Html.element("code", tier.quorum().toString()),
                        Html.text(desks(tier))));
    }

    private static String desks(Tier tier) {
        return tier.desks() > 1 ? ", " + tier.desks() + " desks of each" : "";
    }

    private String quorum(Turn.QuorumMet met, Optional<Turn.Activated> active) {
        boolean waited = active.isPresent() && !met.waitsFor().isEmpty();
        return "quorum met by " + met.concurring().size() + " parties"
                + (waited
                        ? "; waited "
                                + story.clock().span(met.atMs(), active.get().atMs()) + " for: "
                                + String.join(
                                        " and ",
                                        met.waitsFor().stream()
                                                .map(TurnWords::awaited)
                                                .toList())
                        : "");
    }

    private Html step(long atMs, String what) {
        return Html.element(
                "tr", Html.element("th scope=\"row\"", story.clock().label(atMs)), Html.element("td", what));
    }

    private interface Which<T> {
        boolean is(T turn);
    }

    private <T extends Turn> Optional<T> first(Class<T> kind, Which<T> which) {
        return story.turns().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(which::is)
                .findFirst();
    }

    private static Html lineLegend() {
        return Html.element(
                "figcaption",
                key("proposed", "proposed, quorum not yet met"),
                key("waits", "quorum met, waits for a gate"),
                key("active", "active"),
                key("finding", "finding established"));
    }

    private static Html key(String kind, String words) {
        String shape = kind.equals("finding")
                ? "<path class=\"finding\" d=\"M13 1l6 6l-6 6l-6 -6z\"/>"
                : "<rect class=\"" + kind + "\" x=\"1\" y=\"1\" width=\"24\" height=\"12\" rx=\"3\"/>";
        return Html.element(
                "span class=\"key\"",
                Html.element("svg width=\"26\" height=\"14\" aria-hidden=\"true\"", new Html(shape)),
                Html.text(" " + words));
    }

    private static String style() {
        try (InputStream in = ReportPage.class.getResourceAsStream(STYLE)) {
            if (in == null) {
                throw new AssertionError(STYLE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(STYLE + ": cannot be read", e);
        }
    }
}
