package org.demarche.rule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A monotone condition on a set of parties. {@code toString} is the rule as the charter writes it. */
public sealed interface Rule {
    /** How the condition stands for {@code parties}, clause by clause. */
    Tally tally(Set<String> parties);

    /** Every party that could contribute, in the order of the text, without repetition. */
    Set<String> parties();

    /** Whether the condition holds for {@code parties}. */
    default boolean holds(Set<String> parties) {
        return tally(parties).holds();
    }

    /** One party, named. */
    record Named(String party) implements Rule {
        @Override
        public Tally tally(Set<String> parties) {
            return Tally.count(toString(), 1, List.of(party), parties);
        }

        @Override
        public Set<String> parties() {
            return Set.of(party);
        }

        @Override
        public String toString() {
            return party;
        }
    }

    /**
     * At least {@code k} of a set.
     *
     * @param k from 1 to the number of members
     * @param set the group's name, or the list in parentheses
     * @param members distinct, in the order of the text
     */
    record Count(int k, String set, List<String> members) implements Rule {
        public Count {
            members = List.copyOf(members);
            if (k < 1 || k > members.size()) {
                throw new IllegalArgumentException("k: " + k + " (expected: 1 to " + members.size() + ")");
            }
        }

        @Override
        public Tally tally(Set<String> parties) {
            return Tally.count(toString(), k, members, parties);
        }

        @Override
        public Set<String> parties() {
            return new LinkedHashSet<>(members);
        }

        @Override
        public String toString() {
            return k + " of " + set;
        }
    }

    /** Every one of several conditions. */
    record And(List<Rule> rules) implements Rule {
        public And {
            rules = List.copyOf(rules);
        }

        @Override
        public Tally tally(Set<String> parties) {
            List<Tally> clauses = rules.stream().map(r -> r.tally(parties)).toList();
            return Tally.of(toString(), clauses.size(), clauses);
        }

        @Override
        public Set<String> parties() {
            return union(rules);
        }

        @Override
        public String toString() {
            // "and" binds tighter than "or", so only an Or inside needs parentheses.
            return rules.stream().map(r -> r instanceof Or ? "(" + r + ")" : r.toString()).collect(Collectors.joining(" and "));
        }
    }

    /** At least one of several conditions. */
    record Or(List<Rule> rules) implements Rule {
        public Or {
            rules = List.copyOf(rules);
        }

        @Override
        public Tally tally(Set<String> parties) {
            List<Tally> clauses = rules.stream().map(r -> r.tally(parties)).toList();
            return Tally.of(toString(), 1, clauses);
        }

        @Override
        public Set<String> parties() {
            return union(rules);
        }

        @Override
        public String toString() {
            return rules.stream().map(Rule::toString).collect(Collectors.joining(" or "));
        }
    }

    private static Set<String> union(List<Rule> rules) {
        Set<String> all = new LinkedHashSet<>();
        rules.forEach(r -> all.addAll(r.parties()));
        return all;
    }
}
