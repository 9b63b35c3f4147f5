package org.demarche.charter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.demarche.charter.Difference.Area;
import org.demarche.rule.Rule;

/** What one charter says that another does not, clause by clause, for those who are to assent to a successor. */
public final class CharterComparison {
    private final Charter before;
    private final Charter after;

    private CharterComparison(Charter before, Charter after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Every difference, by area. None: the two say the same, though blanks, order and the places of comments may differ.
     *
     * @param before such as the charter in force
     * @param after such as the draft of its successor
     */
    public static List<Difference> of(Charter before, Charter after) {
        return new CharterComparison(before, after).differences();
    }

    private List<Difference> differences() {
        Map<String, Clause> old = byPlace(before);
        Map<String, Clause> now = byPlace(after);
        Set<String> places = new LinkedHashSet<>(old.keySet());
        places.addAll(now.keySet());
        List<Difference> all = new ArrayList<>();
        for (String place : places) {
            Optional<Clause> from = Optional.ofNullable(old.get(place));
            Optional<Clause> to = Optional.ofNullable(now.get(place));
            if (!from.map(Clause::meaning).equals(to.map(Clause::meaning))) {
                all.add(difference(from, to));
            }
        }
        all.sort(Comparator.comparing(Difference::area));
        return List.copyOf(all);
    }

    /** Clauses by the place that is theirs in both; of comments there may be many, and each is its own place. */
    private static Map<String, Clause> byPlace(Charter charter) {
        Map<String, Clause> all = new LinkedHashMap<>();
        Clauses.of(charter).forEach(c -> all.put(c.subject().equals("comment") ? "# " + c.meaning() : c.subject(), c));
        return all;
    }

    private Difference difference(Optional<Clause> from, Optional<Clause> to) {
        Clause any = to.or(() -> from).orElseThrow();
        return new Difference(any.area(), any.subject(), from.map(Clause::words), to.map(Clause::words), notes(any));
    }

    private List<String> notes(Clause clause) {
        if (clause.area() != Area.GROUPS) {
            return List.of();
        }
        String group = clause.subject().substring("group ".length());
        List<String> was = before.groups().getOrDefault(group, List.of());
        List<String> is = after.groups().getOrDefault(group, List.of());
        List<String> notes = new ArrayList<>();
        if (!was.isEmpty() && !is.isEmpty()) {
            is.stream()
                    .filter(p -> !was.contains(p))
                    .forEach(p -> notes.add(new Sentences(after).party(p) + " joins."));
            was.stream()
                    .filter(p -> !is.contains(p))
                    .forEach(p -> notes.add(new Sentences(before).party(p) + " leaves."));
        }
        Map<String, Rule> rulesBefore = rules(before);
        rules(after)
                .forEach((subject, rule) -> counts(rule, group).findFirst().ifPresent(now -> {
                    Optional<Rule.Count> then = Optional.ofNullable(rulesBefore.get(subject)).stream()
                            .flatMap(r -> counts(r, group))
                            .findFirst();
                    notes.add("This moves " + subject + ": " + share(now, is)
                            + then.map(t -> ", where it was " + share(t, was)).orElse("") + ".");
                }));
        return notes;
    }

    private static String share(Rule.Count count, List<String> members) {
        return count.k() + " of " + members.size();
    }

    private static Map<String, Rule> rules(Charter charter) {
        Map<String, Rule> rules = new LinkedHashMap<>();
        rules.put("adoption", charter.adoption());
        charter.findings().forEach(f -> rules.put("finding " + Words.of(f.kind()), f.quorum()));
        charter.tiers().forEach(t -> {
            rules.put("tier " + t.number() + ", quorum", t.quorum());
            rules.put("tier " + t.number() + ", stand_down", t.standDown());
        });
        return rules;
    }

    private static Stream<Rule.Count> counts(Rule rule, String group) {
        if (rule instanceof Rule.Count count) {
            return count.set().equals(group) ? Stream.of(count) : Stream.empty();
        }
        if (rule instanceof Rule.And and) {
            return and.rules().stream().flatMap(r -> counts(r, group));
        }
        return rule instanceof Rule.Or or ? or.rules().stream().flatMap(r -> counts(r, group)) : Stream.empty();
    }
}
