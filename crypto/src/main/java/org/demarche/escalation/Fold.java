package org.demarche.escalation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Notice.BodyCase;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** What one entry does to the state before it: {@code state(i) = apply(state(i-1), entry i)}. */
final class Fold {
    private Fold() {}

    /** The state before an entry. */
    interface World {
        /** What governs. */
        Governance governance();

        /** An incident. */
        Optional<Incident> incident(Sha256 id);

        /** Every incident that is not closed. */
        Collection<Incident> unclosed();

        /** Every notice so far. */
        Register register();

        /** Charter texts that travel beside the log. */
        CharterTexts texts();

        /** Checks proofs of possession. */
        SignatureVerifier verifier();
    }

    /**
     * The state after an entry, as far as it differs.
     *
     * @param governance what governs from the next index on
     * @param linked whether the entry is part of the governance chain
     * @param incidents incidents that changed
     */
    record Step(Governance governance, boolean linked, List<Incident> incidents) {}

    static Step genesis(Content.Genesis genesis) throws RefusedException {
        return new Step(Governance.genesis(genesis.text().toByteArray()), true, List.of());
    }

    static Step mark(World world, Sha256 incident, Place place) throws RefusedException {
        return new Step(world.governance(), false, List.of(IncidentFold.mark(require(world, incident), place)));
    }

    static Step notice(World world, VerifiedNotice verified, Place place) throws RefusedException {
        Optional<Register.Known> earlier = world.register().find(verified.id());
        if (earlier.isPresent()) {
            throw new RefusedException(
                    Reason.ALREADY_LOGGED,
                    "this notice is entry " + earlier.get().index() + " already");
        }
        Governance governance = governing(world, verified);
        Signer signer = Admission.check(governance, verified, place.index(), place.acceptedAtMs());
        Optional<Sha256> incident = Entry.incidentOf(new Content.Noticed(verified));
        return incident.isPresent()
                ? inIncident(world, incident.get(), verified, signer, place)
                : outside(world, governance, verified, place);
    }

    /** What governs a notice: if it assents to a text that travels beside the log, that text counts as posted, since the text may name the root that signed. */
    static Governance governing(World world, VerifiedNotice verified) throws RefusedException {
        return new GovernanceFold(world.governance(), world.register(), world.texts(), world.verifier())
                .withTextFor(verified);
    }

    private static Step inIncident(World world, Sha256 id, VerifiedNotice verified, Signer signer, Place place)
            throws RefusedException {
        Incident after = id.equals(verified.id())
                ? IncidentFold.open(id, world.governance(), place)
                : IncidentFold.apply(require(world, id), verified, signer, world.register(), place);
        return new Step(world.governance(), false, List.of(after));
    }

    private static Incident require(World world, Sha256 id) throws RefusedException {
        return world.incident(id)
                .orElseThrow(() -> new RefusedException(
                        Reason.INCIDENT_UNKNOWN, "no report " + id.brief() + "… opened an incident"));
    }

    private static Step outside(World world, Governance governance, VerifiedNotice verified, Place place)
            throws RefusedException {
        Notice notice = verified.notice();
        if (notice.getBodyCase() == BodyCase.ACKNOWLEDGEMENT) {
            Targets.ofIncident(notice, world.register());
            if (!Kind.isReceived(notice.getAcknowledgement())) {
                throw new RefusedException(
                        Reason.NOT_A_PROPOSAL,
                        "only a proposal can be concurred with or declined; acknowledge others as received");
            }
        } else if (notice.getBodyCase() == BodyCase.CORRECTION) {
            Targets.requireOwn(notice, world.register());
        }
        GovernanceFold.Change change = new GovernanceFold(governance, world.register(), world.texts(), world.verifier())
                .apply(verified, place.index());
        if (!change.linked()) {
            return new Step(change.after(), false, List.of());
        }
        List<Incident> moved = world.unclosed().stream()
                .map(i -> IncidentFold.govern(i, change.after(), place))
                .toList();
        return new Step(change.after(), true, moved);
    }
}
