package org.demarche.situation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.demarche.charter.Charter;
import org.demarche.charter.Tier;
import org.demarche.charter.Words;
import org.demarche.escalation.Incident;
import org.demarche.escalation.ProposalRecord;
import org.demarche.escalation.TierProgress;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.time.Dtg;
import org.demarche.time.PlanTime;

/**
 * An instant at which time itself moves an incident, with what should have happened by then.
 *
 * @param kind what happens
 * @param tier which tier; 0: none
 * @param atMs when, in milliseconds since 1970 UTC
 * @param nowMs the instant at which it is looked at
 * @param plan time of the plan
 * @param what in words, such as {@code tier 1 is due}
 * @param awaits what is still missing, such as {@code US, and 2 more of EE, LV, LT}; empty: nothing
 */
public record Deadline(Kind kind, int tier, long atMs, long nowMs, PlanTime plan, String what, String awaits) {
    /** Overdue ones first, then by time; what presses nobody comes after everything that does. */
    static final Comparator<Deadline> MOST_URGENT_FIRST = Comparator.comparingInt((Deadline d) -> d.kind.rank)
            .thenComparingLong(Deadline::atMs)
            .thenComparingInt(Deadline::tier);

    private static final long SOON_MS = 4 * 3_600_000L;
    private static final long LONG_MS = 100 * 3_600_000L;
    private static final long DAY_MS = 24 * 3_600_000L;

    /** What happens at a deadline. */
    public enum Kind {
        /** The tier should have been active and answered before: it is late already. */
        OVERDUE(0),
        /** The tier becomes overdue. */
        DUE(1),
        /** The time gate of the tier opens, and its activation is proposed. */
        OPENS(1),
        /** A proposal lapses. */
        LAPSES(1),
        /** The clock does not run yet: the instant is that of the report. */
        CLOCK_WAITS(2),
        /** The time gate of a tier opens that nobody has proposed. */
        MAY_BE_PROPOSED(3),
        /** The incident winds down for want of a finding. */
        WINDS_DOWN(4);

        private final int rank;

        Kind(int rank) {
            this.rank = rank;
        }

        /** Whether time presses. */
        public boolean presses() {
            return rank < 2;
        }
    }

    /** The time that is left in the plan, such as {@code 16 h 48 min}; of an overdue one, the time that has passed since. */
    public String left() {
        long log = Math.abs(atMs - nowMs);
        long planMs = plan.toPlanMs(log);
        return planMs < LONG_MS ? plan.length(log) : planMs / DAY_MS + " d " + planMs % DAY_MS / 3_600_000L + " h";
    }

    /** {@code late}, {@code soon} or {@code calm}. */
    public String urgency() {
        return kind == Kind.OVERDUE
                ? "late"
                : kind.presses() && plan.toPlanMs(atMs - nowMs) < SOON_MS ? "soon" : "calm";
    }

    /** {@code in 16 h 48 min}, or {@code for 2 h 10 min}. */
    public String when() {
        return (kind == Kind.OVERDUE || kind == Kind.CLOCK_WAITS ? "for " : "in ") + left();
    }

    /** What stands beside {@link #left}, such as {@code until tier 1 is due}. */
    public String caption() {
        return switch (kind) {
            case OVERDUE -> "late: " + what;
            case CLOCK_WAITS -> "since the report: " + what;
            default -> "until " + what;
        };
    }

    /** The instant as people write it. */
    public String dtg() {
        return Dtg.of(atMs);
    }

    /** Every deadline of an incident, the most urgent first. */
    static List<Deadline> of(Incident incident, long nowMs) {
        List<Deadline> all = new ArrayList<>();
        if (incident.phase() == Incident.Phase.CLOSED) {
            return all;
        }
        PlanTime plan = new PlanTime(incident.charter().timeScale());
        for (Tier tier : incident.charter().tiers()) {
            ofTier(incident, tier, nowMs, plan, all);
        }
        for (ProposalRecord proposal : incident.proposals().values()) {
            if (proposal.open()) {
                all.add(lapse(incident.charter(), proposal, nowMs, plan));
            }
        }
        if (incident.phase() == Incident.Phase.OPEN) {
            clock(incident, nowMs, plan).ifPresent(all::add);
            long until = incident.lastEstablishedMs()
                    + incident.charter().incidentOpenFor().millis();
            all.add(new Deadline(Kind.WINDS_DOWN, 0, until, nowMs, plan, "it winds down without a new finding", ""));
        }
        all.sort(MOST_URGENT_FIRST);
        return all;
    }

    private static Optional<Deadline> clock(Incident incident, long nowMs, PlanTime plan) {
        if (incident.clock().isPresent()
                || !(incident.charter().clock() instanceof Charter.ClockOrigin.OfFinding origin)) {
            return Optional.empty();
        }
        return incident.charter()
                .finding(origin.kind())
                .map(rule -> new Deadline(
                        Kind.CLOCK_WAITS,
                        0,
                        incident.openedAtMs(),
                        nowMs,
                        plan,
                        "the clock waits for the finding: " + Words.of(origin.kind()),
                        "missing "
                                + Gauge.missing(rule.quorum()
                                        .tally(incident.finding(origin.kind()).confirmed()))));
    }

    private static void ofTier(Incident incident, Tier tier, long nowMs, PlanTime plan, List<Deadline> all) {
        TierProgress progress = incident.tier(tier.number());
        if (progress.overdueSinceMs().isPresent()) {
            all.add(new Deadline(
                    Kind.OVERDUE,
                    tier.number(),
                    progress.overdueSinceMs().getAsLong(),
                    nowMs,
                    plan,
                    "tier " + tier.number() + " is OVERDUE",
                    awaited(incident, tier)));
        }
        if (incident.phase() != Incident.Phase.OPEN) {
            return;
        }
        OptionalLong due = incident.dueMs(tier);
        boolean done = progress.stoodDown().isPresent() || (progress.active() && incident.answered(tier));
        if (due.isPresent() && due.getAsLong() > nowMs && !done) {
            all.add(new Deadline(
                    Kind.DUE,
                    tier.number(),
                    due.getAsLong(),
                    nowMs,
                    plan,
                    "tier " + tier.number() + " is due",
                    awaited(incident, tier)));
        }
        OptionalLong opens = incident.timeGateOpensMs(tier);
        if (opens.isPresent()
                && opens.getAsLong() > nowMs
                && progress.activated().isEmpty()) {
            boolean proposed = incident.openProposal(tier.number()).isPresent();
            all.add(new Deadline(
                    proposed ? Kind.OPENS : Kind.MAY_BE_PROPOSED,
                    tier.number(),
                    opens.getAsLong(),
                    nowMs,
                    plan,
                    "the " + TierView.spaced(tier.notBefore().orElseThrow().text()) + " gate of tier " + tier.number()
                            + " opens",
                    awaited(incident, tier)));
        }
    }

    private static Deadline lapse(Charter charter, ProposalRecord proposal, long nowMs, PlanTime plan) {
        boolean activate = proposal.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE;
        Tier tier = charter.tier(proposal.tier()).orElseThrow();
        String missing =
                Gauge.missing((activate ? tier.quorum() : tier.standDown()).tally(proposal.concurring(tier.desks())));
        return new Deadline(
                Kind.LAPSES,
                tier.number(),
                proposal.deadlineMs(),
                nowMs,
                plan,
                (activate ? "the proposal for tier " : "the proposal to stand down tier ") + tier.number() + " lapses",
                missing.isEmpty() ? "" : "missing " + missing);
    }

    /** What a tier needs from people: a proposal, concurrence, findings, its deeds. */
    private static String awaited(Incident incident, Tier tier) {
        List<String> awaited = new ArrayList<>();
        if (incident.tier(tier.number()).activated().isEmpty()) {
            incident.openProposal(tier.number())
                    .filter(p -> p.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE)
                    .map(p -> tier.quorum().tally(p.concurring(tier.desks())))
                    .ifPresentOrElse(
                            tally -> awaited.add(tally.holds() ? "quorum MET" : "missing " + Gauge.missing(tally)),
                            () -> awaited.add("not proposed"));
            String closed = tier.requires().stream()
                    .filter(g -> !incident.open(g))
                    .map(Object::toString)
                    .collect(Collectors.joining(", "));
            if (!closed.isEmpty()) {
                awaited.add("waits for " + closed);
            }
        }
        String deeds = tier.answeredBy().stream()
                .filter(d -> !incident.deeds().contains(d))
                .sorted()
                .map(Phrases::deed)
                .collect(Collectors.joining(" and "));
        if (!deeds.isEmpty()) {
            awaited.add(deeds + " not reported");
        }
        return String.join(" · ", awaited);
    }
}
