package org.demarche.misbehaviour;

import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.evidence.Step;
import org.demarche.evidence.Verdict;
import org.demarche.hash.Sha256;

/**
 * What a file is worth: the six steps, the verdict, and what the log is convicted of. A value; {@link ReportText} and {@link ReportJson} print it. It is never PROVEN.
 *
 * @param pinned the hash of charter version 1 that the reader trusts
 * @param steps six, in order
 * @param verdict what they come to
 * @param conviction what the log did, if the verdict is DISPROVEN
 * @param charter the charter that governs behind the file's head; empty: it was not established
 */
public record Report(
        Sha256 pinned, List<Step> steps, Verdict verdict, Optional<Conviction> conviction, Optional<Charter> charter) {
    public Report {
        steps = List.copyOf(steps);
        if (steps.size() != Check.values().length) {
            throw new IllegalArgumentException("steps: " + steps.size() + " (expected: " + Check.values().length + ")");
        }
    }

    /** How a step came out. */
    public Step step(Check check) {
        return steps.get(check.ordinal());
    }
}
