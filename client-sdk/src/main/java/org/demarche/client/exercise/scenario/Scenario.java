package org.demarche.client.exercise.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.demarche.charter.Charter;
import org.demarche.charter.Span;
import org.demarche.charter.Tier;

/**
 * What is played.
 *
 * @param title its title
 * @param steps in order, at least one
 */
public record Scenario(String title, List<Step> steps) {
    /** A step set by the clock keeps this distance from every deadline, in minutes of the plan: which comes first must not hang on a machine's speed. */
    public static final int DISTANCE_MINUTES = 120;

    private static final long MINUTE_MS = 60_000;

    public Scenario {
        steps = List.copyOf(steps);
    }

    /**
     * The scenario in a TOML text.
     *
     * @throws ScenarioException if it is none: everything that is wrong with it, at once
     */
    public static Scenario parse(String toml) throws ScenarioException {
        return new ScenarioReader(toml).read();
    }

    /**
     * Whether it can be played under {@code charter}.
     *
     * @throws ScenarioException if it can't: everything that doesn't fit, at once
     */
    public void check(Charter charter) throws ScenarioException {
        List<String> problems = new ArrayList<>();
        Map<String, Step> named = new HashMap<>();
        for (Step step : steps) {
            String place = "step " + step.number() + ", ";
            Stream.concat(step.who().stream(), step.except().stream())
                    .filter(word -> Step.named(word, charter, true).isEmpty())
                    .forEach(word ->
                            problems.add(place + "\"" + word + "\" (expected: a party, group or desk of the charter)"));
            checkTier(step, charter, place, problems);
            checkReference(step, named, place, problems);
            checkWitness(step, charter, place, problems);
            step.when().forEach(condition -> checkCondition(condition, charter, place + "when: ", problems));
            step.name().ifPresent(name -> {
                if (named.put(name, step) != null) {
                    problems.add(place + "name: \"" + name + "\" is the name of an earlier step");
                }
            });
        }
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems);
        }
    }

    private static void checkTier(Step step, Charter charter, String place, List<String> problems) {
        int tier = step.act() instanceof Act.Propose p ? p.tier() : step.act() instanceof Act.Respond r ? r.tier() : 0;
        if (tier != 0 && charter.tier(tier).isEmpty()) {
            problems.add(place + "tier: " + tier + " (expected: a tier of the charter)");
        }
    }

    private static void checkWitness(Step step, Charter charter, String place, List<String> problems) {
        if (step.act() instanceof Act.StopWitness) {
            step.actors(charter).stream()
                    .filter(actor -> charter.witnesses().stream()
                            .noneMatch(w -> w.party().equals(actor.party())))
                    .forEach(actor -> problems.add(place + "who: " + actor.party()
                            + " (expected: a party that runs a witness of the charter)"));
        }
    }

    private static void checkReference(Step step, Map<String, Step> named, String place, List<String> problems) {
        String of = step.act() instanceof Act.Meet m ? m.of() : step.act() instanceof Act.Repeat r ? r.of() : "";
        Step target = named.get(of);
        if (!of.isEmpty() && target == null) {
            problems.add(place + "of: \"" + of + "\" (expected: the name of an earlier step)");
        } else if (step.act() instanceof Act.Meet && target != null && !(target.act() instanceof Act.Pledge)) {
            problems.add(place + "of: \"" + of + "\" (expected: the name of a step that pledges)");
        }
    }

    private static void checkCondition(Condition condition, Charter charter, String place, List<String> problems) {
        if (condition instanceof Condition.Reached reached
                && charter.tier(reached.tier()).isEmpty()) {
            problems.add(place + condition + " (expected: a tier of the charter)");
        } else if (condition instanceof Condition.Established established
                && charter.finding(established.finding()).isEmpty()) {
            problems.add(place + condition + " (expected: a finding of the charter)");
        } else if (condition instanceof Condition.Since since) {
            for (Tier tier : charter.tiers()) {
                Stream.concat(tier.notBefore().stream(), tier.actWithin().stream())
                        .filter(span -> Math.abs(minutes(span, charter) - since.minutes()) < DISTANCE_MINUTES)
                        .forEach(span -> problems.add(place + condition + " (expected: at least "
                                + DISTANCE_MINUTES / Condition.MINUTES_PER_HOUR + " hours from the " + span
                                + " of tier " + tier.number() + ")"));
            }
        }
    }

    private static long minutes(Span span, Charter charter) {
        return Math.round((double) span.millis() * charter.timeScale() / MINUTE_MS);
    }
}
