package org.demarche.charter;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.demarche.rule.RuleNames;

/** Reads the names that a rule over something else than parties may use, each once. */
final class NameReader {
    static final int MAX_NAME = 64;

    private final String what;
    private final Set<String> taken = new HashSet<>();

    /** @param what these are names of: witness, time authority */
    NameReader(String what) {
        this.what = what;
    }

    /** The {@code name} of the table, or empty and a problem. */
    Optional<String> read(Table table) {
        Optional<String> name = table.text("name", MAX_NAME);
        if (name.isPresent() && !RuleNames.isName(name.get())) {
            table.problem(
                    "name",
                    "'" + Table.shown(name.get())
                            + "' (expected: letters, digits, '.', '_', '/' and '-', no word of the rule language)");
            return Optional.empty();
        }
        if (name.isPresent() && !taken.add(name.get())) {
            table.problem(
                    "name",
                    "'" + name.get() + "' is the name of another " + what + " (expected: each " + what + " once)");
            return Optional.empty();
        }
        return name;
    }
}
