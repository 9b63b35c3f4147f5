package org.demarche.client.exercise.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.demarche.charter.Tier;
import org.demarche.charter.Words;
import org.demarche.client.exercise.Turn;
import org.demarche.client.exercise.TurnWords;
import org.demarche.situation.Course;
import org.demarche.situation.Moments;
import org.demarche.situation.PlanLine;
import org.demarche.situation.Sign;
import org.demarche.situation.page.Account;
import org.demarche.situation.page.BoardPages;
import org.demarche.time.Dtg;

/** The page: what it was, how each tier went, the line of the plan, who took which position, what happened, and what it all proves. */
public final class ReportPage {
    private final Story story;

    private ReportPage(Story story) {
        this.story = story;
    }

    /** The whole page. */
    public static String of(Story story) {
        ReportPage page = new ReportPage(story);
        return BoardPages.account(new Account(
                story.title(),
                page.facts(),
                story.charter().tiers().stream().map(page::tier).toList(),
                PlanLine.of(page.moments()),
                story.charter().parties(),
                Positions.of(story),
                ProofSection.of(story),
                Entries.of(story)));
    }

    private List<Account.Fact> facts() {
        String from = Dtg.of(story.happenings().get(0).atMs());
        String to = Dtg.of(story.happenings().get(story.happenings().size() - 1).atMs());
        List<Account.Fact> facts = new ArrayList<>();
        facts.add(new Account.Fact("Played", from.equals(to) ? from : from + " to " + to));
        facts.add(new Account.Fact(
                "Pace",
                story.clock().pace() + " times the clock: 72 h pass in "
                        + 72 * 3600 / story.clock().pace() + " s"));
        facts.add(new Account.Fact(
                "Parties", Integer.toString(story.charter().parties().size())));
        facts.add(new Account.Fact("Entries in the log", Long.toString(story.entries())));
        story.charter().witnessed().ifPresent(r -> facts.add(new Account.Fact("Witnessed by", r.toString())));
        story.charter().timestamped().ifPresent(r -> facts.add(new Account.Fact("Stamped by", r.toString())));
        facts.add(new Account.Fact("Log", story.charter().log().origin()));
        facts.add(new Account.Fact(
                "SHA-256 of the charter", story.charter().hash().hex()));
        return facts;
    }

    private Account.TierEnd tier(Tier tier) {
        Optional<Turn.Activated> active = first(Turn.Activated.class, t -> t.tier() == tier.number());
        List<Account.Step> steps = new ArrayList<>();
        Set<Class<?>> told = new HashSet<>();
        for (Turn turn : story.turns()) {
            step(turn, tier.number(), active)
                    .filter(what -> told.add(turn.getClass()))
                    .ifPresent(what -> steps.add(new Account.Step(story.clock().label(turn.atMs()), what)));
        }
        return new Account.TierEnd(
                tier.number(),
                tier.title(),
                active.isPresent(),
                active.map(t -> Sign.YES.mark() + " Active " + story.clock().label(t.atMs()))
                        .orElse(Sign.NOTHING.mark() + " Not activated"),
                steps,
                tier.quorum() + (tier.desks() > 1 ? ", " + tier.desks() + " desks of each" : ""));
    }

    private Optional<String> step(Turn turn, int tier, Optional<Turn.Activated> active) {
        if (turn instanceof Turn.Proposed p && p.tier() == tier && p.activate()) {
            return Optional.of("proposed");
        }
        if (turn instanceof Turn.QuorumMet m && m.tier() == tier && m.activate()) {
            return Optional.of(quorum(m, active));
        }
        if (turn instanceof Turn.Answered a && a.tier() == tier) {
            return Optional.of("answered: its deeds were reported");
        }
        if (turn instanceof Turn.Activated a && a.tier() == tier) {
            return Optional.of("active");
        }
        return turn instanceof Turn.StoodDown s && s.tier() == tier ? Optional.of("stood down") : Optional.empty();
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

    private Moments moments() {
        List<Moments.Found> found = new ArrayList<>();
        SortedMap<Integer, Course> courses = new TreeMap<>();
        for (Turn turn : story.turns()) {
            if (turn instanceof Turn.Established e) {
                found.add(new Moments.Found(Words.of(e.finding()), e.atMs()));
            } else if (turn instanceof Turn.Proposed p && p.activate()) {
                courses.merge(p.tier(), Course.NONE.proposed(p.atMs()), (old, fresh) -> old.proposed(p.atMs()));
            } else if (turn instanceof Turn.QuorumMet m && m.activate()) {
                courses.computeIfPresent(m.tier(), (tier, course) -> course.met(m.atMs()));
            } else if (turn instanceof Turn.Activated a) {
                courses.computeIfPresent(a.tier(), (tier, course) -> course.active(a.atMs()));
            } else if (turn instanceof Turn.StoodDown d) {
                courses.computeIfPresent(d.tier(), (tier, course) -> course.stoodDown(d.atMs()));
            } else if (turn instanceof Turn.Lapsed l && l.activate()) {
                courses.computeIfPresent(l.tier(), (tier, course) -> course.lapsed(l.atMs()));
            }
        }
        return new Moments(
                story.clock().pace(),
                story.clock().startedMs(),
                OptionalLong.empty(),
                story.charter().tiers(),
                found,
                courses,
                List.of(),
                OptionalLong.empty());
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
}
