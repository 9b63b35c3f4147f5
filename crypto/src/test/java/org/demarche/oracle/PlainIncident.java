package org.demarche.oracle;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.demarche.hash.Sha256;
import org.demarche.oracle.PlainFacts.What;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingState;
import org.demarche.proto.v1.GateState;
import org.demarche.proto.v1.IncidentPhase;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.Pledge;
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
    private PlainFacts facts = new PlainFacts();
    private long asOfMs;
    private int lastIndex;
    /** What people saw when it was closed: it stays so. */
    private Optional<IncidentState> closed = Optional.empty();
    /** Whether time or governance has moved it since its own newest entry. */
    private boolean unmarked;

    private PlainIncident(List<Line> lines, PlainGovernance governance, Sha256 id) {
        this.lines = lines;
        this.governance = governance;
        this.words = new PlainWords(lines, governance, id);
        this.id = id;
    }

    /** The incident after all these entries. */
    static PlainIncident after(List<Line> lines, PlainGovernance governance, Sha256 id) {
        PlainIncident incident = new PlainIncident(lines, governance, id);
        for (Line line : lines) {
            if (line.index() >= incident.words.opening().index() && incident.words.concerns(line)) {
                incident.take(line);
            }
        }
        return incident;
    }

    /** Processes time up to an instant, as a next entry then would. */
    PlainIncident waitUntil(long untilMs) {
        if (closed.isEmpty()) {
            passTime(untilMs, lines.size());
        }
        return this;
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
        OptionalLong instant = nextCandidate(index);
        while (closed.isEmpty() && instant.isPresent() && instant.getAsLong() <= untilMs) {
            IncidentState before = seen(index);
            asOfMs = instant.getAsLong();
            settle(index, index);
            unmarked |= !seen(index).equals(before);
            instant = nextCandidate(index);
        }
        asOfMs = Math.max(asOfMs, untilMs);
    }

    /** The first instant from now on at which anything at all could happen. */
    private OptionalLong nextCandidate(int n) {
        TreeSet<Long> instants = new TreeSet<>();
        PlainCharter charter = governance.charter(n);
        instants.add(charter.expiresMs());
        instants.add(words.lastEstablishedMs(n) + charter.incidentOpenForMs());
        words.proposals(n).forEach(p -> instants.add(words.deadlineMs(p)));
        for (PlainTier tier : charter.tiers()) {
            words.clock(n).ifPresent(c -> {
                instants.add(c.atMs() + tier.notBeforeMs());
                tier.actWithinMs().ifPresent(within -> instants.add(c.atMs() + within));
            });
            tier.requires().stream().flatMap(g -> governance.pledges(n, g).stream()).map(p -> p.notice().getPledge()).forEach(p -> {
                instants.add(p.getFromMs());
                instants.add(p.getUntilMs());
            });
        }
        Long next = instants.higher(asOfMs);
        return next == null ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** Draws every consequence of the first {@code n} entries at the present instant, in the order of the text. */
    private void settle(int n, int index) {
        PlainCharter charter = governance.charter(n);
        if (words.clock(n).isEmpty()) {
            lapse(n, index, p -> charter.tier(PlainWords.proposal(p).getTier()).orElseThrow().notBefore().isPresent());
        }
        while (carryOne(n, index)) {
            // Again, until no tier moves any more.
        }
        lapse(n, index, p -> words.deadlineMs(p) <= asOfMs);
        if (words.established(n, FindingKind.FINDING_KIND_HOSTILITIES_CEASED)
                || asOfMs >= words.lastEstablishedMs(n) + charter.incidentOpenForMs()
                || asOfMs >= charter.expiresMs()) {
            lapse(n, index, p -> PlainWords.proposal(p).getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE);
            facts.add(What.WINDING_DOWN, 0, Optional.empty(), asOfMs, index);
        }
        if (facts.has(What.WINDING_DOWN) && !facts.anyActive()) {
            facts.add(What.CLOSED, 0, Optional.empty(), asOfMs, index);
            closed = Optional.of(seen(n));
        }
    }

    private boolean carryOne(int n, int index) {
        for (PlainTier tier : governance.charter(n).tiers()) {
            for (Line proposal : words.proposals(n)) {
                ProposalAct act = PlainWords.proposal(proposal).getAct();
                boolean open = PlainWords.proposal(proposal).getTier() == tier.number() && facts.fate(PlainWords.id(proposal)).isEmpty();
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
        return governance.charter(n).holds(tier.rule(PlainWords.proposal(proposal).getAct()), words.concurring(n, proposal, tier.desks()));
    }

    private boolean gatesOpen(int n, PlainTier tier) {
        return gates(n, tier).stream().allMatch(GateState::getOpen);
    }

    private void lapse(int n, int index, java.util.function.Predicate<Line> which) {
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

    /** The first instant at which people would see something else, if nothing but time happened. */
    private OptionalLong nextInstant() {
        if (closed.isPresent()) {
            return OptionalLong.empty();
        }
        PlainIncident later = new PlainIncident(lines, governance, id);
        later.facts = facts.copy();
        later.asOfMs = asOfMs;
        IncidentState now = seen(lines.size());
        for (OptionalLong at = nextCandidate(lines.size()); at.isPresent(); at = later.nextCandidate(lines.size())) {
            later.passTime(at.getAsLong(), lines.size());
            if (!later.seen(lines.size()).equals(now)) {
                return at;
            }
        }
        return OptionalLong.empty();
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
        return facts.has(What.WINDING_DOWN) ? IncidentPhase.INCIDENT_PHASE_WINDING_DOWN : IncidentPhase.INCIDENT_PHASE_OPEN;
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
        facts.of(What.ACTIVATED, tier.number()).ifPresent(f -> state.setActivatedAtMs(f.atMs()).setActivatedIndex(f.index()));
        facts.of(What.STOOD_DOWN, tier.number()).ifPresent(f -> state.setStoodDownAtMs(f.atMs()).setStoodDownIndex(f.index()));
        boolean over = (facts.of(What.ACTIVATED, tier.number()).isPresent() && state.getAnswered()) || facts.of(What.STOOD_DOWN, tier.number()).isPresent();
        if (!over && !facts.has(What.WINDING_DOWN) && words.clock(n).isPresent() && tier.actWithinMs().isPresent()) {
            long due = words.clock(n).get().atMs() + tier.actWithinMs().get();
            if (due <= asOfMs) {
                state.setOverdueSinceMs(due);
            }
        }
        return state.build();
    }

    private List<GateState> gates(int n, PlainTier tier) {
        List<GateState> gates = new java.util.ArrayList<>();
        for (String gate : tier.requires()) {
            boolean open;
            if (gate.startsWith("tier ")) {
                open = facts.of(What.ACTIVATED, Integer.parseInt(gate.substring("tier ".length()))).isPresent();
            } else if (gate.startsWith("pledge ")) {
                open = governance.pledged(n, gate, asOfMs);
            } else {
                open = governance.charter(n).findings().keySet().stream().anyMatch(k -> PlainCharter.word(k).equals(gate) && words.established(n, k));
            }
            gates.add(GateState.newBuilder().setGate(gate).setOpen(open).build());
        }
        if (tier.notBefore().isPresent()) {
            GateState.Builder time = GateState.newBuilder().setGate("not before " + tier.notBefore().get());
            words.clock(n).ifPresent(c -> time.setOpensAtMs(c.atMs() + tier.notBeforeMs()).setOpen(c.atMs() + tier.notBeforeMs() <= asOfMs));
            gates.add(time.build());
        }
        return gates;
    }

    private ProposalState proposal(int n, Line line) {
        PlainTier tier = governance.charter(n).tier(PlainWords.proposal(line).getTier()).orElseThrow();
        ProposalOutcome outcome = facts.fate(PlainWords.id(line))
                .map(f -> f == What.LAPSED ? ProposalOutcome.PROPOSAL_OUTCOME_LAPSED : ProposalOutcome.PROPOSAL_OUTCOME_CARRIED)
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
