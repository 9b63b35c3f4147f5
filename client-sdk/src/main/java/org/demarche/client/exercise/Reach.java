package org.demarche.client.exercise;

import java.util.Optional;
import org.demarche.client.exercise.scenario.Condition;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ProposalOutcome;
import org.demarche.proto.v1.ProposalState;
import org.demarche.proto.v1.TierState;

/** How far a tier has come. */
final class Reach {
    private Reach() {}

    /** Whether it has come so far. */
    static boolean of(IncidentState state, Condition.Reached reached) {
        Optional<TierState> tier = state.getTiersList().stream()
                .filter(t -> t.getTier() == reached.tier())
                .findFirst();
        return switch (reached.stage()) {
            case PROPOSED -> open(state, reached.tier()).isPresent();
            case QUORUM_MET ->
                open(state, reached.tier()).filter(ProposalState::getQuorum).isPresent();
            case ACTIVE -> tier.filter(t -> t.getActivatedAtMs() != 0).isPresent();
            case ANSWERED -> tier.filter(TierState::getAnswered).isPresent();
            case STOOD_DOWN -> tier.filter(t -> t.getStoodDownAtMs() != 0).isPresent();
        };
    }

    /** Whether the open proposal for a tier is to stand it down. */
    static boolean standingDown(IncidentState state, int tier) {
        return open(state, tier)
                .filter(p -> p.getAct() == ProposalAct.PROPOSAL_ACT_STAND_DOWN)
                .isPresent();
    }

    /** Whether the newest proposal for a tier, open or not, is to stand it down. */
    static boolean newestStandsDown(IncidentState state, int tier) {
        return state.getProposalsList().stream()
                .filter(p -> p.getTier() == tier)
                .reduce((first, second) -> second)
                .filter(p -> p.getAct() == ProposalAct.PROPOSAL_ACT_STAND_DOWN)
                .isPresent();
    }

    /** The open proposal for a tier: at most one. */
    static Optional<ProposalState> open(IncidentState state, int tier) {
        return state.getProposalsList().stream()
                .filter(p -> p.getTier() == tier && p.getOutcome() == ProposalOutcome.PROPOSAL_OUTCOME_OPEN)
                .findFirst();
    }
}
