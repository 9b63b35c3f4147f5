package org.demarche.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names that a rule may use.
 *
 * @param names of those who can concur: the parties, or the witnesses
 * @param groups members by the group's name, distinct
 */
public record RuleNames(Set<String> names, Map<String, List<String>> groups) {
    private static final Set<String> KEYWORDS = Set.of("and", "or", "of", "all", "any");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]*[A-Za-z][A-Za-z0-9_./-]*");

    public RuleNames {
        names = Set.copyOf(names);
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }

    /** Names without groups. */
    public static RuleNames of(Set<String> names) {
        return new RuleNames(names, Map.of());
    }

    /** Whether the rule language keeps this word for itself. */
    public static boolean isKeyword(String word) {
        return KEYWORDS.contains(word);
    }

    /**
     * Whether a rule can contain this word as a name: letters, digits and {@code . _ / -}, at least one letter (else it would read as a number), and no
     * keyword.
     */
    public static boolean isName(String word) {
        return !isKeyword(word) && NAME.matcher(word).matches();
    }
}
