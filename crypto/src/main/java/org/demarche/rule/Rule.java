package org.demarche.rule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * @param quantity the count as the charter writes it: digits, {@code all} or {@code any}
     * @param k from 1 to the number of members
     * @param set the group's name, or the list in parentheses
     * @param members distinct, in the order of the text
     */
    record Count(String quantity, int k, String set, List<String> members) implements Rule {
        public Count {
            members = List.copyOf(members);
            if (Set.copyOf(members).size() != members.size()) {
                throw new IllegalArgumentException("members: " + members + " (expected: distinct)");
            }
            if (k < 1 || k > members.size()) {
                throw new IllegalArgumentException("k: " + k + " (expected: 1 to " + members.size() + ")");
            }
        }

        /** A count written in digits. */
        public Count(int k, String set, List<String> members) {
            this(Integer.toString(k), k, set, members);
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
            return quantity + " of " + set;
        }
    }

    /** Every one of several conditions. One of its own kind within it is taken up into it, since the text would not show the difference. */
    record And(List<Rule> rules) implements Rule {
        public And {
            rules = several(rules.stream()
                    .flatMap(r -> r instanceof And and ? and.rules.stream() : Stream.of(r))
                    .toList());
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
            return rules.stream()
                    .map(r -> r instanceof Or ? "(" + r + ")" : r.toString())
                    .collect(Collectors.joining(" and "));
        }
    }

    /** At least one of several conditions. One of its own kind within it is taken up into it, since the text would not show the difference. */
    record Or(List<Rule> rules) implements Rule {
        public Or {
            rules = several(rules.stream()
                    .flatMap(r -> r instanceof Or or ? or.rules.stream() : Stream.of(r))
                    .toList());
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

    private static List<Rule> several(List<Rule> rules) {
        if (rules.size() < 2) {
            throw new IllegalArgumentException("rules: " + rules.size() + " (expected: >= 2)");
        }
        return rules;
    }

    private static Set<String> union(List<Rule> rules) {
        Set<String> all = new LinkedHashSet<>();
        rules.forEach(r -> all.addAll(r.parties()));
        return all;
    }
}
