package org.demarche.client.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.demarche.client.witness.Witnessing;
import org.demarche.escalation.Incident;
import org.demarche.escalation.ProposalRecord;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.situation.Deadline;
import org.demarche.situation.Gauge;
import org.demarche.situation.IncidentView;
import org.demarche.situation.PlanText;
import org.demarche.situation.Question;
import org.demarche.situation.Sign;
import org.demarche.situation.TierView;
import org.demarche.time.Dtg;

/** An incident for an officer at three in the morning: what comes next, whose word is awaited and how to give it, what holds, who is missing. */
final class IncidentScreen {
    private static final int BAR = 24;
    private static final int SIGN_MARGIN = 1;
    private static final int COMMAND_MARGIN = 9;

    private final String party;
    private final String options;
    private final LongFunction<Witnessing> witnessed;

    /**
     * A screen.
     *
     * @param party one's own
     * @param options what to add to a command so that the same desk gives it, such as {@code --profile x.toml}; may be empty
     * @param witnessed what witnesses say of the entry with an index
     */
    IncidentScreen(String party, String options, LongFunction<Witnessing> witnessed) {
        this.party = party;
        this.options = options;
        this.witnessed = witnessed;
    }

    void write(IncidentView view, Page page) {
        Incident incident = view.incident();
        page.sides(
                "INCIDENT " + view.id().brief() + "   " + view.phase().toUpperCase(Locale.ROOT),
                view.precedence() + ", opened " + view.opened() + ", entry " + view.openedIndex(),
                Page.Tone.STRONG);
        page.line(view.title(), 9);
        if (!view.summary().isEmpty()) {
            page.line("\"" + view.summary() + "\"", 1);
        }
        next(view, page);
        page.field(
                "CLOCK",
                view.clock()
                        .map(c -> c + ", started " + view.clockStarted().orElse(""))
                        .orElse("does not run"));
        awaited(view, page);
        page.blank();
        PlanText.of(view.moments(), page.width(), page.utf8()).forEach(page::line);
        page.blank();
        view.tiers().forEach(tier -> tier(incident, tier, page));
        page.blank();
        view.findings().forEach(f -> finding(f, page));
        matrix(view.asked(), page.blank());
        doubts(view, page);
    }

    private static void next(IncidentView view, Page page) {
        if (view.deadlines().isEmpty()) {
            page.field("NEXT", "nothing is due");
            return;
        }
        Deadline next = view.deadlines().get(0);
        page.field("NEXT", next.left() + " " + next.caption() + ", " + next.dtg(), tone(next));
        if (!next.awaits().isEmpty()) {
            page.field("", next.awaits());
        }
    }

    static Page.Tone tone(Deadline deadline) {
        return switch (deadline.urgency()) {
            case "late" -> Page.Tone.BAD;
            case "soon" -> Page.Tone.WARN;
            default -> Page.Tone.STRONG;
        };
    }

    private void awaited(IncidentView view, Page page) {
        List<Awaited> all = Awaited.of(view, party);
        for (Awaited awaited : all) {
            page.field("AWAITED", awaited.sentence(), Page.Tone.WARN);
            awaited.commands().forEach(said -> command("demarche liaison " + said, page));
        }
        if (all.isEmpty() && view.incident().phase() == Incident.Phase.OPEN) {
            page.field("AWAITED", "nothing of your party, " + party);
        }
    }

    /** As a shell takes it, even if it goes on in a second line. */
    private void command(String said, Page page) {
        String margin = " ".repeat(COMMAND_MARGIN);
        if (options.isEmpty() || COMMAND_MARGIN + said.length() + 1 + options.length() <= page.width()) {
            page.line((margin + said + " " + options).stripTrailing(), COMMAND_MARGIN);
        } else {
            page.line(margin + said + " \\").line(margin + "  " + options, COMMAND_MARGIN + 2);
        }
    }

    private static void finding(IncidentView.Found finding, Page page) {
        page.line(
                " " + Sign.of(finding.established()).on(page.utf8()) + " "
                        + Columns.pad("finding: " + finding.words(), 32) + " " + finding.state(),
                page.width() < Page.WIDTH ? 6 : 36);
    }

    private void tier(Incident incident, TierView tier, Page page) {
        page.line("TIER " + tier.number() + "  " + tier.tier().title(), 8, Page.Tone.STRONG);
        boolean moved = tier.state() == TierView.State.ACTIVE || tier.state() == TierView.State.STOOD_DOWN;
        page.line(
                " " + tier.state().on(page.utf8()) + " "
                        + (moved
                                ? tier.words() + ", " + WitnessWords.of(witnessed.apply(moved(incident, tier)))
                                : waiting(tier)),
                3,
                moved ? Page.Tone.GOOD : Page.Tone.PLAIN);
        tier.overdue().ifPresent(since -> page.line("   " + since, 5, Page.Tone.BAD));
        proposal(incident, tier, page);
        if (!moved && !tier.gates().isEmpty()) {
            page.line(
                    "   gates: "
                            + tier.gates().stream()
                                    .map(g -> gate(g, page.utf8()))
                                    .collect(Collectors.joining("   ")),
                    10);
        }
        tier.answered()
                .ifPresent(answered -> page.line(
                        "   " + Sign.of(answered).on(page.utf8()) + " " + tier.deeds()
                                + (answered ? " reported" : " not reported"),
                        6));
    }

    /** Of a tier that waits for its gates the quorum's own words say so. */
    private static String waiting(TierView tier) {
        return tier.state() == TierView.State.WAITS ? tier.quorum() : tier.words() + " · " + tier.quorum();
    }

    private static long moved(Incident incident, TierView tier) {
        var progress = incident.tier(tier.number());
        return progress.stoodDown().or(progress::activated).orElseThrow().index();
    }

    private static void proposal(Incident incident, TierView tier, Page page) {
        ProposalRecord open = incident.openProposal(tier.number()).orElse(null);
        if (open == null || tier.gauge().isEmpty()) {
            return;
        }
        Gauge gauge = tier.gauge().get();
        String clauses = gauge.clauses().stream().map(Gauge.Clause::words).collect(Collectors.joining(" · "));
        page.line("   " + bar(gauge) + "  " + clauses, 6, gauge.met() ? Page.Tone.GOOD : Page.Tone.PLAIN);
        page.line(
                "   proposal " + open.id().brief() + " by " + open.author()
                        + (open.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE ? "" : " to stand it down")
                        + ", lapses " + Dtg.of(open.deadlineMs()),
                6);
    }

    private static String bar(Gauge gauge) {
        int filled = gauge.need() == 0 ? BAR : BAR * gauge.have() / gauge.need();
        return "█".repeat(filled) + "░".repeat(BAR - filled);
    }

    private static String gate(TierView.Gate gate, boolean utf8) {
        String words = gate.words() + (gate.opens().isEmpty() ? "" : ": " + gate.opens());
        return (Sign.of(gate.open()).on(utf8) + " " + words).replace(' ', Page.TIED);
    }

    /** Parties stand in the charter's order, so that each finds its own by its place. */
    private static void matrix(List<Question> asked, Page page) {
        int cell = cellWidth(asked, page);
        int row = Math.max(1, (page.width() - SIGN_MARGIN) / cell);
        for (Question question : asked) {
            page.line(question.group() + " " + question.heading() + ": " + question.rule(), 4, Page.Tone.STRONG);
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < question.cells().size(); i++) {
                Question.Cell one = question.cells().get(i);
                line.append(Columns.pad(" " + one.sign().on(page.utf8()) + " " + one.party(), cell));
                if ((i + 1) % row == 0 || i + 1 == question.cells().size()) {
                    page.line(line.toString());
                    line.setLength(0);
                }
            }
        }
        boolean late = asked.stream().flatMap(q -> q.cells().stream()).anyMatch(c -> c.sign() == Sign.OVERDUE);
        page.line(legend(page.utf8()) + (late ? "  " + Sign.OVERDUE.on(page.utf8()) + " overdue" : ""), 1);
    }

    private static int cellWidth(List<Question> asked, Page page) {
        int longest = asked.stream()
                .flatMap(q -> q.cells().stream())
                .mapToInt(c -> c.party().length())
                .max()
                .orElse(2);
        return longest + (page.utf8() ? 4 : 5);
    }

    private static String legend(boolean utf8) {
        return " " + Sign.YES.on(utf8) + " yes  " + Sign.PARTLY.on(utf8)
                + (utf8 ? " received, or too few desks  " : " too few desks  ")
                + (utf8 ? "" : Sign.RECEIVED.on(false) + " received  ") + Sign.NO.on(utf8) + " declines  "
                + Sign.NOTHING.on(utf8) + " no word  " + Sign.NOT_ASKED.on(utf8) + " not asked";
    }

    /** The rules count what was signed with a key that is now known to be compromised; people should know. So should they of what its author has since changed. */
    private static void doubts(IncidentView view, Page page) {
        for (IncidentView.Line line : view.notices()) {
            if (!line.caution().isEmpty()) {
                boolean changed = line.spoken()
                        .notice()
                        .map(view.said().corrections()::get)
                        .filter(line.caution()::equals)
                        .isPresent();
                page.blank()
                        .line(
                                (changed ? "CHANGED" : "DOUBTFUL") + ": entry "
                                        + line.spoken().index() + ", "
                                        + line.spoken().who() + " "
                                        + Page.cut(line.spoken().what(), 100) + ": " + line.caution(),
                                2,
                                Page.Tone.WARN);
            }
        }
    }
}
