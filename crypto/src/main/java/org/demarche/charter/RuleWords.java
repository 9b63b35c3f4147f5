package org.demarche.charter;

import java.util.List;
import java.util.Optional;
import org.demarche.rule.Rule;

/** Rules in words, with the names that people use. */
final class RuleWords {
    private final Charter charter;

    RuleWords(Charter charter) {
        this.charter = charter;
    }

    /** Such as {@code Oslo (NO)}; a witness goes by its name alone. */
    String party(String id) {
        Optional<Party> party = charter.party(id);
        return party.map(p -> p.name() + " (" + id + ")").orElse(id);
    }

    /** Such as {@code Kyiv (UA), and at least 11 of the 18 parties of coalition}. */
    String of(Rule rule) {
        if (rule instanceof Rule.Named named) {
            return party(named.party());
        }
        if (rule instanceof Rule.Count count) {
            return count(count);
        }
        if (rule instanceof Rule.And and) {
            return Phrases.and(and.rules().stream()
                    .map(r -> r instanceof Rule.Or ? "(" + of(r) + ")" : of(r))
                    .toList());
        }
        List<String> ways = ((Rule.Or) rule)
                .rules().stream()
                        .map(r -> r instanceof Rule.And ? "(" + of(r) + ")" : of(r))
                        .toList();
        return "either " + String.join(" or ", ways);
    }

    /** The verb that fits {@link #of}. */
    String verb(Rule rule, String singular, String plural) {
        boolean one = rule instanceof Rule.Named || (rule instanceof Rule.Count count && count.k() == 1);
        return one ? singular : plural;
    }

    private String count(Rule.Count count) {
        int size = count.members().size();
        boolean group = charter.groups().containsKey(count.set());
        String set = group
                ? (size == 1 ? "the one party" : "the " + size + " parties") + " of " + count.set()
                : Phrases.and(count.members().stream().map(this::party).toList());
        if (count.k() == size) {
            return size == 1 || !group ? set : "all " + size + " parties of " + count.set();
        }
        return (count.k() == 1 ? "any one of " : "at least " + count.k() + " of ") + set;
    }
}
