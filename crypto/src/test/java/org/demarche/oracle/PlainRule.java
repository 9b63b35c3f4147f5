package org.demarche.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells whether a rule holds, while reading it: there is no tree, only the truth of what has been read. */
final class PlainRule {
    private final List<String> tokens;
    private final Map<String, List<String>> groups;
    private final Set<String> present;
    private int next;

    private PlainRule(String text, Map<String, List<String>> groups, Set<String> present) {
        this.tokens = new ArrayList<>(List.of(text.replace("(", " ( ")
                .replace(")", " ) ")
                .replace(",", " , ")
                .trim()
                .split(" +")));
        this.groups = groups;
        this.present = present;
    }

    /** Whether the rule holds when these parties, and no others, are on its side. */
    static boolean holds(String text, Map<String, List<String>> groups, Set<String> present) {
        PlainRule rule = new PlainRule(text, groups, present);
        boolean truth = rule.any();
        if (rule.next != rule.tokens.size()) {
            throw new IllegalArgumentException("rule: '" + text + "' (expected: to end after token " + rule.next + ")");
        }
        return truth;
    }

    private boolean any() {
        boolean truth = all();
        while (skip("or")) {
            truth |= all();
        }
        return truth;
    }

    private boolean all() {
        boolean truth = one();
        while (skip("and")) {
            truth &= one();
        }
        return truth;
    }

    private boolean one() {
        if (skip("(")) {
            boolean truth = any();
            expect(")");
            return truth;
        }
        String word = take();
        if (!skip("of")) {
            return present.contains(word);
        }
        List<String> of = set();
        long there = of.stream().filter(present::contains).count();
        return switch (word) {
            case "all" -> there == of.size();
            case "any" -> there >= 1;
            default -> there >= Integer.parseInt(word);
        };
    }

    private List<String> set() {
        if (!skip("(")) {
            return groups.get(take());
        }
        List<String> names = new ArrayList<>();
        do {
            names.add(take());
        } while (skip(","));
        expect(")");
        return names;
    }

    private String take() {
        return tokens.get(next++);
    }

    private boolean skip(String token) {
        if (next < tokens.size() && tokens.get(next).equals(token)) {
            next++;
            return true;
        }
        return false;
    }

    private void expect(String token) {
        if (!skip(token)) {
            throw new IllegalArgumentException("token " + next + " of " + tokens + " (expected: '" + token + "')");
        }
    }
}
