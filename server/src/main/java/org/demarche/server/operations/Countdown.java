package org.demarche.server.operations;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.demarche.charter.Tier;
import org.demarche.escalation.Incident;
import org.demarche.escalation.ProposalRecord;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.rule.Rule;
import org.demarche.rule.Tally;

/**
 * What is left of the time that the charter gives, over all open incidents, and who is still missing.
 *
 * @param open how many incidents are open, by the highest tier that is active in them
 * @param deadlines seconds to the first deadline of each kind; negative: it is past
 * @param missing how many parties the open proposal of a tier lacks, where it lacks most
 */
record Countdown(SortedMap<Integer, Integer> open, Map<Deadline, Double> deadlines, Map<Integer, Integer> missing) {
    /**
     * A kind of deadline.
     *
     * @param tier number of the tier
     * @param clock {@code opens}: the time gate; {@code due}: when the tier is overdue; {@code lapses}: the end of a proposal
     */
    record Deadline(int tier, String clock) {}

    static Countdown of(Collection<Incident> incidents, long nowMs) {
        Countdown countdown = new Countdown(new TreeMap<>(), new HashMap<>(), new HashMap<>());
        incidents.forEach(incident -> countdown.add(incident, nowMs));
        return countdown;
    }

    private void add(Incident incident, long nowMs) {
        int highest = incident.charter().tiers().stream()
                .filter(t -> incident.tier(t.number()).active())
                .map(Tier::number)
                .max(Comparator.naturalOrder())
                .orElse(0);
        open.merge(highest, 1, Integer::sum);
        for (Tier tier : incident.charter().tiers()) {
            boolean active = incident.tier(tier.number()).activated().isPresent();
            if (!active && !incident.timeGateOpen(tier)) {
                note(tier, "opens", incident.timeGateOpensMs(tier), nowMs);
            }
            if (!active || !incident.answered(tier)) {
                note(tier, "due", incident.dueMs(tier), nowMs);
            }
            incident.openProposal(tier.number()).ifPresent(proposal -> {
                note(tier, "lapses", OptionalLong.of(proposal.deadlineMs()), nowMs);
                missing.merge(tier.number(), lacking(tier, proposal), Math::max);
            });
        }
    }

    private void note(Tier tier, String clock, OptionalLong atMs, long nowMs) {
        atMs.ifPresent(at -> deadlines.merge(new Deadline(tier.number(), clock), (at - nowMs) / 1_000.0, Math::min));
    }

    private static int lacking(Tier tier, ProposalRecord proposal) {
        Rule rule = proposal.act() == ProposalAct.PROPOSAL_ACT_STAND_DOWN ? tier.standDown() : tier.quorum();
        return lacking(rule.tally(proposal.concurring(tier.desks())));
    }

    /** How few parties would be enough, if each counts for one clause. */
    static int lacking(Tally tally) {
        if (tally.holds()) {
            return 0;
        }
        if (tally.clauses().isEmpty()) {
            return tally.need() - tally.present().size();
        }
        long held = tally.clauses().stream().filter(Tally::holds).count();
        return tally.clauses().stream()
                .filter(c -> !c.holds())
                .map(Countdown::lacking)
                .sorted()
                .limit(tally.need() - held)
                .mapToInt(Integer::intValue)
                .sum();
    }
}
