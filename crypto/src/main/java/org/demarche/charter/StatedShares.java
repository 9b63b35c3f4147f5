package org.demarche.charter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.demarche.rule.Rule;
import org.demarche.rule.RuleException;
import org.demarche.rule.RuleNames;
import org.demarche.rule.RuleParser;
import org.demarche.toml.TomlComments;

/**
 * Checks what comments behind rules say about shares. A rule counts, it knows no percentages; negotiators think in them. So {@code 17 of coalition # 60 % of
 * 28} is confirmed in a remark when 17 is the smallest count that reaches 60 % of 28 and {@code coalition} has 28 members, and is a problem otherwise:
 * parties assent to the comment too, since it is part of the text. {@code more than 50 % of 28} asks for the smallest count above the share; a group may
 * stand in the place of the number.
 */
final class StatedShares {
    private static final Pattern RULE_LINE = Pattern.compile(
            "\\s*(adoption|witnessed|timestamped|quorum|stand_down)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')\\s*");
    private static final Pattern SHARE = Pattern.compile(
            "(?:(more than|over) +)?\\b([0-9]{1,3})(?:\\.([0-9]{1,4}))? ?(?:%|per ?cent) +of +(?:the +)?([A-Za-z0-9](?:[A-Za-z0-9_./-]*[A-Za-z0-9])?)");
    private static final int FRACTION_DIGITS = 4;
    /** What 100 % is in units of the smallest fraction that a comment can state. */
    private static final long WHOLE = 1_000_000;

    private final String text;
    private final Map<String, RuleNames> names;
    private final RuleNames parties;
    private final Examination examination;

    /**
     * A check of {@code text}.
     *
     * @param names which names a rule may use, by its key
     * @param parties those that any other rule may use
     */
    StatedShares(String text, Map<String, RuleNames> names, RuleNames parties, Examination examination) {
        this.text = text;
        this.names = names;
        this.parties = parties;
        this.examination = examination;
    }

    /** @param share in units of {@link #WHOLE} */
    private record Share(String words, boolean above, long share, String of) {
        boolean isOf(Rule.Count count) {
            return count.set().equals(of)
                    || Integer.toString(count.members().size()).equals(of);
        }

        /** The smallest count of {@code size} that reaches the share, or exceeds it. */
        long least(int size) {
            long product = share * size;
            return above ? product / WHOLE + 1 : (product + WHOLE - 1) / WHOLE;
        }
    }

    void check() {
        for (TomlComments.Comment comment : TomlComments.of(text)) {
            List<Share> shares = shares(comment.text());
            Matcher line = RULE_LINE.matcher(comment.code());
            if (line.matches()) {
                checkRule(
                        "line " + comment.line() + ": " + line.group(1),
                        line.group(1),
                        line.group(2) != null ? line.group(2) : line.group(3),
                        shares);
            } else {
                shares.forEach(s -> examination.remark(
                        "line " + comment.line() + ": '" + s.words() + "' stands behind no rule; it was not checked."));
            }
            if (comment.text().chars().filter(c -> c == '%').count() > shares.size()) {
                examination.remark("line " + comment.line()
                        + ": a percentage in a comment could not be read; it was not checked. Write '# 60 % of 28'.");
            }
        }
    }

    private void checkRule(String place, String key, String rule, List<Share> shares) {
        if (shares.isEmpty()) {
            return;
        }
        try {
            List<Rule.Count> counts = new ArrayList<>();
            collect(RuleParser.parse(rule, names.getOrDefault(key, parties)), counts);
            shares.forEach(s -> checkShare(place, s, counts));
        } catch (RuleException e) {
            // The rule itself has been reported by whoever read it; its share waits until it can be read.
            examination.remark(place + ": the stated share was not checked, since the rule could not be read.");
        }
    }

    private void checkShare(String place, Share share, List<Rule.Count> counts) {
        List<Rule.Count> meant = counts.stream().filter(share::isOf).toList();
        if (meant.isEmpty()) {
            String sizes = counts.isEmpty()
                    ? "nothing"
                    : String.join(
                            ", ",
                            counts.stream()
                                    .map(c -> c + " (" + c.members().size() + ")")
                                    .toList());
            examination.problem(
                    place,
                    "the comment says '" + share.words() + "' (expected: the size of a set that the rule counts: "
                            + sizes + ")");
            return;
        }
        for (Rule.Count count : meant) {
            if (count.k() == share.least(count.members().size())) {
                examination.remark(place + ": " + count + " is confirmed as the smallest count for '" + share.words()
                        + "': its set has " + count.members().size() + ".");
                return;
            }
        }
        Rule.Count first = meant.get(0);
        examination.problem(
                place,
                "'" + first + "', while the comment says '" + share.words() + "' (expected: "
                        + share.least(first.members().size())
                        + ", the smallest count for that share, or another comment)");
    }

    private static List<Share> shares(String comment) {
        List<Share> shares = new ArrayList<>();
        Matcher matcher = SHARE.matcher(comment);
        while (matcher.find()) {
            String fraction = matcher.group(3) == null ? "" : matcher.group(3);
            long share = Long.parseLong(matcher.group(2) + fraction + "0".repeat(FRACTION_DIGITS - fraction.length()));
            shares.add(new Share(matcher.group(), matcher.group(1) != null, share, matcher.group(4)));
        }
        return shares;
    }

    private static void collect(Rule rule, List<Rule.Count> counts) {
        if (rule instanceof Rule.Count count) {
            counts.add(count);
        } else if (rule instanceof Rule.And and) {
            and.rules().forEach(r -> collect(r, counts));
        } else if (rule instanceof Rule.Or or) {
            or.rules().forEach(r -> collect(r, counts));
        }
    }
}
