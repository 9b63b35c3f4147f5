package org.demarche.evidence;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The result that a reader asks a file for: {@code tier 3} (activated), {@code tier 3 stood down}, or {@code notice}. It is met by what the last entry brings, not by
 * what was the case before.
 *
 * @param tier the tier's number; empty: a notice
 * @param stoodDown whether the tier is to have been stood down, else activated
 */
public record Expectation(OptionalInt tier, boolean stoodDown) {
    /** How expectations are written, for people. */
    public static final String FORMS = "\"tier 3\", \"tier 3 stood down\" or \"notice\"";

    private static final Pattern TIER = Pattern.compile("tier ([1-9][0-9]?)( stood down)?");

    /** The expectation that is written so; empty: it is none. */
    public static Optional<Expectation> parse(String text) {
        if (text.equals("notice")) {
            return Optional.of(new Expectation(OptionalInt.empty(), false));
        }
        Matcher matcher = TIER.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new Expectation(OptionalInt.of(Integer.parseInt(matcher.group(1))), matcher.group(2) != null))
                : Optional.empty();
    }

    /** Whether the result is the one asked for. */
    public boolean isMetBy(Result result) {
        if (tier.isEmpty()) {
            return result instanceof Result.Notice;
        }
        return result instanceof Result.Tiers tiers
                && tiers.moves().stream().anyMatch(m -> m.tier() == tier.getAsInt() && m.activated() != stoodDown);
    }

    @Override
    public String toString() {
        return tier.isEmpty() ? "notice" : "tier " + tier.getAsInt() + (stoodDown ? " stood down" : "");
    }
}
