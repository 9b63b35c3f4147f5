package org.demarche.escalation;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.demarche.charter.Charter;
import org.demarche.charter.Deed;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.Incident.Phase;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Notice.BodyCase;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/**
 * The steps of an incident. Each runs in the same order: first the instants that fell due ({@link PassingTime}), then the entry ({@link Findings},
 * {@link Proposals}), then the tiers to a fixpoint ({@link Tiers}).
 */
final class IncidentFold {
    private IncidentFold() {}

    /** The incident that a report opens. */
    static Incident open(Sha256 id, Governance governance, Place place) {
        boolean clockFromReport = governance.charter().clock() instanceof Charter.ClockOrigin.FirstReport;
        Optional<Clock> clock =
                clockFromReport ? Optional.of(new Clock(place.acceptedAtMs(), place.index())) : Optional.empty();
        return new Incident(
                id,
                place.index(),
                place.acceptedAtMs(),
                governance,
                place.acceptedAtMs(),
                place.index(),
                Phase.OPEN,
                clock,
                Map.of(),
                place.acceptedAtMs(),
                Set.of(),
                new TreeMap<>(),
                Map.of(),
                OptionalLong.empty(),
                false);
    }

    /** The incident after a notice of its own. */
    static Incident apply(Incident before, VerifiedNotice notice, Signer signer, Register register, Place place)
            throws RefusedException {
        MovingIncident incident = new MovingIncident(before);
        PassingTime.upTo(place, incident);
        take(incident, notice, signer, register, place);
        Tiers.carry(incident, place);
        return incident.entered(place);
    }

    /** The incident after the hub's own entry. */
    static Incident mark(Incident before, Place place) throws RefusedException {
        MovingIncident incident = new MovingIncident(before);
        PassingTime.upTo(place, incident);
        if (!incident.unmarked) {
            throw new RefusedException(
                    Reason.TIME_MARK_IDLE,
                    "nothing has moved incident " + before.id().brief() + "… since its newest entry");
        }
        return incident.entered(place);
    }

    /**
     * The incident after an entry of the governance chain. Open proposals lapse under another charter, and every finding is held against its new rule;
     * under the final one it is closed as it stands.
     */
    static Incident govern(Incident before, Governance governance, Place place) {
        MovingIncident incident = new MovingIncident(before);
        PassingTime.upTo(place, incident);
        Incident timely = incident.frozen();
        if (timely.phase() == Phase.CLOSED) {
            return timely;
        }
        incident.governance = governance;
        if (!governance.charter().hash().equals(before.charter().hash())) {
            incident.lapse(p -> true);
            Findings.judge(incident, place);
        }
        if (governance.closed()) {
            incident.close();
        }
        PassingTime.windDownIfDue(incident);
        Tiers.carry(incident, place);
        incident.unmarked |= incident.movedSince(timely);
        return incident.frozen();
    }

    /** The incident at an instant, for display. */
    static Incident at(Incident before, long nowMs, long nextIndex) {
        MovingIncident incident = new MovingIncident(before);
        PassingTime.upTo(new Place(nextIndex, nowMs), incident);
        return incident.frozen();
    }

    private static void take(
            MovingIncident incident, VerifiedNotice verified, Signer signer, Register register, Place place)
            throws RefusedException {
        Notice notice = verified.notice();
        checkPhase(incident, notice, register);
        switch (notice.getBodyCase()) {
            case FINDING -> Findings.take(incident, notice.getFinding(), notice.getAuthor(), place);
            case WARNING -> incident.deeds.add(Deed.WARNING);
            case MEASURES -> incident.deeds.add(Deed.MEASURES);
            case PROPOSAL -> Proposals.open(incident, verified, place);
            case ACKNOWLEDGEMENT -> Proposals.acknowledge(incident, notice, signer, register);
            case CORRECTION -> Targets.requireOwn(notice, register);
            default -> {
                // A report that joins and a message are on record, and move nothing.
            }
        }
    }

    private static void checkPhase(MovingIncident incident, Notice notice, Register register) throws RefusedException {
        BodyCase kind = notice.getBodyCase();
        boolean talk = kind == BodyCase.MESSAGE
                || kind == BodyCase.CORRECTION
                || (kind == BodyCase.ACKNOWLEDGEMENT && Kind.isReceived(notice.getAcknowledgement()));
        if (incident.phase == Phase.OPEN || talk) {
            return;
        }
        if (incident.phase == Phase.CLOSED) {
            throw new RefusedException(
                    Reason.INCIDENT_CLOSED, "the incident is closed; it takes messages and corrections only");
        }
        boolean deed = kind == BodyCase.WARNING || kind == BodyCase.MEASURES;
        if (!deed && !aboutStandDown(incident, notice, register)) {
            throw new RefusedException(
                    Reason.INCIDENT_WINDING_DOWN,
                    "the incident winds down: only deeds, messages and stand-downs are taken; a new violation needs a new report");
        }
    }

    private static boolean aboutStandDown(MovingIncident incident, Notice notice, Register register)
            throws RefusedException {
        if (notice.getBodyCase() == BodyCase.PROPOSAL) {
            return notice.getProposal().getAct() == ProposalAct.PROPOSAL_ACT_STAND_DOWN;
        }
        if (notice.getBodyCase() != BodyCase.ACKNOWLEDGEMENT) {
            return false;
        }
        ProposalRecord target = incident.proposals.get(Targets.ofIncident(notice, register));
        return target == null || target.act() == ProposalAct.PROPOSAL_ACT_STAND_DOWN;
    }
}
