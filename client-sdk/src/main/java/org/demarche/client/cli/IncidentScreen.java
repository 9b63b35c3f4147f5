package org.demarche.client.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.demarche.charter.Charter;
import org.demarche.charter.Tier;
import org.demarche.charter.Words;
import org.demarche.client.witness.Witnessing;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FindingState;
import org.demarche.proto.v1.GateState;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ProposalOutcome;
import org.demarche.proto.v1.ProposalState;
import org.demarche.proto.v1.TierState;
import org.demarche.rule.Tally;
import org.demarche.situation.Phrases;

/** An incident for an officer at three in the morning: what holds, what is missing, whose word is awaited, until when. */
final class IncidentScreen {
    private final Charter charter;
    private final String party;
    private final long nowMs;
    private final LongFunction<Witnessing> witnessed;

    /** A screen; {@code witnessed}: what witnesses say of the entry with an index. */
    IncidentScreen(Charter charter, String party, long nowMs, LongFunction<Witnessing> witnessed) {
        this.charter = charter;
        this.party = party;
        this.nowMs = nowMs;
        this.witnessed = witnessed;
    }

    /** One line for a list. */
    String row(IncidentState state) {
        return String.format(
                "%-12s  %-14s  %-12s  %-18s  %s",
                id(state),
                Times.dtg(state.getOpenedAtMs()),
                phase(state),
                state.getClockStartedMs() == 0 ? "not running" : Times.span(nowMs - state.getClockStartedMs()),
                tiers(state));
    }

    static String heading() {
        return String.format("%-12s  %-14s  %-12s  %-18s  %s", "INCIDENT", "OPENED", "PHASE", "CLOCK", "ACTIVE");
    }

    private static String tiers(IncidentState state) {
        List<String> active = state.getTiersList().stream()
                .filter(IncidentScreen::active)
                .map(t -> "tier " + t.getTier())
                .toList();
        return active.isEmpty() ? "-" : String.join(", ", active);
    }

    void write(IncidentState state, Page page) {
        page.line("INCIDENT " + id(state) + "   " + phase(state) + "   as of " + Times.dtg(state.getAsOfMs()));
        page.field("opened", Times.dtg(state.getOpenedAtMs()) + ", entry " + state.getOpenedIndex());
        page.field("clock", clock(state));
        if (state.getNextInstantMs() != 0) {
            page.field(
                    "next",
                    Times.dtg(state.getNextInstantMs()) + ", in " + Times.span(state.getNextInstantMs() - nowMs));
        }
        page.blank().line("FINDINGS");
        state.getFindingsList().forEach(f -> finding(f, page));
        state.getTiersList()
                .forEach(t -> charter.tier(t.getTier()).ifPresent(tier -> tier(state, t, tier, page.blank())));
        awaited(state).ifPresent(sentence -> page.blank().line(sentence));
    }

    private String clock(IncidentState state) {
        if (state.getClockStartedMs() == 0) {
            return "not running";
        }
        return "running for " + Times.span(nowMs - state.getClockStartedMs()) + ", since "
                + Times.dtg(state.getClockStartedMs())
                + (charter.timeScale() == 1
                        ? ""
                        : " (an hour of the plan passes in " + Times.span(3_600_000L / charter.timeScale()) + ")");
    }

    private void finding(FindingState finding, Page page) {
        Set<String> confirmed = new LinkedHashSet<>(finding.getConfirmedList());
        String said = confirmed.isEmpty() ? "" : "; said by " + String.join(" ", confirmed);
        String state = finding.getEstablished()
                ? "since " + Times.dtg(finding.getEstablishedAtMs()) + said
                : "missing: "
                        + charter.finding(finding.getKind())
                                .map(rule -> rule.quorum().tally(confirmed).shortfall())
                                .orElse("")
                        + said;
        page.line(String.format(" %s %-22s %s", box(finding.getEstablished()), Words.of(finding.getKind()), state), 28);
    }

    private void tier(IncidentState incident, TierState state, Tier tier, Page page) {
        page.line("TIER " + tier.number() + "  " + tier.title(), 8);
        if (state.getActivatedAtMs() != 0) {
            page.line(
                    " " + (active(state) ? "ACTIVE" : "stood down") + " since "
                            + Times.dtg(active(state) ? state.getActivatedAtMs() : state.getStoodDownAtMs())
                            + ", " + witnessed(active(state) ? state.getActivatedIndex() : state.getStoodDownIndex()),
                    5);
        }
        if (state.getOverdueSinceMs() != 0) {
            page.line(" OVERDUE since " + Times.dtg(state.getOverdueSinceMs()), 5);
        }
        if (!tier.answeredBy().isEmpty()) {
            page.line(
                    " " + box(state.getAnswered()) + " answered: "
                            + String.join(
                                    " and ",
                                    new TreeSet<>(tier.answeredBy().stream()
                                            .map(d -> d.name().toLowerCase(Locale.ROOT))
                                            .toList())),
                    5);
        }
        if (state.getActivatedAtMs() == 0) {
            state.getGatesList().forEach(g -> gate(g, page));
        }
        proposal(incident, tier.number())
                .ifPresentOrElse(
                        p -> proposal(p, tier, page),
                        () -> page.line(
                                state.getActivatedAtMs() == 0 ? " not proposed; needs " + tier.quorum() : "", 5));
    }

    private String witnessed(long index) {
        return WitnessWords.of(witnessed.apply(index));
    }

    private void gate(GateState gate, Page page) {
        String opens = gate.getOpen() || gate.getOpensAtMs() == 0
                ? ""
                : ": opens " + Times.dtg(gate.getOpensAtMs()) + ", in " + Times.span(gate.getOpensAtMs() - nowMs);
        page.line(" " + box(gate.getOpen()) + " " + gate.getGate() + opens, 5);
    }

    private void proposal(ProposalState proposal, Tier tier, Page page) {
        boolean activate = proposal.getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE;
        Tally tally =
                (activate ? tier.quorum() : tier.standDown()).tally(new LinkedHashSet<>(proposal.getConcurringList()));
        String outcome = switch (proposal.getOutcome()) {
            case PROPOSAL_OUTCOME_OPEN ->
                "open until " + Times.dtg(proposal.getDeadlineMs()) + " ("
                        + Times.span(proposal.getDeadlineMs() - nowMs) + ")";
            case PROPOSAL_OUTCOME_CARRIED -> "carried";
            default -> "lapsed " + Times.dtg(proposal.getDeadlineMs());
        };
        page.line(
                " proposal " + Sha256.copyOf(proposal.getProposal()).brief() + (activate ? "" : " to stand down") + ", "
                        + outcome,
                5);
        page.line(
                "   " + box(tally.holds()) + " quorum " + (tally.holds() ? "met" : "missing: " + tally.shortfall()), 7);
        names(page, "concur", proposal.getConcurringList());
        names(page, "decline", proposal.getDecliningList());
        names(page, "one desk more", proposal.getPartialList());
    }

    private static void names(Page page, String what, List<String> parties) {
        if (!parties.isEmpty()) {
            page.line("       " + what + ": " + String.join(" ", parties), 9);
        }
    }

    /** Whether this desk's own party is awaited. */
    private Optional<String> awaited(IncidentState state) {
        return state.getProposalsList().stream()
                .filter(p -> p.getOutcome() == ProposalOutcome.PROPOSAL_OUTCOME_OPEN)
                .filter(p -> !p.getConcurringList().contains(party)
                        && !p.getDecliningList().contains(party))
                .filter(p -> charter.tier(p.getTier()).stream()
                        .anyMatch(t -> t.quorum().parties().contains(party)))
                .map(p -> "Your party, " + party + ", has not taken a position on tier " + p.getTier()
                        + ": demarche liaison ack "
                        + Sha256.copyOf(p.getProposal()).brief() + " concur|decline")
                .findFirst();
    }

    private static Optional<ProposalState> proposal(IncidentState incident, int tier) {
        return incident.getProposalsList().stream()
                .filter(p -> p.getTier() == tier)
                .reduce((earlier, later) -> later);
    }

    private static boolean active(TierState tier) {
        return tier.getActivatedAtMs() != 0 && tier.getStoodDownAtMs() == 0;
    }

    private static String id(IncidentState state) {
        return Sha256.copyOf(state.getIncident()).brief();
    }

    private static String phase(IncidentState state) {
        return Phrases.word(state.getPhase().name(), "INCIDENT_PHASE_").toUpperCase(Locale.ROOT);
    }

    private static String box(boolean holds) {
        return holds ? "[x]" : "[ ]";
    }
}
