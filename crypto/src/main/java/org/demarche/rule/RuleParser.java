package org.demarche.rule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a rule, by recursive descent over the grammar of this package. {@code and} binds tighter than {@code or}; words are separated by spaces. Total and
 * bounded: any text gives a rule or a {@link RuleException}, which names the first place that is wrong.
 */
public final class RuleParser {
    /** Longest text of a rule, in characters. */
    public static final int MAX_LENGTH = 4096;
    /** Deepest nesting of parentheses. */
    public static final int MAX_DEPTH = 16;

    private static final int MAX_DIGITS = 4;

    private final RuleTokens tokens;
    private final RuleNames names;

    private RuleParser(RuleTokens tokens, RuleNames names) {
        this.tokens = tokens;
        this.names = names;
    }

    /**
     * The rule that {@code text} writes.
     *
     * @throws RuleException if it writes none, or one that uses other names, counts a name twice within one {@code k of}, or counts to 0 or beyond its set
     */
    public static Rule parse(String text, RuleNames names) throws RuleException {
        if (text.length() > MAX_LENGTH) {
            throw new RuleException(
                    MAX_LENGTH + 1, "a rule of " + text.length() + " characters (expected: <= " + MAX_LENGTH + ")");
        }
        RuleParser parser = new RuleParser(new RuleTokens(text), names);
        Rule rule = parser.rule(0);
        RuleTokens.Token rest = parser.tokens.next();
        if (rest.kind() != RuleTokens.Kind.END) {
            throw rest.unexpected("'and', 'or' or the end");
        }
        return rule;
    }

    private Rule rule(int depth) throws RuleException {
        List<Rule> terms = new ArrayList<>(List.of(term(depth)));
        while (tokens.skip("or")) {
            terms.add(term(depth));
        }
        return terms.size() == 1 ? terms.get(0) : new Rule.Or(terms);
    }

    private Rule term(int depth) throws RuleException {
        List<Rule> factors = new ArrayList<>(List.of(factor(depth)));
        while (tokens.skip("and")) {
            factors.add(factor(depth));
        }
        return factors.size() == 1 ? factors.get(0) : new Rule.And(factors);
    }

    private Rule factor(int depth) throws RuleException {
        RuleTokens.Token first = tokens.next();
        if (first.kind() == RuleTokens.Kind.OPEN) {
            return parenthesised(first, depth);
        }
        if (first.kind() != RuleTokens.Kind.WORD) {
            throw first.unexpected("a name, a count or '('");
        }
        if (first.isNumber() || first.is("all") || first.is("any")) {
            return count(first);
        }
        return new Rule.Named(single(first));
    }

    private Rule parenthesised(RuleTokens.Token open, int depth) throws RuleException {
        if (depth == MAX_DEPTH) {
            throw new RuleException(
                    open.position(),
                    "parentheses nested " + (MAX_DEPTH + 1) + " deep (expected: <= " + MAX_DEPTH + ")");
        }
        Rule inner = rule(depth + 1);
        RuleTokens.Token close = tokens.next();
        if (close.kind() != RuleTokens.Kind.CLOSE) {
            throw close.unexpected("'and', 'or' or ')'");
        }
        return inner;
    }

    private Rule count(RuleTokens.Token quantity) throws RuleException {
        RuleTokens.Token of = tokens.next();
        if (!of.is("of")) {
            throw of.unexpected("'of' after '" + quantity.text() + "'");
        }
        RuleTokens.Token set = tokens.next();
        List<String> members = set.kind() == RuleTokens.Kind.OPEN ? list() : group(set);
        String written = set.kind() == RuleTokens.Kind.OPEN ? "(" + String.join(", ", members) + ")" : set.text();
        return new Rule.Count(quantity.text(), number(quantity, members.size()), written, members);
    }

    private static int number(RuleTokens.Token quantity, int size) throws RuleException {
        if (!quantity.isNumber()) {
            return quantity.is("all") ? size : 1;
        }
        String digits = quantity.text();
        // A leading zero is refused: one number is written in one way. So is 0 itself, which would hold without
        // anybody.
        boolean plain = digits.length() <= MAX_DIGITS && digits.charAt(0) != '0';
        int k = plain ? Integer.parseInt(digits) : 0;
        if (k < 1 || k > size) {
            throw new RuleException(
                    quantity.position(),
                    "count: " + RuleTokens.shown(digits) + " (expected: 1 to " + size + ", the members of the set)");
        }
        return k;
    }

    private List<String> group(RuleTokens.Token token) throws RuleException {
        if (token.kind() != RuleTokens.Kind.WORD) {
            throw token.unexpected("a group or '('");
        }
        List<String> members = names.groups().get(token.text());
        if (members != null && !members.isEmpty()) {
            return members;
        }
        if (names.names().contains(token.text())) {
            throw new RuleException(
                    token.position(), token.shown() + " is not a group (expected: a group, or a list in parentheses)");
        }
        throw new RuleException(
                token.position(),
                "unknown group " + token.shown() + " (expected: a group of the charter, or a list in parentheses)");
    }

    private List<String> list() throws RuleException {
        Set<String> members = new LinkedHashSet<>();
        while (true) {
            RuleTokens.Token token = tokens.next();
            if (token.kind() != RuleTokens.Kind.WORD) {
                throw token.unexpected("a name");
            }
            if (!members.add(single(token))) {
                throw new RuleException(
                        token.position(), token.shown() + " counts twice within one 'of' (expected: once)");
            }
            RuleTokens.Token after = tokens.next();
            if (after.kind() == RuleTokens.Kind.CLOSE) {
                return List.copyOf(members);
            }
            if (after.kind() != RuleTokens.Kind.COMMA) {
                throw after.unexpected("',' or ')'");
            }
        }
    }

    private String single(RuleTokens.Token token) throws RuleException {
        if (names.groups().containsKey(token.text())) {
            throw new RuleException(
                    token.position(),
                    token.shown()
                            + " is a group (expected: a single name; for a group, 'any of', 'all of' or a count)");
        }
        if (RuleNames.isKeyword(token.text())) {
            throw token.unexpected("a name");
        }
        if (!names.names().contains(token.text())) {
            throw new RuleException(
                    token.position(), "unknown name " + token.shown() + " (expected: one that the charter defines)");
        }
        return token.text();
    }
}
