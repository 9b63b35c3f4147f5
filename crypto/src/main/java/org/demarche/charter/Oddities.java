package org.demarche.charter;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import org.demarche.rule.Rule;

/** What a charter may say, but hardly means: told as remarks, never refused. */
final class Oddities {
    private Oddities() {}

    static void remark(Charter charter, Examination examination) {
        Roster roster = new Roster(charter.parties(), charter.groups());
        Set<Right> needed = EnumSet.of(Right.REPORT, Right.PROPOSE);
        charter.tiers()
                .forEach(t -> t.answeredBy().forEach(d -> needed.add(d == Deed.WARNING ? Right.WARN : Right.MEASURES)));
        needed.stream()
                .filter(r -> roster.holding(r, 1).isEmpty())
                .sorted(Comparator.naturalOrder())
                .forEach(r -> examination.remark(
                        "No desk of any party has the right '" + r.word() + "', which the plan needs."));
        for (Tier tier : charter.tiers()) {
            if (tier.actWithin().isPresent()
                    && tier.notBefore().isPresent()
                    && tier.actWithin().get().millis() <= tier.notBefore().get().millis()) {
                examination.remark(
                        "Tier " + tier.number() + " is overdue (act_within) before it can be activated (not_before).");
            }
        }
        charter.witnessed().ifPresent(rule -> remarkWitnesses(charter, rule, examination));
        charter.timestamped().ifPresent(rule -> remarkAuthorities(charter, rule, examination));
    }

    private static void remarkAuthorities(Charter charter, Rule rule, Examination examination) {
        charter.timeAuthorities().stream()
                .map(Charter.TimeAuthority::name)
                .filter(n -> !rule.parties().contains(n))
                .forEach(n -> examination.remark("The time authority " + n
                        + " does not stand in the rule of time authorities; its word counts for nothing."));
        if (enough(rule) < 2) {
            examination.remark(
                    "The rule of time authorities can hold with one of them; then its word alone dates the log.");
        }
    }

    private static void remarkWitnesses(Charter charter, Rule rule, Examination examination) {
        charter.witnesses().stream()
                .map(Charter.Witness::name)
                .filter(n -> !rule.parties().contains(n))
                .forEach(n -> examination.remark(
                        "The witness " + n + " does not stand in the rule of witnesses; its word counts for nothing."));
        if (enough(rule) <= charter.liars()) {
            examination.remark("The rule of witnesses can hold with " + enough(rule)
                    + " of them, no more than may lie (liars " + charter.liars() + "); then it bounds no time.");
        }
    }

    /** So many names, chosen well, make the rule hold; perhaps fewer do, where clauses overlap. */
    private static int enough(Rule rule) {
        if (rule instanceof Rule.Count count) {
            return count.k();
        }
        if (rule instanceof Rule.And and) {
            return and.rules().stream().mapToInt(Oddities::enough).sum();
        }
        return rule instanceof Rule.Or or
                ? or.rules().stream().mapToInt(Oddities::enough).min().orElseThrow()
                : 1;
    }
}
