package org.demarche.server.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.demarche.charter.Charter;
import org.demarche.server.console.Survey;

/** Whether others bear the log out as the charter wants it: nobody has seen another, witnesses cosign soon, time authorities stamp each head that is settled. For one thread. */
final class Attestation {
    /** For how long entries may be without witnesses, in milliseconds. */
    static final long LONGEST_MS = 60_000;

    private final Watched hub;
    private long wanted;
    private long sinceMs;

    Attestation(Watched hub) {
        this.hub = hub;
    }

    /** For how long the log has had entries that no quorum of witnesses has cosigned, in milliseconds; 0: all are, or none need be. */
    long unwitnessedMs() {
        long size = hub.published().size();
        long nowMs = hub.clock().monotonicMs();
        if (hub.charter().witnessed().isEmpty() || hub.witnessed().newestSize() >= size) {
            wanted = 0;
            return 0;
        }
        if (wanted == 0 || hub.witnessed().newestSize() >= wanted) {
            wanted = size;
            sinceMs = nowMs;
        }
        return nowMs - sinceMs;
    }

    /** What is not as the charter wants it, a sentence each. */
    List<String> shortcomings(long unwitnessedMs, Optional<Survey> survey) {
        List<String> all = new ArrayList<>();
        hub.log()
                .forks()
                .first()
                .map(what ->
                        "the log may have two histories: " + what + "; call every party, and run demarche hub fsck")
                .ifPresent(all::add);
        if (unwitnessedMs > LONGEST_MS) {
            all.add(
                    "no head of the log was witnessed for " + unwitnessedMs / 1_000 + " s, though "
                            + (hub.published().size() - hub.witnessed().newestSize())
                            + " entries wait for it: see demarche hub witnesses, and call the parties whose witnesses are missing");
        }
        survey.flatMap(this::unstamped).ifPresent(all::add);
        return all;
    }

    private Optional<String> unstamped(Survey survey) {
        Charter charter = hub.charter();
        Set<String> stamp = survey.stamps().stream()
                .filter(s -> s.size() >= survey.frozen())
                .map(Survey.Stamp::authority)
                .collect(Collectors.toSet());
        return charter.timestamped()
                .filter(rule -> survey.frozen() > 0 && !rule.holds(stamp))
                .map(rule -> "the newest heads are not stamped as the charter wants it ("
                        + rule.tally(stamp).shortfall()
                        + " of the time authorities missing): see what the hub logs about them");
    }
}
