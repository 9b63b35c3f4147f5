package org.demarche.escalation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterComparison;
import org.demarche.charter.CharterSuccession;
import org.demarche.charter.Difference;
import org.demarche.charter.Party;
import org.demarche.charter.Problem;
import org.demarche.hash.Sha256;
import org.demarche.rule.Rule;

/**
 * What comes of a draft: what it changes, what speaks against it, who must assent to it under which rule, and what its adoption moves. Pure; for people, decides nothing.
 *
 * @param draft the text
 * @param posted whether it is in the log, so that parties can assent to it
 * @param refused why it cannot follow the charter in force, if so
 * @param differences what it changes
 * @param current the rule in force, over the roots in force; empty for the draft of version 1, which has none before it
 * @param own the draft's own rule, over its own roots
 * @param twice parties to which the draft gives another root: they assent with the one and with the other
 * @param lapsing open proposals, which its adoption ends
 */
public record Outlook(
        Charter draft,
        boolean posted,
        List<Problem> refused,
        List<Difference> differences,
        Optional<Standing> current,
        Standing own,
        List<String> twice,
        List<Lapsing> lapsing) {
    public Outlook {
        refused = List.copyOf(refused);
        differences = List.copyOf(differences);
        twice = List.copyOf(twice);
        lapsing = List.copyOf(lapsing);
    }

    /**
     * How an adoption rule stands.
     *
     * @param rule as the charter writes it
     * @param asked every party that the rule speaks of, sorted
     * @param assented the parties that have assented, sorted; also some of which the rule does not speak
     * @param holds whether that is enough
     * @param missing who is still missing, in words; empty if it holds
     */
    public record Standing(
            String rule, SortedSet<String> asked, SortedSet<String> assented, boolean holds, String missing) {
        static Standing of(Rule rule, Set<String> assented) {
            return new Standing(
                    rule.toString(),
                    new TreeSet<>(rule.parties()),
                    new TreeSet<>(assented),
                    rule.holds(assented),
                    rule.tally(assented).shortfall());
        }

        /** Such as {@code 2 of the 4 parties that "UA and US and 1 of (GB, FR)" speaks of have assented: UA US; still missing: GB, FR}. */
        public String sentence() {
            long counting = assented.stream().filter(asked::contains).count();
            String who = assented.isEmpty() ? "" : ": " + String.join(" ", assented);
            return counting + " of the " + asked.size() + " parties that \"" + rule + "\" speaks of have assented" + who
                    + (holds ? "; this is enough" : "; still missing: " + missing);
        }
    }

    /**
     * A proposal that lapses with the adoption.
     *
     * @param incident identity of the report that opened its incident
     * @param proposal its identity
     * @param tier the tier
     * @param by the party that proposed it
     */
    public record Lapsing(Sha256 incident, Sha256 proposal, int tier, String by) {}

    /**
     * The outlook of a draft as things stand.
     *
     * @param incidents those that are not closed
     */
    public static Outlook of(Governance governance, Charter draft, Collection<Incident> incidents) {
        Charter inForce = governance.charter();
        Optional<Draft> posted = Optional.ofNullable(governance.drafts().get(draft.hash()));
        Standing own =
                Standing.of(draft.adoption(), posted.map(Draft::byOwnRoot).orElseGet(TreeSet::new));
        if (inForce.hash().equals(draft.hash())) {
            return new Outlook(draft, true, List.of(), List.of(), Optional.empty(), own, List.of(), List.of());
        }
        List<Problem> refused = CharterSuccession.check(inForce, draft);
        return new Outlook(
                draft,
                posted.isPresent(),
                refused,
                CharterComparison.of(inForce, draft),
                Optional.of(Standing.of(
                        inForce.adoption(), posted.map(Draft::byCurrentRoot).orElseGet(TreeSet::new))),
                own,
                twice(inForce, draft),
                lapsing(incidents));
    }

    private static List<String> twice(Charter inForce, Charter draft) {
        return draft.parties().stream()
                .filter(p -> inForce.party(p.id())
                        .map(Party::root)
                        .filter(r -> !Objects.equals(r, p.root()))
                        .isPresent())
                .map(Party::id)
                .toList();
    }

    private static List<Lapsing> lapsing(Collection<Incident> incidents) {
        List<Lapsing> all = new ArrayList<>();
        for (Incident incident : incidents) {
            incident.proposals().values().stream()
                    .filter(ProposalRecord::open)
                    .forEach(p -> all.add(new Lapsing(incident.id(), p.id(), p.tier(), p.author())));
        }
        return all;
    }
}
