package org.demarche.situation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.demarche.charter.Tier;
import org.demarche.escalation.Incident;
import org.demarche.escalation.ProposalRecord;
import org.demarche.escalation.TierProgress;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.time.Dtg;
import org.demarche.time.PlanTime;

/**
 * How a tier stands in an incident.
 *
 * @param tier what the charter says of it
 * @param state where it stands
 * @param words the same in words, such as {@code active since T+02:10}
 * @param gauge how its quorum stands: of the open proposal, or else of the newest one; empty: it was never proposed
 * @param gates what else must hold, in the charter's order, its time last
 * @param overdue since when it is overdue, in words
 * @param answered whether its own deeds were reported; empty: it has none
 */
public record TierView(
        Tier tier,
        State state,
        String words,
        Optional<Gauge> gauge,
        List<Gate> gates,
        Optional<String> overdue,
        Optional<Boolean> answered) {
    public TierView {
        gates = List.copyOf(gates);
    }

    /** Where a tier stands. */
    public enum State {
        /** Nobody has proposed it. */
        NOT_PROPOSED("–", "not proposed"),
        /** It is proposed, and some are still missing. */
        PROPOSED("◔", "proposed"),
        /** It has its quorum, and waits for a gate. */
        WAITS("◑", "quorum met, waits"),
        /** It is active. */
        ACTIVE("●", "active"),
        /** It was stood down. */
        STOOD_DOWN("◌", "stood down"),
        /** The proposal lapsed. */
        LAPSED("✖", "proposal lapsed");

        private final String mark;
        private final String words;

        State(String mark, String words) {
            this.mark = mark;
            this.words = words;
        }

        /** One character. */
        public String mark() {
            return mark;
        }

        /** In words. */
        public String words() {
            return words;
        }

        /** A name for style sheets. */
        public String kind() {
            return words.replace(", ", "-").replace(' ', '-');
        }
    }

    /**
     * A gate.
     *
     * @param words as the charter writes it, such as {@code not before 72h}
     * @param open whether it is open
     * @param opens when a time gate opens, in words; empty otherwise
     * @param awaited what a closed one waits for, such as {@code 72 h}
     */
    public record Gate(String words, boolean open, String opens, String awaited) {}

    static TierView of(Incident incident, Tier tier, long nowMs) {
        TierProgress progress = incident.tier(tier.number());
        Optional<ProposalRecord> proposal = incident.openProposal(tier.number())
                .or(() -> incident.proposals().values().stream()
                        .filter(p -> p.tier() == tier.number() && p.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE)
                        .reduce((earlier, later) -> later));
        Optional<Gauge> gauge = proposal.map(
                p -> Gauge.of((p.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE ? tier.quorum() : tier.standDown())
                        .tally(p.concurring(tier.desks()))));
        State state = state(progress, proposal, gauge);
        PlanTime plan = new PlanTime(incident.charter().timeScale());
        return new TierView(
                tier,
                state,
                words(incident, progress, state, proposal, plan),
                gauge,
                gates(incident, tier, nowMs, plan),
                progress.overdueSinceMs().isPresent()
                        ? Optional.of("OVERDUE since "
                                + since(incident, progress.overdueSinceMs().getAsLong(), plan))
                        : Optional.empty(),
                tier.answeredBy().isEmpty() ? Optional.empty() : Optional.of(incident.answered(tier)));
    }

    private static State state(TierProgress progress, Optional<ProposalRecord> proposal, Optional<Gauge> gauge) {
        if (progress.stoodDown().isPresent()) {
            return State.STOOD_DOWN;
        }
        if (progress.activated().isPresent()) {
            return State.ACTIVE;
        }
        if (proposal.isEmpty()) {
            return State.NOT_PROPOSED;
        }
        return !proposal.get().open()
                ? State.LAPSED
                : gauge.filter(Gauge::met).isPresent() ? State.WAITS : State.PROPOSED;
    }

    private static String words(
            Incident incident, TierProgress progress, State state, Optional<ProposalRecord> proposal, PlanTime plan) {
        return switch (state) {
            case NOT_PROPOSED, PROPOSED, WAITS, LAPSED -> state.words();
            case ACTIVE ->
                "active since "
                        + since(incident, progress.activated().orElseThrow().instantMs(), plan)
                        + (proposal.filter(p -> p.open()).isPresent() ? "; to stand it down is proposed" : "");
            case STOOD_DOWN ->
                "stood down "
                        + since(incident, progress.stoodDown().orElseThrow().instantMs(), plan);
        };
    }

    private static String since(Incident incident, long atMs, PlanTime plan) {
        return incident.clock().isPresent()
                ? plan.sinceClock(incident.clock().get().startedMs(), atMs)
                : Dtg.of(atMs);
    }

    private static List<Gate> gates(Incident incident, Tier tier, long nowMs, PlanTime plan) {
        Stream<Gate> others =
                tier.requires().stream().map(g -> new Gate(g.toString(), incident.open(g), "", g.toString()));
        Stream<Gate> time = tier.notBefore().stream().map(span -> {
            boolean open = incident.timeGateOpen(tier);
            var opens = incident.timeGateOpensMs(tier);
            String when = open
                    ? ""
                    : opens.isEmpty()
                            ? "the clock does not run"
                            : "opens " + Dtg.of(opens.getAsLong()) + ", in " + plan.length(opens.getAsLong() - nowMs);
            return new Gate("not before " + span, open, when, spaced(span.toString()));
        });
        return Stream.concat(others, time).toList();
    }

    /** {@code 72 h} for {@code 72h}. */
    static String spaced(String span) {
        int unit = span.length();
        while (unit > 0 && !Character.isDigit(span.charAt(unit - 1))) {
            unit--;
        }
        return unit == 0 || unit == span.length() ? span : span.substring(0, unit) + " " + span.substring(unit);
    }

    /** Its number. */
    public int number() {
        return tier.number();
    }

    /** What closed gates wait for, such as {@code 72 h and expanded attack}; empty: none is closed. */
    public String waitsFor() {
        return gates.stream().filter(g -> !g.open()).map(Gate::awaited).collect(Collectors.joining(" and "));
    }

    /** Quorum and clock in one line, as two things: {@code quorum MET · waits for 72 h}, or {@code quorum 7 of 12 · missing GB, FR}. */
    public String quorum() {
        if (gauge.isEmpty()) {
            return "needs " + tier.quorum();
        }
        Gauge quorum = gauge.get();
        String tally = quorum.met()
                ? "quorum MET"
                : "quorum " + quorum.have() + " of " + quorum.need() + " · missing " + quorum.missing();
        boolean waits = state == State.PROPOSED || state == State.WAITS;
        return tally + (waits && !waitsFor().isEmpty() ? " · waits for " + waitsFor() : "");
    }

    /** What was to be reported for it, such as {@code warning and measures}. */
    public String deeds() {
        return tier.answeredBy().stream().sorted().map(Phrases::deed).collect(Collectors.joining(" and "));
    }

    /** Whether there is nothing left to wait for, or nothing begun. */
    public boolean quiet() {
        return overdue.isEmpty() && state != State.PROPOSED && state != State.WAITS;
    }
}
