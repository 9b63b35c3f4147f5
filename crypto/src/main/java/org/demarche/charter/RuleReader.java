package org.demarche.charter;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.rule.Rule;
import org.demarche.rule.RuleException;
import org.demarche.rule.RuleNames;
import org.demarche.rule.RuleParser;

/** Reads the rules of a charter and remembers which groups they use. */
final class RuleReader {
    /** Stands in for a rule that could not be read. */
    static final Rule STAND_IN = new Rule.Named("");

    private final RuleNames names;
    private final Examination examination;
    private final Set<String> usedGroups = new HashSet<>();
    private final boolean rosterCertain;
    private boolean allRead = true;

    /** @param rosterCertain whether parties and rights could be read whole, so that it can be said who is able to do what */
    RuleReader(RuleNames names, boolean rosterCertain, Examination examination) {
        this.names = names;
        this.rosterCertain = rosterCertain;
        this.examination = examination;
    }

    /** The rule under {@code key}, or empty and a problem. */
    Optional<Rule> read(Table table, String key) {
        Optional<String> text = table.text(key, RuleParser.MAX_LENGTH);
        try {
            if (text.isPresent()) {
                Rule rule = RuleParser.parse(text.get(), names);
                noteGroups(rule);
                return Optional.of(rule);
            }
        } catch (RuleException e) {
            table.problem(key, e.sentence());
        }
        allRead = false;
        return Optional.empty();
    }

    /** The rule under {@code key}, which those who are able must be able to meet together. */
    Optional<Rule> read(Table table, String key, Set<String> able, String ability) {
        Optional<Rule> rule = read(table, key);
        rule.filter(r -> rosterCertain && !r.holds(able))
                .ifPresent(r -> table.problem(key, "can never hold: " + whoIs(able, r) + " " + ability));
        return rule;
    }

    /** Reports each group that no rule uses, unless a rule could not be read, which may be the one that does. A group without members is reported already. */
    void reportUnusedGroups(Map<String, List<String>> groups) {
        if (allRead) {
            groups.entrySet().stream()
                    .filter(g ->
                            !usedGroups.contains(g.getKey()) && !g.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .forEach(g -> examination.problem(
                            "[[group]] " + g, "no rule uses it (remove it, or correct the rule that should)"));
        }
    }

    private static String whoIs(Set<String> able, Rule rule) {
        List<String> few = rule.parties().stream().filter(able::contains).toList();
        return few.isEmpty() ? "none of its parties" : "of its parties only " + String.join(", ", few);
    }

    private void noteGroups(Rule rule) {
        if (rule instanceof Rule.Count count) {
            usedGroups.add(count.set());
        } else if (rule instanceof Rule.And and) {
            and.rules().forEach(this::noteGroups);
        } else if (rule instanceof Rule.Or or) {
            or.rules().forEach(this::noteGroups);
        }
    }
}
