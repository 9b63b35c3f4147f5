package org.demarche.client.exercise.forge;

import java.util.List;
import org.demarche.evidence.Report;
import org.demarche.evidence.Status;
import org.demarche.evidence.Step;
import org.demarche.evidence.VerdictClass;

/**
 * What an operator tried, and what the verification says to it.
 *
 * @param what what was done to history
 * @param report what the verification says
 */
public record Attempt(String what, Report report) {
    /** What is to be said of an attempt that leaves the verification undecided. */
    public static final String NOT_PROVEN =
            "Not proven is not disproven: no author in this file has anchored over its last entry, so nothing in the file contradicts the operator. "
                    + "But a history counts only with the witnesses, and no key that the operator holds makes them cosign a second one.";

    /** Whether it came to nothing: the file proves nothing to anybody. */
    public boolean refused() {
        return report.verdict().code().exit() != 0;
    }

    /** Whether the file is merely not proven. */
    public boolean undecided() {
        return report.verdict().code().verdictClass() == VerdictClass.UNDECIDED;
    }

    /** The steps that failed or stay undecided, lowest first. */
    public List<Step> against() {
        return report.steps().stream()
                .filter(s -> s.status() == Status.FAILED || s.status() == Status.UNDECIDED)
                .toList();
    }
}
