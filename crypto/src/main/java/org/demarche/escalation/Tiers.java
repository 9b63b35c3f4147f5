package org.demarche.escalation;

import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Tier;
import org.demarche.escalation.ProposalRecord.Outcome;
import org.demarche.proto.v1.ProposalAct;

/** How tiers are activated and stood down. */
final class Tiers {
    private Tiers() {}

    /** Carries what can be carried, tiers ascending, until nothing moves: one activation can open another tier's gate. */
    static void carry(MovingIncident incident, Place place) {
        boolean moved;
        do {
            moved = false;
            for (Tier tier : incident.charter().tiers()) {
                Optional<ProposalRecord> open = incident.frozen().openProposal(tier.number());
                moved |= open.isPresent() && carried(incident, tier, open.get(), place);
            }
        } while (moved);
        PassingTime.markOverdue(incident);
        PassingTime.closeIfDone(incident);
    }

    private static boolean carried(MovingIncident incident, Tier tier, ProposalRecord proposal, Place place) {
        Incident now = incident.frozen();
        Milestone milestone = new Milestone(place.acceptedAtMs(), place.index());
        Set<String> concurring = proposal.concurring(tier.desks());
        TierProgress progress = now.tier(tier.number());
        if (proposal.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE) {
            if (!now.gatesOpen(tier) || !tier.quorum().holds(concurring)) {
                return false;
            }
            incident.progress(tier, progress.withActivated(milestone));
        } else {
            if (!tier.standDown().holds(concurring)) {
                return false;
            }
            incident.progress(tier, progress.withStoodDown(milestone));
        }
        incident.proposals.put(proposal.id(), proposal.with(Outcome.CARRIED));
        return true;
    }
}
