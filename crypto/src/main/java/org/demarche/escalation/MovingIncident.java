package org.demarche.escalation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.demarche.charter.Charter;
import org.demarche.charter.Deed;
import org.demarche.charter.Tier;
import org.demarche.escalation.Incident.Phase;
import org.demarche.escalation.ProposalRecord.Outcome;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.ProposalAct;

/** An incident on its way from one state to the next: the working copy of one step of the fold, and the few moves that all its parts share. Lives in one thread. */
final class MovingIncident {
    private final Incident from;
    Governance governance;
    long asOfMs;
    long lastIndex;
    Phase phase;
    Optional<Clock> clock;
    final Map<FindingKind, FindingTally> findings = new EnumMap<>(FindingKind.class);
    long lastEstablishedMs;
    final Set<Deed> deeds = EnumSet.noneOf(Deed.class);
    final SortedMap<Integer, TierProgress> tiers = new TreeMap<>();
    final Map<Sha256, ProposalRecord> proposals = new LinkedHashMap<>();
    OptionalLong closedAtMs;
    boolean unmarked;

    MovingIncident(Incident from) {
        this.from = from;
        governance = from.governance();
        asOfMs = from.asOfMs();
        lastIndex = from.lastIndex();
        phase = from.phase();
        clock = from.clock();
        findings.putAll(from.findings());
        lastEstablishedMs = from.lastEstablishedMs();
        deeds.addAll(from.deeds());
        tiers.putAll(from.tiers());
        proposals.putAll(from.proposals());
        closedAtMs = from.closedAtMs();
        unmarked = from.unmarked();
    }

    /** The incident as it is now. */
    Incident frozen() {
        return new Incident(
                from.id(),
                from.openedIndex(),
                from.openedAtMs(),
                governance,
                asOfMs,
                lastIndex,
                phase,
                clock,
                findings,
                lastEstablishedMs,
                deeds,
                tiers,
                proposals,
                closedAtMs,
                unmarked);
    }

    /** The incident after an entry of its own: what time moved is on record with it. */
    Incident entered(Place place) {
        lastIndex = place.index();
        unmarked = false;
        return frozen();
    }

    Charter charter() {
        return governance.charter();
    }

    Tier tierOf(ProposalRecord proposal) {
        return charter().tier(proposal.tier()).orElseThrow();
    }

    /** Keeps how far a tier has come; one that has not moved stays absent. */
    void progress(Tier tier, TierProgress now) {
        if (!now.equals(TierProgress.NONE) || tiers.containsKey(tier.number())) {
            tiers.put(tier.number(), now);
        }
    }

    /** Lapses the open proposals that {@code which} names. */
    void lapse(Predicate<ProposalRecord> which) {
        proposals.replaceAll((key, p) -> p.open() && which.test(p) ? p.with(Outcome.LAPSED) : p);
    }

    /** Nothing new can be activated from here on; what is active can be stood down. */
    void windDown() {
        phase = Phase.WINDING_DOWN;
        lapse(p -> p.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE);
        tiers.replaceAll((number, progress) -> progress.withOverdueSince(OptionalLong.empty()));
    }

    /** Nothing moves it any more. A tier that is active stays so. */
    void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        windDown();
        phase = Phase.CLOSED;
        closedAtMs = OptionalLong.of(asOfMs);
    }

    /** Whether people would see another incident than {@code then}, but for how late it is. */
    boolean movedSince(Incident then) {
        return !essence(frozen()).equals(essence(then));
    }

    private static IncidentState essence(Incident incident) {
        return incident.state().toBuilder().clearAsOfMs().clearNextInstantMs().build();
    }
}
