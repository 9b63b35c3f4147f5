package org.demarche.situation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.demarche.charter.Charter;
import org.demarche.charter.FindingRule;
import org.demarche.charter.Party;
import org.demarche.charter.Tier;
import org.demarche.charter.Words;
import org.demarche.escalation.Draft;
import org.demarche.escalation.Incident;
import org.demarche.escalation.ProposalRecord;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.rule.Rule;

/**
 * Something on which parties' words count, with every party's sign. Parties stand in the charter's order and are never sorted: people find theirs by its place.
 *
 * @param group what kind of question, such as {@code Activate}
 * @param heading which one, such as {@code tier 2}
 * @param rule whose word counts, as the charter writes it
 * @param open whether a party can still change something by its word
 * @param met whether the rule holds; then nobody is missed
 * @param cells one for each party of the charter, in its order
 */
public record Question(String group, String heading, String rule, boolean open, boolean met, List<Cell> cells) {
    public Question {
        cells = List.copyOf(cells);
    }

    /**
     * A party's sign.
     *
     * @param party its id
     * @param sign the sign
     * @param words the whole in words, such as {@code Oslo, Activate tier 2: concurs}
     */
    public record Cell(String party, Sign sign, String words) {}

    /** Tells a party's sign. */
    public interface Signs {
        /** The sign of the party with this id. */
        Sign of(String party);
    }

    /**
     * A question.
     *
     * @param yes what a party does that says yes, such as {@code concurs}
     */
    public static Question of(
            Charter charter,
            String group,
            String heading,
            String rule,
            boolean open,
            boolean met,
            String yes,
            Signs signs) {
        List<Cell> cells = new ArrayList<>();
        for (Party party : charter.parties()) {
            Sign sign = signs.of(party.id());
            String said = sign == Sign.YES ? yes : sign.words();
            cells.add(new Cell(party.id(), sign, party.name() + ", " + group + " " + heading + ": " + said));
        }
        return new Question(group, heading, rule, open, met, cells);
    }

    /** Who has assented to the charter. */
    public static Question assent(Charter charter, Set<String> assented, boolean inForce) {
        return of(
                charter,
                "Charter",
                "assent",
                charter.adoption().toString(),
                !inForce,
                charter.adoption().holds(assented),
                "assents",
                counted(charter.adoption(), assented));
    }

    /** Who has assented to the charter of a situation. */
    public static Question assent(Situation situation) {
        Charter charter = situation.charter();
        Draft draft = situation.governance().drafts().get(charter.hash());
        return assent(
                charter,
                draft == null ? Set.of() : draft.byOwnRoot(),
                situation.governance().inForce());
    }

    /** Who confirms a finding. */
    public static Question finding(Charter charter, FindingRule rule, Set<String> confirmed, boolean open) {
        return of(
                charter,
                "Finding",
                Words.of(rule.kind()),
                rule.quorum().toString(),
                open,
                rule.quorum().holds(confirmed),
                "confirms",
                counted(rule.quorum(), confirmed));
    }

    /**
     * Who takes which position on a proposal.
     *
     * @param received the parties that have read it
     */
    public static Question proposal(
            Charter charter,
            Tier tier,
            boolean activate,
            boolean open,
            Collection<String> concurring,
            Collection<String> declining,
            Collection<String> partial,
            Collection<String> received) {
        Rule rule = activate ? tier.quorum() : tier.standDown();
        return of(
                charter,
                activate ? "Activate" : "Stand down",
                "tier " + tier.number(),
                rule.toString(),
                open,
                rule.holds(Set.copyOf(concurring)),
                "concurs",
                party -> declining.contains(party)
                        ? Sign.NO
                        : partial.contains(party)
                                ? Sign.PARTLY
                                : concurring.contains(party)
                                        ? Sign.YES
                                        : received.contains(party)
                                                ? Sign.RECEIVED
                                                : rule.parties().contains(party) ? Sign.NOTHING : Sign.NOT_ASKED);
    }

    private static Signs counted(Rule rule, Collection<String> yes) {
        return party -> yes.contains(party) ? Sign.YES : rule.parties().contains(party) ? Sign.NOTHING : Sign.NOT_ASKED;
    }

    /** Who has read the report that opened an incident. */
    static Question report(Charter charter, Proceedings said) {
        return of(
                charter,
                "Report",
                "received",
                said.addressed().isEmpty() ? "everybody" : "those addressed",
                true,
                true,
                "concurs",
                party -> {
                    Optional<Position> position = said.opening().notice().flatMap(id -> said.position(id, party));
                    if (said.opening().party().filter(party::equals).isPresent()) {
                        return Sign.NOT_ASKED;
                    }
                    return position.map(p -> switch (p) {
                                case POSITION_CONCUR -> Sign.YES;
                                case POSITION_DECLINE -> Sign.NO;
                                default -> Sign.RECEIVED;
                            })
                            .orElse(
                                    said.addressed().isEmpty()
                                                    || said.addressed().contains(party)
                                            ? Sign.NOTHING
                                            : Sign.NOT_ASKED);
                });
    }

    /** Every question of an incident: the report, the findings on which somebody has spoken or for which the clock waits, and the proposals, in their order. */
    static List<Question> of(Incident incident, Proceedings said) {
        Charter charter = incident.charter();
        boolean taken = incident.phase() == Incident.Phase.OPEN;
        List<Question> all = new ArrayList<>();
        all.add(report(charter, said));
        for (FindingRule rule : charter.findings()) {
            SortedSet<String> confirmed = incident.finding(rule.kind()).confirmed();
            boolean clockWaits = incident.clock().isEmpty()
                    && charter.clock() instanceof Charter.ClockOrigin.OfFinding origin
                    && origin.kind() == rule.kind();
            if (!confirmed.isEmpty() || clockWaits) {
                boolean established = incident.finding(rule.kind()).established();
                all.add(finding(charter, rule, confirmed, taken && !established));
            }
        }
        for (ProposalRecord proposal : incident.proposals().values()) {
            charter.tier(proposal.tier())
                    .ifPresent(tier -> all.add(proposal(
                            charter,
                            tier,
                            proposal.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE,
                            proposal.open(),
                            proposal.concurring(tier.desks()),
                            proposal.declining(),
                            proposal.partial(tier.desks()),
                            said.positions()
                                    .getOrDefault(proposal.id(), Collections.emptySortedMap())
                                    .keySet())));
        }
        return all;
    }

    /** Whether somebody's word is missed. */
    public boolean missed() {
        return open && !met;
    }

    /** The ids of the parties that are asked and have said nothing, or nothing that counts yet. */
    public List<String> missing() {
        return cells.stream()
                .filter(c -> c.sign() == Sign.NOTHING || c.sign() == Sign.RECEIVED || c.sign() == Sign.PARTLY)
                .map(Cell::party)
                .toList();
    }
}
