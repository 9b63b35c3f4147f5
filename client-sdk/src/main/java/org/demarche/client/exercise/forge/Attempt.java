package org.demarche.client.exercise.forge;

import java.util.List;
import org.demarche.evidence.Report;
import org.demarche.evidence.Status;
import org.demarche.evidence.Step;

/**
 * What an operator tried, and what the verification says to it.
 *
 * @param what what was done to history
 * @param beyondAnchors whether it was done to what no author in the file had anchored over
 * @param report what the verification says
 */
public record Attempt(String what, boolean beyondAnchors, Report report) {
    /** What is to be said of an attempt beyond the anchors. */
    public static final String ONLY_A_WITNESS =
            "No author in this file has anchored over its last entry, so the file itself cannot contradict the operator. Every later notice, "
                    + "every receipt and every follower's copy of the log does; inside the file only a witness could, and this charter names none.";

    /** Whether it was found out. */
    public boolean refused() {
        return report.verdict().code().exit() != 0;
    }

    /** The steps that failed or stay undecided, lowest first. */
    public List<Step> against() {
        return report.steps().stream()
                .filter(s -> s.status() == Status.FAILED || s.status() == Status.UNDECIDED)
                .toList();
    }
}
