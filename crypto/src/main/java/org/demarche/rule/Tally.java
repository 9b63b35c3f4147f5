package org.demarche.rule;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a rule, or a clause of one, stands for a set of parties.
 *
 * @param clause the clause as the charter writes it
 * @param holds whether it holds
 * @param need how many parties a counting clause needs, or how many clauses a clause made of clauses needs
 * @param present parties that count towards a counting clause, in the order of the text
 * @param missing parties that could count but do not, in the order of the text
 * @param clauses the clauses it is made of; empty: it counts parties
 */
public record Tally(
        String clause, boolean holds, int need, List<String> present, List<String> missing, List<Tally> clauses) {
    public Tally {
        present = List.copyOf(present);
        missing = List.copyOf(missing);
        clauses = List.copyOf(clauses);
    }

    /** What is still missing, in words, such as {@code US, and 2 more of EE, LV, LT}; empty if the rule holds. */
    public String shortfall() {
        if (holds) {
            return "";
        }
        if (clauses.isEmpty()) {
            int lacking = need - present.size();
            return lacking == missing.size()
                    ? String.join(", ", missing)
                    : lacking + " more of " + String.join(", ", missing);
        }
        return clauses.stream()
                .filter(c -> !c.holds())
                .map(Tally::shortfall)
                .collect(Collectors.joining(need == 1 ? ", or " : ", and "));
    }

    static Tally count(String clause, int need, List<String> members, Set<String> parties) {
        List<String> present = members.stream().filter(parties::contains).toList();
        List<String> missing =
                members.stream().filter(p -> !parties.contains(p)).toList();
        return new Tally(clause, present.size() >= need, need, present, missing, List.of());
    }

    static Tally of(String clause, int need, List<Tally> clauses) {
        boolean holds = clauses.stream().filter(Tally::holds).count() >= need;
        return new Tally(clause, holds, need, List.of(), List.of(), clauses);
    }
}
