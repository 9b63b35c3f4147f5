package org.demarche.client.exercise.scenario;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.demarche.charter.Words;

/** Reads one condition. */
final class ConditionParser {
    private static final Pattern SINCE = Pattern.compile("T\\+([0-9]{1,4})(?:h|:([0-5][0-9]))");
    private static final Pattern TIER = Pattern.compile("tier ([1-9][0-9]?) ([a-z ]+)");
    private static final String ESTABLISHED = " established";

    private ConditionParser() {}

    static Optional<Condition> parse(String text) {
        if (text.equals("in force")) {
            return Optional.of(new Condition.InForce());
        }
        if (text.equals("incident closed")) {
            return Optional.of(new Condition.Closed());
        }
        if (text.endsWith(ESTABLISHED)) {
            return Words.finding(text.substring(0, text.length() - ESTABLISHED.length()))
                    .map(Condition.Established::new);
        }
        Optional<Condition.Since> since = since(text);
        return since.isPresent() ? Optional.of(since.get()) : reached(text);
    }

    /** Plan time, such as {@code T+26h} or {@code T+26:30}. */
    static Optional<Condition.Since> since(String text) {
        Matcher time = SINCE.matcher(text);
        if (!time.matches()) {
            return Optional.empty();
        }
        int minutes = time.group(2) == null ? 0 : Integer.parseInt(time.group(2));
        return Optional.of(new Condition.Since(Integer.parseInt(time.group(1)) * Condition.MINUTES_PER_HOUR + minutes));
    }

    private static Optional<Condition> reached(String text) {
        Matcher tier = TIER.matcher(text);
        if (tier.matches()) {
            for (Condition.Stage stage : Condition.Stage.values()) {
                if (stage.words().equals(tier.group(2))) {
                    return Optional.of(new Condition.Reached(Integer.parseInt(tier.group(1)), stage));
                }
            }
        }
        return Optional.empty();
    }
}
