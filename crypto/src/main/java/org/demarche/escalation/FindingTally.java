package org.demarche.escalation;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a finding stands in an incident.
 *
 * @param confirmed parties whose latest word is CONFIRMED
 * @param established whether its rule holds
 * @param establishedAtMs when it was last established, in milliseconds since 1970 UTC; empty: never
 */
public record FindingTally(SortedSet<String> confirmed, boolean established, OptionalLong establishedAtMs) {
    static final FindingTally NONE = new FindingTally(Collections.emptySortedSet(), false, OptionalLong.empty());

    public FindingTally {
        confirmed = Collections.unmodifiableSortedSet(new TreeSet<>(confirmed));
    }

    FindingTally word(String party, boolean confirms) {
        TreeSet<String> parties = new TreeSet<>(confirmed);
        if (confirms) {
            parties.add(party);
        } else {
            parties.remove(party);
        }
        return new FindingTally(parties, established, establishedAtMs);
    }

    FindingTally establishedAt(long instantMs) {
        return new FindingTally(confirmed, true, OptionalLong.of(instantMs));
    }

    FindingTally lost() {
        return new FindingTally(confirmed, false, establishedAtMs);
    }
}
