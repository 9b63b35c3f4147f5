package org.demarche.charter;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.demarche.hash.Sha256;

/** Whether one charter may follow another. */
public final class CharterSuccession {
    /** Longest text of a successor, in bytes: it must fit into a notice. */
    public static final int MAX_BYTES = 47_104;

    private CharterSuccession() {}

    /** Everything that keeps {@code next} from being the successor of {@code current}; nothing, if it may be proposed. */
    public static List<Problem> check(Charter current, Charter next) {
        Examination examination = new Examination();
        if (next.text().size() > MAX_BYTES) {
            examination.problem(
                    "charter",
                    next.text().size() + " bytes (expected: <= " + MAX_BYTES
                            + ", so that the text of a successor fits into a notice)");
        }
        keeps(examination, "rules", current.rules(), next.rules());
        keeps(examination, "status", status(current), status(next));
        if (next.version() != current.version() + 1) {
            examination.problem(
                    "version",
                    next.version() + " (expected: " + (current.version() + 1)
                            + ", the one after the version in force)");
        }
        if (!next.previous().equals(Optional.of(current.hash()))) {
            examination.problem(
                    "previous",
                    next.previous().map(Sha256::fingerprint).orElse("\"\"") + " (expected: "
                            + current.hash().fingerprint() + ", the charter in force)");
        }
        keeps(examination, "time_scale", current.timeScale(), next.timeScale());
        keeps(examination, "clock", clock(current), clock(next));
        keeps(examination, "[log]: origin", current.log().origin(), next.log().origin());
        keeps(examination, "[[tier]]: number", numbers(current), numbers(next));
        return examination.problems();
    }

    private static void keeps(Examination examination, String place, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            examination.problem(place, after + " (expected: " + before + ", which a successor keeps)");
        }
    }

    private static String status(Charter charter) {
        return charter.exercise() ? "exercise" : "actual";
    }

    static String clock(Charter charter) {
        return charter.clock() instanceof Charter.ClockOrigin.OfFinding of
                ? "finding " + Words.of(of.kind())
                : "first report";
    }

    private static List<Integer> numbers(Charter charter) {
        return charter.tiers().stream().map(Tier::number).toList();
    }
}
