package org.demarche.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.demarche.archive.Ending;

/**
 * Until when a file proves what it proves: by itself, and by its evidence records.
 *
 * @param at as of when: time-stamps from after it are left aside
 * @param own what ends first of all that the file itself rests on
 * @param needed how many records must vouch for it after that, no two by the same authority
 * @param records its records
 */
public record Durability(Instant at, Ending own, int needed, List<KeptRecord> records) {
    public Durability {
        records = List.copyOf(records);
    }

    /** Until when it is good, if nobody renews anything. */
    public Ending until() {
        return best(List.of(), 0).filter(e -> e.compareTo(own) > 0).orElse(own);
    }

    /** Whether it is good as of then. */
    public boolean holds() {
        return holdsAt(at);
    }

    /** Whether it is good at {@code time}. */
    public boolean holdsAt(Instant time) {
        return until().holdsAt(time);
    }

    /** The latest instant until which enough records vouch that share no authority; the {@code chosen} are among them. */
    private Optional<Ending> best(List<KeptRecord> chosen, int from) {
        if (chosen.size() == needed) {
            return chosen.stream().flatMap(r -> r.ending().stream()).min(Ending::compareTo);
        }
        Set<String> taken = new HashSet<>();
        chosen.forEach(r -> taken.addAll(r.authorities()));
        Stream.Builder<Optional<Ending>> found = Stream.builder();
        for (int i = from; i < records.size(); i++) {
            KeptRecord next = records.get(i);
            if (next.held().isPresent() && next.authorities().stream().noneMatch(taken::contains)) {
                List<KeptRecord> more = new ArrayList<>(chosen);
                more.add(next);
                found.add(best(more, i + 1));
            }
        }
        return found.build().flatMap(Optional::stream).max(Ending::compareTo);
    }

    /** Why it is not good as of then, in one sentence without a full stop. */
    String lack() {
        long holding = records.stream()
                .filter(r -> r.ending().filter(e -> e.holdsAt(at)).isPresent())
                .count();
        String begins = "as of " + at + " it had to be renewed: " + own.past();
        if (records.isEmpty()) {
            return begins + ", and it brings no evidence record";
        }
        if (holding > 0) {
            return begins + ", and " + holding + " of its evidence records " + (holding == 1 ? "vouches" : "vouch")
                    + " for it (expected: " + needed + ", no two by the same authority)";
        }
        KeptRecord latest = records.stream()
                .filter(r -> r.held().isPresent())
                .max((one, other) ->
                        one.ending().orElseThrow().compareTo(other.ending().orElseThrow()))
                .orElse(records.get(0));
        return begins + ", and its evidence record " + latest.number() + " does not vouch for it: "
                + latest.ending()
                        .map(e -> e.past() + "; it was to be renewed before")
                        .orElse(latest.trouble());
    }
}
