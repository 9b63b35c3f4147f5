package org.demarche.evidence;

import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.hash.Sha256;

/**
 * What a file is worth: the ten steps, the result, the verdict. A value; {@link ReportText} and {@link ReportJson} print it.
 *
 * @param pinned the hash of charter version 1 that the reader trusts
 * @param steps ten, in order
 * @param verdict what they come to
 * @param result what the file proves, or, if the verdict is UNDECIDED, would prove
 * @param charter the charter that governs the result; empty: it was not established
 * @param checkpoint what the file's checkpoint says; not to be trusted unless step 5 is ok
 * @param time between which times all of it came about, and by whose word; empty: step 7 is not ok
 * @param durability until when the file is good; empty: the reader has no present, or steps 1 to 5 are not ok
 * @param doubtful notices that stand, but were signed by a key that its party has since declared compromised, ascending by index; empty if step 10 is not ok, and of a whole log
 */
public record Report(
        Sha256 pinned,
        List<Step> steps,
        Verdict verdict,
        Optional<Result> result,
        Optional<Charter> charter,
        Optional<Checkpoint> checkpoint,
        Optional<TimeBounds> time,
        Optional<Durability> durability,
        List<Doubtful> doubtful) {
    public Report {
        doubtful = List.copyOf(doubtful);
        steps = List.copyOf(steps);
        if (steps.size() != Check.values().length) {
            throw new IllegalArgumentException("steps: " + steps.size() + " (expected: " + Check.values().length + ")");
        }
    }

    /** The report with the verdict to which its parts come. */
    static Report of(
            Sha256 pinned,
            List<Step> steps,
            Optional<Result> result,
            Optional<Charter> charter,
            Optional<Checkpoint> checkpoint,
            Optional<TimeBounds> time,
            Optional<Durability> durability,
            List<Doubtful> doubtful) {
        return new Report(
                pinned,
                steps,
                Verdicts.of(steps, result, charter, time),
                result,
                charter,
                checkpoint,
                time,
                durability,
                doubtful);
    }

    /** How a step came out. */
    public Step step(Check check) {
        return steps.get(check.ordinal());
    }
}
