package org.demarche.situation;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.demarche.rule.Tally;

/**
 * How near a rule is to holding: its clauses side by side. A quorum and its time are two conditions and are shown apart.
 *
 * @param met whether the rule holds
 * @param clauses its clauses; of alternatives only the one that is nearest
 * @param missing who is still missing, in words; a large group by its name; empty if it holds
 */
public record Gauge(boolean met, List<Clause> clauses, String missing) {
    private static final int MOST_NAMES = 8;

    public Gauge {
        clauses = List.copyOf(clauses);
    }

    /**
     * A clause that counts parties.
     *
     * @param label the group or the party that it speaks of
     * @param single whether it speaks of one party alone
     * @param have how many parties count
     * @param need how many must
     */
    public record Clause(String label, boolean single, int have, int need) {
        /** Whether it holds. */
        public boolean holds() {
            return have >= need;
        }

        /** How many are still missing. */
        int lacking() {
            return Math.max(0, need - have);
        }

        /** {@code UA ✔}, {@code US ○} or {@code coalition 7/11}. */
        public String words() {
            return single ? label + " " + Sign.of(holds()).mark() : label + " " + have + "/" + need;
        }
    }

    /** A rule's gauge. */
    public static Gauge of(Tally tally) {
        return new Gauge(tally.holds(), clauses(tally), missing(tally));
    }

    /** How many parties the clauses ask for, one party in two clauses counted twice. */
    public int need() {
        return clauses.stream().mapToInt(Clause::need).sum();
    }

    /** How many of them there are. */
    public int have() {
        return clauses.stream().mapToInt(c -> Math.min(c.have(), c.need())).sum();
    }

    /** {@link Tally#shortfall}, short enough for a board: the matrix has every name. */
    static String missing(Tally tally) {
        if (tally.holds()) {
            return "";
        }
        if (tally.clauses().isEmpty()) {
            int lacking = tally.need() - tally.present().size();
            return lacking < tally.missing().size() && tally.missing().size() > MOST_NAMES
                    ? lacking + " more of " + label(tally)
                    : tally.shortfall();
        }
        return tally.clauses().stream()
                .filter(c -> !c.holds())
                .map(Gauge::missing)
                .collect(Collectors.joining(tally.need() == 1 ? ", or " : ", and "));
    }

    private static String label(Tally tally) {
        int of = tally.clause().indexOf(" of ");
        return of > 0 ? tally.clause().substring(of + 4) : tally.clause();
    }

    private static List<Clause> clauses(Tally tally) {
        if (tally.clauses().isEmpty()) {
            int have = tally.present().size();
            return List.of(new Clause(label(tally), have + tally.missing().size() == 1, have, tally.need()));
        }
        if (tally.need() == tally.clauses().size()) {
            return tally.clauses().stream().flatMap(c -> clauses(c).stream()).toList();
        }
        return tally.clauses().stream()
                .map(Gauge::clauses)
                .min(Comparator.comparingInt(Gauge::lacking))
                .orElse(List.of());
    }

    private static int lacking(List<Clause> clauses) {
        return clauses.stream().mapToInt(Clause::lacking).sum();
    }
}
