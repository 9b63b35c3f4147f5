package org.demarche.client.exercise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.demarche.charter.Charter;
import org.demarche.charter.Tier;
import org.demarche.proto.v1.GateState;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ProposalState;
import org.demarche.proto.v1.TierState;
import org.demarche.rule.Tally;
import org.demarche.situation.Sign;

/** How a tier stands, in words: the tally with who is missing, and the gates. */
public final class Standing {
    private Standing() {}

    /** The lines for the newest proposal for {@code tier}: tally, and for an activation the gates; none if it was never proposed. */
    public static List<String> of(Charter charter, IncidentState state, int tier, PlanClock clock) {
        Optional<ProposalState> newest = state.getProposalsList().stream()
                .filter(p -> p.getTier() == tier)
                .reduce((first, second) -> second);
        Optional<Tier> rules = charter.tier(tier);
        if (newest.isEmpty() || rules.isEmpty()) {
            return List.of();
        }
        boolean activate = newest.get().getAct() == ProposalAct.PROPOSAL_ACT_ACTIVATE;
        List<String> lines = new ArrayList<>();
        lines.add((activate ? "quorum " : "stand-down ") + tally(rules.get(), newest.get(), activate));
        if (activate) {
            gates(state, tier, clock).ifPresent(lines::add);
        }
        return lines;
    }

    private static String tally(Tier tier, ProposalState proposal, boolean activate) {
        Set<String> concurring = new HashSet<>(proposal.getConcurringList());
        Tally tally = (activate ? tier.quorum() : tier.standDown()).tally(concurring);
        List<String> clauses = Stream.concat(
                        tally.clauses().isEmpty() ? Stream.of(tally) : Stream.empty(), tally.clauses().stream())
                .map(clause -> clause(clause, proposal))
                .toList();
        return (tally.holds() ? "MET " : "not met ") + "(" + String.join(" · ", clauses) + ")";
    }

    private static String clause(Tally clause, ProposalState proposal) {
        if (!clause.clauses().isEmpty()) {
            return clause.clause() + " " + sign(clause.holds());
        }
        if (clause.present().size() + clause.missing().size() == 1) {
            return clause.clause() + " " + sign(clause.holds());
        }
        return clause.clause() + " " + sign(clause.holds()) + " has "
                + clause.present().size() + absent(clause, proposal);
    }

    /** Those who are missing by name. Before anybody has concurred that is everybody, and once the clause holds nobody is needed: then only those who have taken a side. */
    private static String absent(Tally clause, ProposalState proposal) {
        boolean all = !clause.holds() && !clause.present().isEmpty();
        List<String> missing = clause.missing().stream()
                .filter(party -> all || !why(party, proposal).isEmpty())
                .map(party -> party + why(party, proposal))
                .toList();
        return missing.isEmpty() ? "" : (all ? ", missing " : ", without ") + String.join(" ", missing);
    }

    private static String why(String party, ProposalState proposal) {
        return proposal.getDecliningList().contains(party)
                ? Sign.NO.mark()
                : proposal.getPartialList().contains(party) ? Sign.PARTLY.mark() : "";
    }

    private static Optional<String> gates(IncidentState state, int tier, PlanClock clock) {
        return state.getTiersList().stream()
                .filter(t -> t.getTier() == tier && t.getGatesCount() > 0)
                .map(TierState::getGatesList)
                .map(gates -> "gates "
                        + String.join(
                                " · ", gates.stream().map(g -> gate(g, clock)).toList()))
                .findFirst();
    }

    private static String gate(GateState gate, PlanClock clock) {
        String opens =
                gate.getOpen() || gate.getOpensAtMs() == 0 ? "" : " (opens " + clock.label(gate.getOpensAtMs()) + ")";
        return gate.getGate() + " " + sign(gate.getOpen()) + opens;
    }

    private static String sign(boolean yes) {
        return Sign.of(yes).mark();
    }
}
