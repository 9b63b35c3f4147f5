package org.demarche.escalation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.demarche.charter.Charter;
import org.demarche.charter.Deed;
import org.demarche.charter.FindingRule;
import org.demarche.charter.Tier;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.Incident.Phase;
import org.demarche.escalation.ProposalRecord.Outcome;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Finding;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Notice.BodyCase;
import org.demarche.proto.v1.Proposal;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/**
 * One step of an incident: a working copy that is moved by time, by governance, or by an entry, and then frozen again. Every step runs in the same order:
 * first the instants that fell due, then the entry, then the tiers to a fixpoint.
 */
final class IncidentFold {
    private final Sha256 id;
    private final long openedIndex;
    private final long openedAtMs;
    private Governance governance;
    private long asOfMs;
    private long lastIndex;
    private Phase phase;
    private Optional<Clock> clock;
    private final Map<FindingKind, FindingTally> findings = new EnumMap<>(FindingKind.class);
    private long lastEstablishedMs;
    private final Set<Deed> deeds = EnumSet.noneOf(Deed.class);
    private final SortedMap<Integer, TierProgress> tiers = new TreeMap<>();
    private final Map<Sha256, ProposalRecord> proposals = new LinkedHashMap<>();
    private OptionalLong closedAtMs;
    private boolean unmarked;

    private IncidentFold(Incident from) {
        id = from.id();
        openedIndex = from.openedIndex();
        openedAtMs = from.openedAtMs();
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

    private Incident frozen() {
        return new Incident(
                id,
                openedIndex,
                openedAtMs,
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

    // The steps

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
        IncidentFold fold = new IncidentFold(before);
        fold.passTime(place);
        fold.take(notice, signer, register, place);
        fold.carryTiers(place);
        return fold.entered(place);
    }

    /** The incident after the hub's own entry. */
    static Incident mark(Incident before, Place place) throws RefusedException {
        IncidentFold fold = new IncidentFold(before);
        fold.passTime(place);
        if (!fold.unmarked) {
            throw new RefusedException(
                    Reason.TIME_MARK_IDLE,
                    "nothing has moved incident " + before.id().brief() + "… since its newest entry");
        }
        return fold.entered(place);
    }

    /** The incident after an entry of the governance chain. */
    static Incident govern(Incident before, Governance governance, Place place) {
        IncidentFold fold = new IncidentFold(before);
        fold.passTime(place);
        Incident timely = fold.frozen();
        if (timely.phase() == Phase.CLOSED) {
            return timely;
        }
        fold.governBy(governance, place);
        fold.carryTiers(place);
        fold.unmarked |= fold.movedSince(timely);
        return fold.frozen();
    }

    /** The incident at an instant, for display. */
    static Incident at(Incident before, long nowMs, long nextIndex) {
        IncidentFold fold = new IncidentFold(before);
        fold.passTime(new Place(nextIndex, nowMs));
        return fold.frozen();
    }

    private Incident entered(Place place) {
        lastIndex = place.index();
        unmarked = false;
        return frozen();
    }

    private boolean movedSince(Incident then) {
        return !essence(frozen()).equals(essence(then));
    }

    /** What people would see of it, but for how late it is. */
    private static IncidentState essence(Incident incident) {
        return incident.state().toBuilder().clearAsOfMs().clearNextInstantMs().build();
    }

    // Time

    /** Processes every instant that fell due, each in the order of the rules: pledges, gates, tiers, lapses, OVERDUE, winding down, expiry. */
    private void passTime(Place place) {
        OptionalLong next = frozen().nextInstantMs();
        while (next.isPresent() && next.getAsLong() <= place.acceptedAtMs()) {
            // Pledges and time gates are read off this instant.
            asOfMs = next.getAsLong();
            Place instant = new Place(place.index(), asOfMs);
            carryTiers(instant);
            lapse(p -> p.deadlineMs() <= asOfMs);
            markOverdue();
            windDownIfDue();
            unmarked = true;
            next = frozen().nextInstantMs();
        }
        asOfMs = Math.max(asOfMs, place.acceptedAtMs());
    }

    private void lapse(Predicate<ProposalRecord> which) {
        proposals.replaceAll((key, p) -> p.open() && which.test(p) ? p.with(Outcome.LAPSED) : p);
    }

    private void markOverdue() {
        if (phase != Phase.OPEN) {
            return;
        }
        Incident now = frozen();
        for (Tier tier : governance.charter().tiers()) {
            OptionalLong due = now.dueMs(tier);
            boolean overdue = due.isPresent() && due.getAsLong() <= asOfMs && !done(now, tier);
            progress(tier, now.tier(tier.number()).withOverdueSince(overdue ? due : OptionalLong.empty()));
        }
    }

    /** Whether nothing is left to wait for: active and answered, or stood down. */
    static boolean done(Incident incident, Tier tier) {
        TierProgress progress = incident.tier(tier.number());
        return progress.stoodDown().isPresent() || (progress.activated().isPresent() && incident.answered(tier));
    }

    private void progress(Tier tier, TierProgress now) {
        if (!now.equals(TierProgress.NONE) || tiers.containsKey(tier.number())) {
            tiers.put(tier.number(), now);
        }
    }

    private void windDownIfDue() {
        Incident now = frozen();
        if (phase == Phase.OPEN
                && (asOfMs >= Instants.openUntilMs(now)
                        || asOfMs >= governance.charter().expiresMs())) {
            windDown();
        }
        closeIfDone();
    }

    private void windDown() {
        phase = Phase.WINDING_DOWN;
        lapse(p -> p.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE);
        tiers.replaceAll((number, progress) -> progress.withOverdueSince(OptionalLong.empty()));
    }

    private void closeIfDone() {
        if (phase == Phase.WINDING_DOWN && tiers.values().stream().noneMatch(TierProgress::active)) {
            phase = Phase.CLOSED;
            closedAtMs = OptionalLong.of(asOfMs);
        }
    }

    // Tiers

    /** Activates and stands down, tiers ascending, until nothing moves: one activation can open another tier's gate. */
    private void carryTiers(Place place) {
        boolean moved;
        do {
            moved = false;
            for (Tier tier : governance.charter().tiers()) {
                Optional<ProposalRecord> open = frozen().openProposal(tier.number());
                moved |= open.isPresent() && carry(tier, open.get(), place);
            }
        } while (moved);
        markOverdue();
        closeIfDone();
    }

    private boolean carry(Tier tier, ProposalRecord proposal, Place place) {
        Incident now = frozen();
        TierProgress progress = now.tier(tier.number());
        Milestone milestone = new Milestone(place.acceptedAtMs(), place.index());
        Set<String> concurring = proposal.concurring(tier.desks());
        if (proposal.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE) {
            if (!now.gatesOpen(tier) || !tier.quorum().holds(concurring)) {
                return false;
            }
            tiers.put(tier.number(), progress.withActivated(milestone));
        } else {
            if (!tier.standDown().holds(concurring)) {
                return false;
            }
            tiers.put(tier.number(), progress.withStoodDown(milestone));
        }
        proposals.put(proposal.id(), proposal.with(Outcome.CARRIED));
        return true;
    }

    // Governance

    private void governBy(Governance next, Place place) {
        boolean succeeded = !next.charter().hash().equals(governance.charter().hash());
        governance = next;
        if (succeeded) {
            lapse(p -> true);
            judgeFindings(place);
        }
        windDownIfDue();
    }

    // Findings and the clock

    /** Holds every finding against its rule, in the order of the enum. The words stay; what they amount to may change with the rule. */
    private void judgeFindings(Place place) {
        for (Map.Entry<FindingKind, FindingTally> spoken : List.copyOf(new EnumMap<>(findings).entrySet())) {
            FindingKind kind = spoken.getKey();
            FindingTally tally = spoken.getValue();
            boolean holds = governance
                    .charter()
                    .finding(kind)
                    .map(FindingRule::quorum)
                    .filter(q -> q.holds(tally.confirmed()))
                    .isPresent();
            if (holds && !tally.established()) {
                findings.put(kind, tally.establishedAt(place.acceptedAtMs()));
                lastEstablishedMs = place.acceptedAtMs();
                established(kind, place);
            } else if (!holds && tally.established()) {
                findings.put(kind, tally.lost());
                lost(kind);
            }
        }
    }

    private void established(FindingKind kind, Place place) {
        if (startsClock(kind)) {
            clock = Optional.of(new Clock(place.acceptedAtMs(), place.index()));
        }
        if (kind == FindingKind.FINDING_KIND_HOSTILITIES_CEASED) {
            windDown();
        }
    }

    private void lost(FindingKind kind) {
        if (startsClock(kind)) {
            clock = Optional.empty();
            lapse(p -> p.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE
                    && tierOf(p).notBefore().isPresent());
        }
    }

    private boolean startsClock(FindingKind kind) {
        return governance.charter().clock() instanceof Charter.ClockOrigin.OfFinding origin && origin.kind() == kind;
    }

    private Tier tierOf(ProposalRecord proposal) {
        return governance.charter().tier(proposal.tier()).orElseThrow();
    }

    // Notices

    private void take(VerifiedNotice verified, Signer signer, Register register, Place place) throws RefusedException {
        Notice notice = verified.notice();
        checkPhase(notice, register);
        switch (notice.getBodyCase()) {
            case FINDING -> find(notice.getFinding(), notice.getAuthor(), place);
            case WARNING -> deeds.add(Deed.WARNING);
            case MEASURES -> deeds.add(Deed.MEASURES);
            case PROPOSAL -> propose(verified, place);
            case ACKNOWLEDGEMENT -> acknowledge(notice, signer, register);
            case CORRECTION -> Targets.ownOfIncident(notice, register);
            default -> {
                // A report that joins and a message are on record, and move nothing.
            }
        }
    }

    private void checkPhase(Notice notice, Register register) throws RefusedException {
        BodyCase kind = notice.getBodyCase();
        boolean talk = kind == BodyCase.MESSAGE
                || kind == BodyCase.CORRECTION
                || (kind == BodyCase.ACKNOWLEDGEMENT && Kind.isReceived(notice.getAcknowledgement()));
        if (phase == Phase.OPEN || talk) {
            return;
        }
        if (phase == Phase.CLOSED) {
            throw new RefusedException(
                    Reason.INCIDENT_CLOSED, "the incident is closed; it takes messages and corrections only");
        }
        boolean deed = kind == BodyCase.WARNING || kind == BodyCase.MEASURES;
        if (!deed && !aboutStandDown(notice, register)) {
            throw new RefusedException(
                    Reason.INCIDENT_WINDING_DOWN,
                    "the incident winds down: only deeds, messages and stand-downs are taken; a new violation needs a new report");
        }
    }

    private boolean aboutStandDown(Notice notice, Register register) throws RefusedException {
        if (notice.getBodyCase() == BodyCase.PROPOSAL) {
            return notice.getProposal().getAct() == ProposalAct.PROPOSAL_ACT_STAND_DOWN;
        }
        if (notice.getBodyCase() != BodyCase.ACKNOWLEDGEMENT) {
            return false;
        }
        ProposalRecord target = proposals.get(Targets.ofIncident(notice, register));
        return target == null || target.act() == ProposalAct.PROPOSAL_ACT_STAND_DOWN;
    }

    private void find(Finding finding, String author, Place place) throws RefusedException {
        if (governance.charter().finding(finding.getKind()).isEmpty()) {
            throw new RefusedException(Reason.FINDING_UNKNOWN, "the charter has no finding " + finding.getKind());
        }
        boolean confirms = finding.getWord() == FindingWord.FINDING_WORD_CONFIRMED;
        findings.merge(
                finding.getKind(),
                FindingTally.NONE.word(author, confirms),
                (old, first) -> old.word(author, confirms));
        judgeFindings(place);
    }

    private void propose(VerifiedNotice verified, Place place) throws RefusedException {
        Proposal proposal = verified.notice().getProposal();
        Tier tier = governance
                .charter()
                .tier(proposal.getTier())
                .orElseThrow(() -> new RefusedException(
                        Reason.TIER_UNKNOWN, "tier " + proposal.getTier() + " is not in the charter"));
        Incident now = frozen();
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
        proposals.put(
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

    private void acknowledge(Notice notice, Signer signer, Register register) throws RefusedException {
        Sha256 target = Targets.ofIncident(notice, register);
        Acknowledgement acknowledgement = notice.getAcknowledgement();
        if (Kind.isReceived(acknowledgement)) {
            return;
        }
        ProposalRecord proposal = proposals.get(target);
        if (proposal == null) {
            throw new RefusedException(
                    Reason.NOT_A_PROPOSAL,
                    "only a proposal can be concurred with or declined; acknowledge others as received");
        }
        if (proposal.outcome() == Outcome.LAPSED) {
            throw new RefusedException(
                    Reason.PROPOSAL_LAPSED, "the proposal has lapsed; the tier can be proposed anew");
        }
        proposals.put(target, proposal.with(signer, acknowledgement.getPosition()));
    }
}
