package org.demarche.client.exercise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FindingState;
import org.demarche.proto.v1.GateState;
import org.demarche.proto.v1.IncidentPhase;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ProposalOutcome;
import org.demarche.proto.v1.ProposalState;
import org.demarche.proto.v1.TierState;

/** Finds what has turned between two states of an incident. */
final class Turns {
    private final IncidentState before;
    private final IncidentState after;
    private final long newestMs;
    private final List<Turn> turns = new ArrayList<>();

    private Turns(IncidentState before, IncidentState after, long newestMs) {
        this.before = before;
        this.after = after;
        this.newestMs = newestMs;
    }

    /**
     * What turned, in the order in which one thing follows from another.
     *
     * @param before the earlier state; the default instance before the incident was opened
     * @param newestMs time of the newest entry that the later state knows: when something turned for which the state keeps no instant
     */
    static List<Turn> between(IncidentState before, IncidentState after, long newestMs) {
        Turns found = new Turns(before, after, newestMs);
        found.findings();
        found.clock();
        found.proposals();
        found.tiers();
        found.phase();
        found.turns.sort(Comparator.comparingLong(Turn::atMs));
        return List.copyOf(found.turns);
    }

    private void findings() {
        for (int i = 0; i < after.getFindingsCount(); i++) {
            FindingState now = after.getFindings(i);
            boolean was = i < before.getFindingsCount() && before.getFindings(i).getEstablished();
            if (now.getEstablished() && !was) {
                turns.add(new Turn.Established(
                        now.getEstablishedAtMs(), now.getKind(), List.copyOf(now.getConfirmedList())));
            } else if (was && !now.getEstablished()) {
                turns.add(new Turn.Lost(newestMs, now.getKind()));
            }
        }
    }

    private void clock() {
        if (after.getClockStartedMs() != 0 && after.getClockStartedMs() != before.getClockStartedMs()) {
            turns.add(new Turn.ClockStarted(after.getClockStartedMs(), after.getClockStartedIndex()));
        }
    }

    private void proposals() {
        Map<Sha256, ProposalState> known = new HashMap<>();
        before.getProposalsList().forEach(p -> known.put(Sha256.copyOf(p.getProposal()), p));
        for (ProposalState now : after.getProposalsList()) {
            ProposalState was =
                    known.getOrDefault(Sha256.copyOf(now.getProposal()), ProposalState.getDefaultInstance());
            boolean activate = now.getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE;
            if (was.getTier() == 0) {
                turns.add(new Turn.Proposed(newestMs, now.getTier(), activate, now.getDeadlineMs()));
            }
            if (now.getQuorum() && !was.getQuorum()) {
                turns.add(new Turn.QuorumMet(
                        carriedMs(now.getTier(), activate),
                        now.getTier(),
                        activate,
                        now.getConcurringList(),
                        activate ? closedGates(now.getTier()) : List.of()));
            }
            boolean lapsed = now.getOutcome() == ProposalOutcome.PROPOSAL_OUTCOME_LAPSED;
            if (lapsed && was.getOutcome() != ProposalOutcome.PROPOSAL_OUTCOME_LAPSED) {
                turns.add(new Turn.Lapsed(newestMs, now.getTier(), activate));
            }
        }
    }

    /** When the quorum was met: no later than what it brought, when that has come already. */
    private long carriedMs(int tier, boolean activate) {
        return after.getTiersList().stream()
                .filter(t -> t.getTier() == tier)
                .mapToLong(t -> activate ? t.getActivatedAtMs() : t.getStoodDownAtMs())
                .filter(at -> at != 0 && at < newestMs)
                .findFirst()
                .orElse(newestMs);
    }

    private List<String> closedGates(int tier) {
        return after.getTiersList().stream()
                .filter(t -> t.getTier() == tier)
                .flatMap(t -> t.getGatesList().stream())
                .filter(g -> !g.getOpen())
                .map(GateState::getGate)
                .toList();
    }

    private void tiers() {
        for (int i = 0; i < after.getTiersCount(); i++) {
            TierState now = after.getTiers(i);
            TierState was = i < before.getTiersCount() ? before.getTiers(i) : TierState.getDefaultInstance();
            gates(was, now);
            // A tier without deeds counts as answered from the start, which is no news.
            if (now.getAnswered() && !was.getAnswered() && was.getTier() != 0) {
                turns.add(new Turn.Answered(newestMs, now.getTier()));
            }
            if (now.getActivatedAtMs() != 0 && was.getActivatedAtMs() == 0) {
                turns.add(new Turn.Activated(now.getActivatedAtMs(), now.getTier(), now.getActivatedIndex()));
            }
            if (now.getOverdueSinceMs() != 0 && was.getOverdueSinceMs() == 0) {
                turns.add(new Turn.Overdue(now.getOverdueSinceMs(), now.getTier()));
            }
            if (now.getStoodDownAtMs() != 0 && was.getStoodDownAtMs() == 0) {
                turns.add(new Turn.StoodDown(now.getStoodDownAtMs(), now.getTier(), now.getStoodDownIndex()));
            }
        }
    }

    /** Gates that are worth a line: those that hold back a proposal which has its quorum. The others follow from what is told anyway. */
    private void gates(TierState was, TierState now) {
        boolean awaited = before.getProposalsList().stream()
                .anyMatch(p -> p.getTier() == now.getTier()
                        && p.getOutcome() == ProposalOutcome.PROPOSAL_OUTCOME_OPEN
                        && p.getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE
                        && p.getQuorum());
        for (int g = 0; awaited && g < now.getGatesCount() && g < was.getGatesCount(); g++) {
            GateState gate = now.getGates(g);
            if (gate.getOpen() && !was.getGates(g).getOpen()) {
                turns.add(new Turn.GateOpened(
                        gate.getOpensAtMs() != 0 ? gate.getOpensAtMs() : newestMs, now.getTier(), gate.getGate()));
            }
        }
    }

    private void phase() {
        if (after.getPhase() == before.getPhase()) {
            return;
        }
        if (after.getPhase() == IncidentPhase.INCIDENT_PHASE_WINDING_DOWN) {
            turns.add(new Turn.WindingDown(newestMs));
        } else if (after.getPhase() == IncidentPhase.INCIDENT_PHASE_CLOSED) {
            turns.add(new Turn.Closed(newestMs));
        }
    }
}
