package org.demarche.escalation;

import java.util.TreeMap;
import org.demarche.charter.Tier;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.ProposalRecord.Outcome;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Proposal;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** How proposals and positions on them are taken. */
final class Proposals {
    private Proposals() {}

    /** Opens a proposal. Its gates may still be closed; for a tier with a time gate the clock must run. */
    static void open(MovingIncident incident, VerifiedNotice verified, Place place) throws RefusedException {
        Proposal proposal = verified.notice().getProposal();
        Tier tier = incident.charter()
                .tier(proposal.getTier())
                .orElseThrow(() -> new RefusedException(
                        Reason.TIER_UNKNOWN, "tier " + proposal.getTier() + " is not in the charter"));
        Incident now = incident.frozen();
        if (proposal.getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE) {
            requireActivable(now, tier);
        } else if (!now.tier(tier.number()).active()) {
            throw new RefusedException(
                    Reason.TIER_NOT_ACTIVE, "tier " + tier.number() + " is not active, so it cannot be stood down");
        }
        if (now.openProposal(tier.number()).isPresent()) {
            throw new RefusedException(
                    Reason.PROPOSAL_OPEN,
                    "a proposal for tier " + tier.number() + " is open already; take a position on that one");
        }
        // Fixed here: gates that close or reopen later never move it.
        long opens = proposal.getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE
                ? now.timeGateOpensMs(tier).orElse(place.acceptedAtMs())
                : place.acceptedAtMs();
        long deadline =
                Math.max(place.acceptedAtMs(), opens) + tier.lapsesAfter().millis();
        incident.proposals.put(
                verified.id(),
                new ProposalRecord(
                        verified.id(),
                        place.index(),
                        verified.notice().getAuthor(),
                        tier.number(),
                        proposal.getAct(),
                        deadline,
                        Outcome.OPEN,
                        new TreeMap<>()));
    }

    private static void requireActivable(Incident now, Tier tier) throws RefusedException {
        TierProgress progress = now.tier(tier.number());
        if (progress.stoodDown().isPresent()) {
            throw new RefusedException(
                    Reason.TIER_STOOD_DOWN, "tier " + tier.number() + " was stood down in this incident");
        }
        if (progress.activated().isPresent()) {
            throw new RefusedException(Reason.TIER_ACTIVE, "tier " + tier.number() + " is active already");
        }
        if (tier.notBefore().isPresent() && now.clock().isEmpty()) {
            throw new RefusedException(
                    Reason.CLOCK_NOT_RUNNING,
                    "tier " + tier.number() + " waits " + tier.notBefore().get()
                            + " from the start of the clock, and the clock does not run");
        }
    }

    /** Takes a desk's CONCUR or DECLINE; RECEIVED is on record, and is no position. */
    static void acknowledge(MovingIncident incident, Notice notice, Signer signer, Register register)
            throws RefusedException {
        Sha256 target = Targets.ofIncident(notice, register);
        Acknowledgement acknowledgement = notice.getAcknowledgement();
        if (Kind.isReceived(acknowledgement)) {
            return;
        }
        ProposalRecord proposal = incident.proposals.get(target);
        if (proposal == null) {
            throw new RefusedException(
                    Reason.NOT_A_PROPOSAL,
                    "only a proposal can be concurred with or declined; acknowledge others as received");
        }
        if (proposal.outcome() == Outcome.LAPSED) {
            throw new RefusedException(
                    Reason.PROPOSAL_LAPSED, "the proposal has lapsed; the tier can be proposed anew");
        }
        incident.proposals.put(target, proposal.with(signer, acknowledgement.getPosition()));
    }
}
