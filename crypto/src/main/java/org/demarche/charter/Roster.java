package org.demarche.charter;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.demarche.rule.RuleNames;

/** Parties and groups of a charter, in its order; where the text has a problem, as far as they could be read. */
record Roster(List<Party> parties, Map<String, List<String>> groups) {
    RuleNames ruleNames() {
        return new RuleNames(ids(p -> true), groups);
    }

    boolean has(String party) {
        return parties.stream().anyMatch(p -> p.id().equals(party));
    }

    /** Parties that hold {@code right} on at least so many desks. */
    Set<String> holding(Right right, int desks) {
        return ids(p -> p.desks().stream().filter(d -> d.may().contains(right)).count() >= desks);
    }

    private Set<String> ids(Predicate<Party> condition) {
        return parties.stream().filter(condition).map(Party::id).collect(Collectors.toUnmodifiableSet());
    }
}
