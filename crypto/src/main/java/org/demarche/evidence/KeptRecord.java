package org.demarche.evidence;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.demarche.archive.Continuity;
import org.demarche.archive.Ending;
import org.demarche.archive.Link;

/**
 * An evidence record of a file, as it was found.
 *
 * @param number its place in the file, from 1
 * @param held the unbroken row of its time-stamps; empty: it vouches for nothing
 * @param trouble why it vouches for nothing, in one sentence; empty if it does
 */
public record KeptRecord(int number, Optional<Continuity> held, String trouble) {
    static KeptRecord holds(int number, Continuity continuity) {
        return new KeptRecord(number, Optional.of(continuity), "");
    }

    static KeptRecord isVoid(int number, String trouble) {
        return new KeptRecord(number, Optional.empty(), trouble);
    }

    /** Until when it vouches for the file, if nobody renews it. */
    public Optional<Ending> ending() {
        return held.map(Continuity::ending);
    }

    /** On whose word it rests. */
    Set<String> authorities() {
        return held.stream()
                .flatMap(c -> c.links().stream())
                .map(Link::authority)
                .collect(Collectors.toSet());
    }

    /** One line for people. */
    String line() {
        return "record " + number + ": "
                + held.map(c -> "time-stamped " + c.oldest().at() + " by "
                                + c.oldest().authority()
                                + (c.links().size() == 1
                                        ? ""
                                        : ", " + (c.links().size() - 1) + " renewals, the newest "
                                                + c.newest().at() + " by "
                                                + c.newest().authority())
                                + "; good until " + c.ending().at() + ", the end of "
                                + c.ending().what())
                        .orElse(trouble);
    }
}
