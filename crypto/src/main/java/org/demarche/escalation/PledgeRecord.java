package org.demarche.escalation;

import java.util.Set;
import java.util.TreeSet;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Component;

/**
 * A pledge that some tier of the charter requires.
 *
 * @param id identity of the notice
 * @param party who pledges
 * @param component to which component of the guarantees
 * @param fromMs in force from, in milliseconds since 1970 UTC, once all conditions are met
 * @param untilMs in force until, exclusive; 0: without end
 * @param conditions how many conditions it has
 * @param met numbers of the conditions that are met, from 1
 * @param ended whether the party has ended it
 */
public record PledgeRecord(
        Sha256 id,
        String party,
        Component component,
        long fromMs,
        long untilMs,
        int conditions,
        Set<Integer> met,
        boolean ended) {
    public PledgeRecord {
        met = Set.copyOf(met);
    }

    /** Whether it is in force at {@code instantMs}. */
    public boolean inForce(long instantMs) {
        return standing() && fromMs <= instantMs && (untilMs == 0 || instantMs < untilMs);
    }

    /** Whether only time can still keep it from being in force. */
    boolean standing() {
        return !ended && met.size() == conditions;
    }

    PledgeRecord withMet(int condition) {
        Set<Integer> all = new TreeSet<>(met);
        all.add(condition);
        return new PledgeRecord(id, party, component, fromMs, untilMs, conditions, all, ended);
    }

    PledgeRecord withEnded() {
        return new PledgeRecord(id, party, component, fromMs, untilMs, conditions, met, true);
    }
}
