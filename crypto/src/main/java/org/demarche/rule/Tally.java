package org.demarche.rule;

import java.util.List;
import java.util.Set;

/**
 * How a rule, or a clause of one, stands for a set of parties.
 *
 * @param clause the clause as the charter writes it
 * @param holds whether it holds
 * @param need how many parties a counting clause needs; 0 for a clause made of clauses
 * @param present parties that count towards a counting clause, in the order of the text
 * @param missing parties that could count but do not, in the order of the text
 * @param clauses the clauses it is made of
 */
public record Tally(String clause, boolean holds, int need, List<String> present, List<String> missing, List<Tally> clauses) {
    public Tally {
        present = List.copyOf(present);
        missing = List.copyOf(missing);
        clauses = List.copyOf(clauses);
    }

    static Tally count(String clause, int need, List<String> members, Set<String> parties) {
        List<String> present = members.stream().filter(parties::contains).toList();
        List<String> missing = members.stream().filter(p -> !parties.contains(p)).toList();
        return new Tally(clause, present.size() >= need, need, present, missing, List.of());
    }

    static Tally of(String clause, boolean holds, List<Tally> clauses) {
        return new Tally(clause, holds, 0, List.of(), List.of(), clauses);
    }
}
