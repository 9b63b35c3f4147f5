package org.demarche.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.demarche.rule.Tally;
import org.demarche.time.Dtg;

/**
 * Between which times what a file proves came about, and by whose word. A bound is of the whole head: each entry under it existed by then.
 *
 * @param witnesses by the word of the witnesses; empty: the charter names none
 * @param authorities by the word of time authorities; empty: the charter names none
 * @param notBefore by the anchors of the first and the last notice that the file is about
 */
public record TimeBounds(
        Optional<ByWitnesses> witnesses, Optional<ByAuthorities> authorities, List<NotBefore> notBefore) {
    public TimeBounds {
        notBefore = List.copyOf(notBefore);
    }

    /** Somebody's word, and the time that it states. */
    public record Said(String name, Instant at) {
        private static List<Said> all(Map<String, Instant> times) {
            return times.entrySet().stream()
                    .map(e -> new Said(e.getKey(), e.getValue()))
                    .toList();
        }

        private static String line(List<Said> all) {
            return all.stream().map(s -> s.name() + " " + moment(s.at())).collect(Collectors.joining(", "));
        }
    }

    /**
     * The witnesses' word.
     *
     * @param times those of the witnesses that count
     * @param liars how many of them may lie
     * @param existedBy the time that is sound even so; empty: too few cosigned
     */
    public record ByWitnesses(List<Said> times, int liars, Optional<Instant> existedBy) {
        public ByWitnesses {
            times = List.copyOf(times);
        }
    }

    /**
     * The time authorities' word.
     *
     * @param tally the charter's rule over them
     * @param times by when each says that the head existed
     * @param existedBy the time by which as many say so as meet the rule; empty: it is not met, and the time unattested
     */
    public record ByAuthorities(Tally tally, List<Said> times, Optional<Instant> existedBy) {
        public ByAuthorities {
            times = List.copyOf(times);
        }
    }

    /**
     * A notice that was not signed before another entry was in the log.
     *
     * @param index the notice's index
     * @param anchored over so many entries its author had anchored
     * @param after the newest of them that the file brings
     * @param afterAt when that one was taken, by the log's word
     */
    public record NotBefore(long index, long anchored, long after, Moment afterAt) {}

    /** The bounds of a file whose steps 1 to 5 are ok; nothing, if nobody but the hub speaks of time. */
    static Optional<TimeBounds> of(UnverifiedBundle bundle, SignedHead head, Optional<Stamped> stamped) {
        Optional<ByWitnesses> witnesses = head.cosigned()
                .map(c -> new ByWitnesses(Said.all(c.times()), head.charter().liars(), c.existedBy()));
        Optional<ByAuthorities> authorities =
                stamped.map(s -> new ByAuthorities(s.tally(), Said.all(s.times()), s.existedBy()));
        return witnesses.isEmpty() && authorities.isEmpty()
                ? Optional.empty()
                : Optional.of(new TimeBounds(witnesses, authorities, notBefore(bundle)));
    }

    /** Whether the charter names time authorities that have not said enough. */
    boolean unattested() {
        return authorities.filter(a -> a.existedBy().isEmpty()).isPresent();
    }

    /** The reasoning, line by line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        witnesses.flatMap(TimeBounds::line).ifPresent(lines::add);
        authorities.flatMap(TimeBounds::line).ifPresent(lines::add);
        notBefore.forEach(n -> lines.add(line(n)));
        return lines;
    }

    private static Optional<String> line(ByWitnesses by) {
        return by.existedBy()
                .map(t -> "existed by " + moment(t) + ", by the word of witnesses: " + Said.line(by.times())
                        + (by.liars() == 0
                                ? ""
                                : by.liars() == 1
                                        ? "; even if the earliest of these lies"
                                        : "; even if the " + by.liars() + " earliest of these lie"));
    }

    private static Optional<String> line(ByAuthorities by) {
        return by.existedBy()
                .map(t -> "existed by " + moment(t) + ", by the word of time authorities: " + Said.line(by.times())
                        + "; by then \"" + by.tally().clause() + "\" had stamped it");
    }

    private static String line(NotBefore bound) {
        return "entry " + bound.index() + " was not signed before entry " + bound.after() + " of "
                + bound.afterAt() + " was in the log: its author had anchored over the first " + bound.anchored()
                + " entries";
    }

    private static List<NotBefore> notBefore(UnverifiedBundle bundle) {
        List<ClaimedEntry> notices = bundle.entries().stream()
                .filter(e -> e.entry().notice().isPresent())
                .toList();
        if (notices.isEmpty()) {
            return List.of();
        }
        ClaimedEntry first = notices.get(0);
        ClaimedEntry last = notices.get(notices.size() - 1);
        return (first == last ? List.of(first) : List.of(first, last))
                .stream().map(e -> notBefore(e, bundle)).toList();
    }

    private static NotBefore notBefore(ClaimedEntry notice, UnverifiedBundle bundle) {
        long anchored =
                notice.entry().notice().orElseThrow().notice().getAnchor().getSize();
        // Entry 0 is in every bundle, and an anchor covers at least that.
        ClaimedEntry newest = bundle.all().stream()
                .filter(e -> e.index() < anchored)
                .max((one, other) -> Long.compare(one.index(), other.index()))
                .orElseThrow();
        return new NotBefore(
                notice.index(), anchored, newest.index(), new Moment(newest.acceptedAtMs(), Optional.empty()));
    }

    static String moment(Instant time) {
        return Dtg.of(time.toEpochMilli());
    }
}
