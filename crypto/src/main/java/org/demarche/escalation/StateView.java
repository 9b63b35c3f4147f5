package org.demarche.escalation;

import java.util.SortedSet;
import org.demarche.charter.FindingRule;
import org.demarche.charter.Gate;
import org.demarche.charter.Tier;
import org.demarche.proto.v1.FindingState;
import org.demarche.proto.v1.GateState;
import org.demarche.proto.v1.IncidentPhase;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ProposalOutcome;
import org.demarche.proto.v1.ProposalState;
import org.demarche.proto.v1.TierState;

/** An incident in the form of {@code state.proto}. */
final class StateView {
    private StateView() {}

    static IncidentState of(Incident incident) {
        IncidentState.Builder state = IncidentState.newBuilder()
                .setIncident(incident.id().byteString())
                .setOpenedIndex(incident.openedIndex())
                .setOpenedAtMs(incident.openedAtMs())
                .setAsOfMs(incident.asOfMs())
                .setPhase(phase(incident.phase()))
                .setLastIndex(incident.lastIndex());
        incident.clock().ifPresent(c -> state.setClockStartedMs(c.startedMs()).setClockStartedIndex(c.index()));
        incident.charter().findings().forEach(f -> state.addFindings(finding(incident, f)));
        incident.charter().tiers().forEach(t -> state.addTiers(tier(incident, t)));
        incident.proposals().values().forEach(p -> state.addProposals(proposal(incident, p)));
        incident.nextInstantMs().ifPresent(state::setNextInstantMs);
        return state.build();
    }

    private static IncidentPhase phase(Incident.Phase phase) {
        return switch (phase) {
            case OPEN -> IncidentPhase.INCIDENT_PHASE_OPEN;
            case WINDING_DOWN -> IncidentPhase.INCIDENT_PHASE_WINDING_DOWN;
            case CLOSED -> IncidentPhase.INCIDENT_PHASE_CLOSED;
        };
    }

    private static FindingState finding(Incident incident, FindingRule rule) {
        FindingTally tally = incident.finding(rule.kind());
        FindingState.Builder state = FindingState.newBuilder()
                .setKind(rule.kind())
                .setEstablished(tally.established())
                .addAllConfirmed(tally.confirmed());
        tally.establishedAtMs().ifPresent(state::setEstablishedAtMs);
        return state.build();
    }

    private static TierState tier(Incident incident, Tier tier) {
        TierProgress progress = incident.tier(tier.number());
        TierState.Builder state = TierState.newBuilder().setTier(tier.number()).setAnswered(incident.answered(tier));
        progress.activated()
                .ifPresent(m -> state.setActivatedAtMs(m.instantMs()).setActivatedIndex(m.index()));
        progress.stoodDown()
                .ifPresent(m -> state.setStoodDownAtMs(m.instantMs()).setStoodDownIndex(m.index()));
        progress.overdueSinceMs().ifPresent(state::setOverdueSinceMs);
        tier.requires().forEach(g -> state.addGates(gate(incident, g)));
        if (tier.notBefore().isPresent()) {
            GateState.Builder gate = GateState.newBuilder()
                    .setGate("not before " + tier.notBefore().get())
                    .setOpen(incident.timeGateOpen(tier));
            incident.timeGateOpensMs(tier).ifPresent(gate::setOpensAtMs);
            state.addGates(gate);
        }
        return state.build();
    }

    private static GateState gate(Incident incident, Gate gate) {
        return GateState.newBuilder()
                .setGate(gate.toString())
                .setOpen(incident.open(gate))
                .build();
    }

    /** A successor keeps the tier numbers, so a proposal's tier is always found. Lapsed and carried ones are shown by the charter of today. */
    private static ProposalState proposal(Incident incident, ProposalRecord proposal) {
        Tier tier = incident.charter().tier(proposal.tier()).orElseThrow();
        SortedSet<String> concurring = proposal.concurring(tier.desks());
        boolean activate = proposal.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE;
        return ProposalState.newBuilder()
                .setProposal(proposal.id().byteString())
                .setIndex(proposal.index())
                .setTier(proposal.tier())
                .setAct(proposal.act())
                .setOutcome(outcome(proposal.outcome()))
                .setDeadlineMs(proposal.deadlineMs())
                .setQuorum((activate ? tier.quorum() : tier.standDown()).holds(concurring))
                .addAllConcurring(concurring)
                .addAllDeclining(proposal.declining())
                .addAllPartial(proposal.partial(tier.desks()))
                .build();
    }

    private static ProposalOutcome outcome(ProposalRecord.Outcome outcome) {
        return switch (outcome) {
            case OPEN -> ProposalOutcome.PROPOSAL_OUTCOME_OPEN;
            case CARRIED -> ProposalOutcome.PROPOSAL_OUTCOME_CARRIED;
            case LAPSED -> ProposalOutcome.PROPOSAL_OUTCOME_LAPSED;
        };
    }
}
