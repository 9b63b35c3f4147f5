package org.demarche.situation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.demarche.charter.Charter;
import org.demarche.charter.FindingRule;
import org.demarche.charter.Party;
import org.demarche.charter.Tier;
import org.demarche.charter.Words;
import org.demarche.escalation.Draft;
import org.demarche.escalation.Incident;
import org.demarche.escalation.ProposalRecord;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.rule.Rule;
import org.demarche.time.Dtg;

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
    /** A FLASH report that a party has not acknowledged after so long is overdue with it, in milliseconds of the clock. */
    public static final long FLASH_WITHIN_MS = 15 * 60_000L;

    public Question {
        cells = List.copyOf(cells);
    }

    /**
     * A party's sign.
     *
     * @param party its id
     * @param sign the sign
     * @param words the whole in words, such as {@code Oslo, Activate tier 2: concurs}
     * @param entry the entry of the incident that says so, where it is an acknowledgement and among those that are told
     */
    public record Cell(String party, Sign sign, String words, Optional<Long> entry) {
        private Cell saidIn(long index, boolean told) {
            return new Cell(party, sign, words + ", entry " + index, told ? Optional.of(index) : Optional.empty());
        }

        private boolean lacks() {
            return sign == Sign.NOTHING || sign == Sign.RECEIVED || sign == Sign.PARTLY;
        }

        private Cell overdueSince(long atMs) {
            return new Cell(party, Sign.OVERDUE, words + ", overdue since " + Dtg.of(atMs), entry);
        }
    }

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
            cells.add(new Cell(
                    party.id(), sign, party.name() + ", " + group + " " + heading + ": " + said, Optional.empty()));
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

    private Question with(UnaryOperator<Cell> change) {
        return new Question(
                group, heading, rule, open, met, cells.stream().map(change).toList());
    }

    /** The same, with the entries in which parties acknowledge what it is about. */
    private Question acknowledgedIn(Proceedings said, Sha256 about) {
        SortedMap<String, Stance> stances = said.stances(about);
        return with(cell -> Optional.ofNullable(stances.get(cell.party()))
                .flatMap(stance -> stance.entry(cell.sign()))
                .map(index -> cell.saidIn(index, said.tells(index)))
                .orElse(cell));
    }

    /** The same, after the time in which some were to speak. */
    private Question overdueSince(long atMs, Predicate<Cell> late) {
        return with(cell -> late.test(cell) ? cell.overdueSince(atMs) : cell);
    }

    /** The report, of which time passes where it is FLASH: until it is taken back, or the incident winds down. */
    private static Question report(Incident incident, Proceedings said, long nowMs) {
        Question report = report(incident.charter(), said);
        Optional<Sha256> id = said.opening().notice();
        boolean urgent = said.opening().precedence().equals("FLASH")
                && incident.phase() == Incident.Phase.OPEN
                && id.filter(said.corrections()::containsKey).isEmpty();
        long dueMs = said.opening().atMs() + FLASH_WITHIN_MS;
        Question told = id.map(about -> report.acknowledgedIn(said, about)).orElse(report);
        return urgent && nowMs >= dueMs
                ? told.overdueSince(
                        dueMs,
                        cell -> cell.sign() == Sign.NOTHING
                                && incident.governance().hasDesk(cell.party()))
                : told;
    }

    /** A proposal, of which time has passed when its tier is OVERDUE. */
    private static Question proposal(Incident incident, Tier tier, ProposalRecord proposal, Proceedings said) {
        boolean activate = proposal.act() == ProposalAct.PROPOSAL_ACT_ACTIVATE;
        Question question = proposal(
                        incident.charter(),
                        tier,
                        activate,
                        proposal.open(),
                        proposal.concurring(tier.desks()),
                        proposal.declining(),
                        proposal.partial(tier.desks()),
                        said.stances(proposal.id()).keySet())
                .acknowledgedIn(said, proposal.id());
        OptionalLong late = incident.tier(tier.number()).overdueSinceMs();
        return activate && question.missed() && late.isPresent()
                ? question.overdueSince(
                        late.getAsLong(),
                        cell -> cell.lacks() && tier.quorum().parties().contains(cell.party()))
                : question;
    }

    /** Every question of an incident: the report, the findings on which somebody has spoken or for which the clock waits, and the proposals, in their order. */
    static List<Question> of(Incident incident, Proceedings said, long nowMs) {
        Charter charter = incident.charter();
        boolean taken = incident.phase() == Incident.Phase.OPEN;
        List<Question> all = new ArrayList<>();
        all.add(report(incident, said, nowMs));
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
            charter.tier(proposal.tier()).ifPresent(tier -> all.add(proposal(incident, tier, proposal, said)));
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
                .filter(c -> c.sign() == Sign.OVERDUE || c.lacks())
                .map(Cell::party)
                .toList();
    }
}
