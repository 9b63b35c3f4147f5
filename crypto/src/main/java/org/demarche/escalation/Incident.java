package org.demarche.escalation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.demarche.charter.Charter;
import org.demarche.charter.Deed;
import org.demarche.charter.Gate;
import org.demarche.charter.Span;
import org.demarche.charter.Tier;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.IncidentState;

/**
 * The state of one incident. Immutable; {@link IncidentFold} makes the next one.
 *
 * @param id identity of the report that opened it
 * @param openedIndex index of that report
 * @param openedAtMs when it was accepted
 * @param governance what governs it now
 * @param asOfMs up to which instant, inclusive, time has been processed
 * @param lastIndex index of its newest entry
 * @param phase where it stands
 * @param clock its clock, while it runs
 * @param findings by kind; a kind on which nobody has spoken is absent
 * @param lastEstablishedMs when a finding was last established, or else when the incident was opened
 * @param deeds what has been done
 * @param tiers by number; a tier that has not moved is absent
 * @param proposals every one that was taken, by identity, in the order of the log
 * @param closedAtMs when it was closed: nothing that people see of it moves afterwards
 * @param unmarked whether time or governance has moved it since its newest entry
 */
public record Incident(
        Sha256 id,
        long openedIndex,
        long openedAtMs,
        Governance governance,
        long asOfMs,
        long lastIndex,
        Phase phase,
        Optional<Clock> clock,
        Map<FindingKind, FindingTally> findings,
        long lastEstablishedMs,
        Set<Deed> deeds,
        SortedMap<Integer, TierProgress> tiers,
        Map<Sha256, ProposalRecord> proposals,
        OptionalLong closedAtMs,
        boolean unmarked) {

    /** Where an incident stands. */
    public enum Phase {
        /** Everything is taken. */
        OPEN,
        /** No new report, finding or activation; active tiers can be stood down. */
        WINDING_DOWN,
        /** Messages and corrections only. */
        CLOSED
    }

    public Incident {
        findings = findings.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(findings));
        deeds = Set.copyOf(deeds);
        tiers = Collections.unmodifiableSortedMap(new TreeMap<>(tiers));
        proposals = Collections.unmodifiableMap(new LinkedHashMap<>(proposals));
    }

    /** The charter in force. */
    public Charter charter() {
        return governance.charter();
    }

    /** How a finding stands. */
    public FindingTally finding(FindingKind kind) {
        return findings.getOrDefault(kind, FindingTally.NONE);
    }

    /** How far a tier has come. */
    public TierProgress tier(int number) {
        return tiers.getOrDefault(number, TierProgress.NONE);
    }

    /** The open proposal for a tier: at most one. */
    public Optional<ProposalRecord> openProposal(int tier) {
        return proposals.values().stream()
                .filter(p -> p.tier() == tier && p.open())
                .findFirst();
    }

    /** Whether all deeds that the tier consists of have been reported. */
    public boolean answered(Tier tier) {
        return deeds.containsAll(tier.answeredBy());
    }

    /** Whether nothing is left to wait for at a tier: it is active and answered, or stood down. */
    boolean done(Tier tier) {
        TierProgress progress = tier(tier.number());
        return progress.stoodDown().isPresent() || (progress.activated().isPresent() && answered(tier));
    }

    /** The instant as of which gates are read: time as far as it has been processed, or the end. */
    private long judgedMs() {
        return closedAtMs.orElse(asOfMs);
    }

    /** Whether a gate is open as of {@link #asOfMs}, or was so when the incident was closed. */
    public boolean open(Gate gate) {
        if (gate instanceof Gate.OfFinding finding) {
            return finding(finding.kind()).established();
        }
        if (gate instanceof Gate.OfTier lower) {
            return tier(lower.number()).activated().isPresent();
        }
        Gate.OfPledge pledge = (Gate.OfPledge) gate;
        return governance.pledged(pledge.party(), pledge.component(), judgedMs());
    }

    /** When a tier's time gate opens, in milliseconds since 1970 UTC; empty: the tier has none, or the clock does not run. */
    public OptionalLong timeGateOpensMs(Tier tier) {
        return sinceClock(tier.notBefore());
    }

    /** When a tier becomes OVERDUE, in milliseconds since 1970 UTC; empty: never, or the clock does not run. */
    public OptionalLong dueMs(Tier tier) {
        return sinceClock(tier.actWithin());
    }

    private OptionalLong sinceClock(Optional<Span> span) {
        return span.isPresent() && clock.isPresent()
                ? OptionalLong.of(clock.get().startedMs() + span.get().millis())
                : OptionalLong.empty();
    }

    /** Whether every gate of a tier is open, its time gate among them. */
    public boolean gatesOpen(Tier tier) {
        return timeGateOpen(tier) && tier.requires().stream().allMatch(this::open);
    }

    /** Whether a tier has no time gate, or its time has come. */
    public boolean timeGateOpen(Tier tier) {
        OptionalLong opens = timeGateOpensMs(tier);
        return tier.notBefore().isEmpty() || (opens.isPresent() && opens.getAsLong() <= judgedMs());
    }

    /** The next instant that moves the incident if nothing else happens, in milliseconds since 1970 UTC. */
    public OptionalLong nextInstantMs() {
        return Instants.next(this);
    }

    /**
     * The incident as it is at {@code nowMs} if no further entry comes: for display.
     *
     * @param nextIndex the index that the next entry of the log will have
     */
    public Incident at(long nowMs, long nextIndex) {
        return nowMs <= asOfMs ? this : IncidentFold.at(this, nowMs, nextIndex);
    }

    /** The state in the form that hub, SDK, verifier and any second implementation can compare. */
    public IncidentState state() {
        return StateView.of(this);
    }
}
