package org.demarche.charter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.demarche.rule.Rule;

/**
 * A step of the plan.
 *
 * @param number from 1
 * @param title what it is
 * @param requires gates, in the charter's order
 * @param notBefore time gate, counted from the start of the clock
 * @param actWithin past it, if not active and answered, the tier is OVERDUE; counted from the start of the clock
 * @param answeredBy the deeds that the tier consists of
 * @param lapsesAfter a proposal not carried by then lapses
 * @param quorum who must concur to activate
 * @param standDown who must concur to stand down
 * @param desks how many different desks of a party must concur for it to count
 */
public record Tier(
        int number,
        String title,
        List<Gate> requires,
        Optional<Span> notBefore,
        Optional<Span> actWithin,
        Set<Deed> answeredBy,
        Span lapsesAfter,
        Rule quorum,
        Rule standDown,
        int desks) {
    public Tier {
        requires = List.copyOf(requires);
        answeredBy = Set.copyOf(answeredBy);
    }
}
