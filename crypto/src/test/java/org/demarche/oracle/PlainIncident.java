package org.demarche.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.demarche.hash.Sha256;
import org.demarche.oracle.PlainFacts.What;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingState;
import org.demarche.proto.v1.GateState;
import org.demarche.proto.v1.IncidentPhase;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ProposalOutcome;
import org.demarche.proto.v1.ProposalState;
import org.demarche.proto.v1.TierState;

/**
 * One incident, walked through from the report that opened it: every instant at which anything could happen, in order, and every entry that concerns it. At each
 * step all that has been said so far is judged anew; only {@link PlainFacts} is carried along.
 */
final class PlainIncident {
    private final List<Line> lines;
    private final PlainGovernance governance;
    private final PlainWords words;
    private final Sha256 id;
    private final PlainFacts facts = new PlainFacts();
    private long asOfMs;
    private int lastIndex;
    /** What people saw when it was closed: it stays so. */
    private Optional<IncidentState> closed = Optional.empty();
    /** Whether time or governance has moved it since its own newest entry. */
    private boolean unmarked;

    private PlainIncident(List<Line> lines, PlainGovernance governance, PlainWords words, Sha256 id) {
        this.lines = lines;
        this.governance = governance;
        this.words = words;
        this.id = id;
    }

    /** The incident after all these entries. */
    static PlainIncident after(List<Line> lines, PlainGovernance governance, Sha256 id) {
        PlainIncident incident = new PlainIncident(lines, governance, new PlainWords(lines, governance, id), id);
        for (Line line : lines) {
            if (line.index() >= incident.words.opening().index() && incident.words.concerns(line)) {
                incident.take(line);
            }
        }
        return incident;
    }

    /** The incident once time has been processed up to an instant, as a next entry then would do it. */
    PlainIncident at(long untilMs) {
        PlainIncident later = new PlainIncident(lines, governance, words, id);
        later.facts.addAll(facts);
        later.asOfMs = asOfMs;
        later.lastIndex = lastIndex;
        later.closed = closed;
        later.unmarked = unmarked;
        // Nothing moves a closed incident any more; that it did not is known up to this instant all the same.
        later.passTime(untilMs, lines.size());
        return later;
    }

    boolean unmarked() {
        return unmarked;
    }

    PlainWords words() {
        return words;
    }

    PlainFacts facts() {
        return facts;
    }

    // Steps

    private void take(Line line) {
        boolean own = line.incident().equals(Optional.of(id));
        boolean opens = line.index() == words.opening().index();
        if (closed.isEmpty() && !opens) {
            passTime(line.atMs(), line.index());
        }
        if (closed.isEmpty()) {
            asOfMs = line.atMs();
            IncidentState before = opens ? IncidentState.getDefaultInstance() : seen(line.index());
            if (!governance.charter(line.index()).equals(governance.charter(line.index() + 1))) {
                lapse(line.index(), line.index(), p -> true);
            }
            settle(line.index() + 1, line.index());
            unmarked |= !seen(line.index() + 1).equals(before);
        }
        if (own) {
            asOfMs = line.atMs();
            lastIndex = line.index();
            unmarked = false;
        }
    }

    private void passTime(long untilMs, int index) {
        OptionalLong candidate = nextCandidate(index);
        while (closed.isEmpty() && candidate.isPresent() && candidate.getAsLong() <= untilMs) {
            boolean instant = instants(index).contains(candidate.getAsLong());
            IncidentState before = seen(index);
            asOfMs = candidate.getAsLong();
            settle(index, index);
            unmarked |= instant;
            if (!instant && !facts.has(What.WINDING_DOWN) && !seen(index).equals(before)) {
                throw new AssertionError("at " + asOfMs + " something changed that nobody had foreseen: " + before
                        + " became " + seen(index));
            }
            candidate = nextCandidate(index);
        }
        asOfMs = Math.max(asOfMs, untilMs);
    }

    /** The instants of the text: pledges begin and end, time gates open, proposals lapse, tiers become OVERDUE, the incident winds down, the charter expires. */
    private TreeSet<Long> instants(int n) {
        TreeSet<Long> instants = new TreeSet<>();
        words.proposals(n).stream()
                .filter(p -> facts.fate(PlainWords.id(p)).isEmpty())
                .forEach(p -> instants.add(words.deadlineMs(p)));
        if (facts.has(What.WINDING_DOWN)) {
            // Nothing can be activated any more, so pledges, gates and delays move nothing.
            return instants;
        }
        PlainCharter charter = governance.charter(n);
        instants.add(charter.expiresMs());
        instants.add(words.lastEstablishedMs(n) + charter.incidentOpenForMs());
        for (PlainTier tier : charter.tiers()) {
            Optional<Long> clock = words.clock(n).map(Line::atMs);
            clock.filter(c -> tier.notBefore().isPresent()).ifPresent(c -> instants.add(c + tier.notBeforeMs()));
            clock.filter(c -> tier.actWithinMs().isPresent() && !done(n, tier))
                    .ifPresent(c -> instants.add(c + tier.actWithinMs().get()));
            tier.requires().forEach(g -> instants.addAll(governance.beginningsAndEnds(n, g)));
        }
        return instants;
    }

    private boolean done(int n, PlainTier tier) {
        boolean activated = facts.of(What.ACTIVATED, tier.number()).isPresent();
        return (activated && words.answered(n, tier.answeredBy()))
                || facts.of(What.STOOD_DOWN, tier.number()).isPresent();
    }

    /** The first millisecond from now on at which anything at all could happen, whether or not it makes sense that it should. */
    private OptionalLong nextCandidate(int n) {
        TreeSet<Long> candidates = new TreeSet<>();
        PlainCharter charter = governance.charter(n);
        candidates.add(charter.expiresMs());
        candidates.add(words.lastEstablishedMs(n) + charter.incidentOpenForMs());
        words.proposals(n).forEach(p -> candidates.add(words.deadlineMs(p)));
        for (PlainTier tier : charter.tiers()) {
            words.clock(n).ifPresent(c -> {
                candidates.add(c.atMs() + tier.notBeforeMs());
                tier.actWithinMs().ifPresent(within -> candidates.add(c.atMs() + within));
            });
            tier.requires().stream()
                    .flatMap(g -> governance.pledges(n, g).stream())
                    .map(p -> p.notice().getPledge())
                    .forEach(p -> {
                        candidates.add(p.getFromMs());
                        candidates.add(p.getUntilMs());
                    });
        }
        Long next = candidates.higher(asOfMs);
        return next == null ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** Draws every consequence of the first {@code n} entries at the present instant, in the order of the text. */
    private void settle(int n, int index) {
        PlainCharter charter = governance.charter(n);
        if (words.clock(n).isEmpty()) {
            lapse(
                    n,
                    index,
                    p -> PlainWords.proposal(p).getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE
                            && charter.tier(PlainWords.proposal(p).getTier())
                                    .orElseThrow()
                                    .notBefore()
                                    .isPresent());
        }
        if (words.established(n, FindingKind.FINDING_KIND_HOSTILITIES_CEASED)) {
            windDown(n, index);
        }
        while (carryOne(n, index)) {
            // Again, until no tier moves any more.
        }
        lapse(n, index, p -> words.deadlineMs(p) <= asOfMs);
        if (asOfMs >= words.lastEstablishedMs(n) + charter.incidentOpenForMs() || asOfMs >= charter.expiresMs()) {
            windDown(n, index);
        }
        if (closesNow(n)) {
            windDown(n, index);
        }
        if (facts.has(What.WINDING_DOWN) && !facts.anyActive() || closesNow(n)) {
            facts.add(What.CLOSED, 0, Optional.empty(), asOfMs, index);
            closed = Optional.of(seen(n));
        }
    }

    private boolean closesNow(int n) {
        return governance.inForce(n) && governance.charter(n).closes();
    }

    private void windDown(int n, int index) {
        lapse(n, index, p -> PlainWords.proposal(p).getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE);
        facts.add(What.WINDING_DOWN, 0, Optional.empty(), asOfMs, index);
    }

    private boolean carryOne(int n, int index) {
        for (PlainTier tier : governance.charter(n).tiers()) {
            for (Line proposal : words.proposals(n)) {
                ProposalAct act = PlainWords.proposal(proposal).getAct();
                boolean open = PlainWords.proposal(proposal).getTier() == tier.number()
                        && facts.fate(PlainWords.id(proposal)).isEmpty();
                boolean gates = act == ProposalAct.PROPOSAL_ACT_STAND_DOWN || gatesOpen(n, tier);
                if (open && gates && quorum(n, tier, proposal)) {
                    What what = act == ProposalAct.PROPOSAL_ACT_ACTIVATE ? What.ACTIVATED : What.STOOD_DOWN;
                    facts.add(what, tier.number(), Optional.of(PlainWords.id(proposal)), asOfMs, index);
                    return true;
                }
            }
        }
        return false;
    }

    private boolean quorum(int n, PlainTier tier, Line proposal) {
        return governance
                .charter(n)
                .holds(tier.rule(PlainWords.proposal(proposal).getAct()), words.concurring(n, proposal, tier.desks()));
    }

    private boolean gatesOpen(int n, PlainTier tier) {
        return gates(n, tier).stream().allMatch(GateState::getOpen);
    }

    private void lapse(int n, int index, Predicate<Line> which) {
        for (Line proposal : words.proposals(n)) {
            if (facts.fate(PlainWords.id(proposal)).isEmpty() && which.test(proposal)) {
                facts.add(What.LAPSED, 0, Optional.of(PlainWords.id(proposal)), asOfMs, index);
            }
        }
    }

    // What people see

    /** The whole state. */
    IncidentState state() {
        IncidentState.Builder state = closed.orElseGet(() -> seen(lines.size())).toBuilder();
        state.setAsOfMs(asOfMs).setLastIndex(lastIndex);
        nextInstant().ifPresent(state::setNextInstantMs);
        return state.build();
    }

    private OptionalLong nextInstant() {
        Long next = closed.isPresent() ? null : instants(lines.size()).higher(asOfMs);
        return next == null ? OptionalLong.empty() : OptionalLong.of(next);
    }

    private IncidentState seen(int n) {
        IncidentState.Builder state = IncidentState.newBuilder()
                .setIncident(id.byteString())
                .setOpenedIndex(words.opening().index())
                .setOpenedAtMs(words.opening().atMs())
                .setPhase(phase());
        words.clock(n).ifPresent(c -> state.setClockStartedMs(c.atMs()).setClockStartedIndex(c.index()));
        governance.charter(n).findings().keySet().forEach(k -> state.addFindings(finding(n, k)));
        governance.charter(n).tiers().forEach(t -> state.addTiers(tier(n, t)));
        words.proposals(n).forEach(p -> state.addProposals(proposal(n, p)));
        return state.build();
    }

    private IncidentPhase phase() {
        if (facts.has(What.CLOSED)) {
            return IncidentPhase.INCIDENT_PHASE_CLOSED;
        }
        return facts.has(What.WINDING_DOWN)
                ? IncidentPhase.INCIDENT_PHASE_WINDING_DOWN
                : IncidentPhase.INCIDENT_PHASE_OPEN;
    }

    private FindingState finding(int n, FindingKind kind) {
        FindingState.Builder state = FindingState.newBuilder()
                .setKind(kind)
                .setEstablished(words.established(n, kind))
                .addAllConfirmed(words.confirming(n, kind));
        words.establishing(n, kind).ifPresent(l -> state.setEstablishedAtMs(l.atMs()));
        return state.build();
    }

    private TierState tier(int n, PlainTier tier) {
        TierState.Builder state = TierState.newBuilder()
                .setTier(tier.number())
                .setAnswered(words.answered(n, tier.answeredBy()))
                .addAllGates(gates(n, tier));
        facts.of(What.ACTIVATED, tier.number())
                .ifPresent(f -> state.setActivatedAtMs(f.atMs()).setActivatedIndex(f.index()));
        facts.of(What.STOOD_DOWN, tier.number())
                .ifPresent(f -> state.setStoodDownAtMs(f.atMs()).setStoodDownIndex(f.index()));
        if (!done(n, tier)
                && !facts.has(What.WINDING_DOWN)
                && words.clock(n).isPresent()
                && tier.actWithinMs().isPresent()) {
            long due = words.clock(n).get().atMs() + tier.actWithinMs().get();
            if (due <= asOfMs) {
                state.setOverdueSinceMs(due);
            }
        }
        return state.build();
    }

    private List<GateState> gates(int n, PlainTier tier) {
        List<GateState> gates = new ArrayList<>();
        for (String gate : tier.requires()) {
            boolean open;
            if (gate.startsWith("tier ")) {
                open = facts.of(What.ACTIVATED, Integer.parseInt(gate.substring("tier ".length())))
                        .isPresent();
            } else if (gate.startsWith("pledge ")) {
                open = governance.pledged(n, gate, asOfMs);
            } else {
                open = governance.charter(n).findings().keySet().stream()
                        .anyMatch(k -> PlainCharter.word(k).equals(gate) && words.established(n, k));
            }
            gates.add(GateState.newBuilder().setGate(gate).setOpen(open).build());
        }
        if (tier.notBefore().isPresent()) {
            GateState.Builder time = GateState.newBuilder()
                    .setGate("not before " + tier.notBefore().get());
            words.clock(n)
                    .ifPresent(c -> time.setOpensAtMs(c.atMs() + tier.notBeforeMs())
                            .setOpen(c.atMs() + tier.notBeforeMs() <= asOfMs));
            gates.add(time.build());
        }
        return gates;
    }

    private ProposalState proposal(int n, Line line) {
        PlainTier tier =
                governance.charter(n).tier(PlainWords.proposal(line).getTier()).orElseThrow();
        ProposalOutcome outcome = facts.fate(PlainWords.id(line))
                .map(f -> f == What.LAPSED
                        ? ProposalOutcome.PROPOSAL_OUTCOME_LAPSED
                        : ProposalOutcome.PROPOSAL_OUTCOME_CARRIED)
                .orElse(ProposalOutcome.PROPOSAL_OUTCOME_OPEN);
        return ProposalState.newBuilder()
                .setProposal(PlainWords.id(line).byteString())
                .setIndex(line.index())
                .setTier(tier.number())
                .setAct(PlainWords.proposal(line).getAct())
                .setOutcome(outcome)
                .setDeadlineMs(words.deadlineMs(line))
                .setQuorum(quorum(n, tier, line))
                .addAllConcurring(words.concurring(n, line, tier.desks()))
                .addAllDeclining(words.declining(n, line))
                .addAllPartial(words.partial(n, line, tier.desks()))
                .build();
    }
}
