package org.demarche.misbehaviour;

import java.util.Optional;
import org.demarche.evidence.Code;
import org.demarche.evidence.Status;

/**
 * One step of the verification, as it came out. The last one <em>fails</em> where the log is convicted, as steps of evidence do.
 *
 * @param check which step
 * @param status how it came out
 * @param code what it comes to, if it failed or is undecided
 * @param sentence one plain sentence
 */
public record Step(Check check, Status status, Optional<Code> code, String sentence) {
    public Step {
        if (code.isPresent() != (status == Status.FAILED || status == Status.UNDECIDED)) {
            throw new IllegalArgumentException(
                    "code: " + code + " with " + status + " (expected: one if failed or undecided)");
        }
    }

    static Step ok(Check check, String sentence) {
        return new Step(check, Status.OK, Optional.empty(), sentence);
    }

    static Step failed(Check check, Code code, String sentence) {
        return new Step(check, Status.FAILED, Optional.of(code), sentence);
    }

    static Step undecided(Check check, Code code, String sentence) {
        return new Step(check, Status.UNDECIDED, Optional.of(code), sentence);
    }

    static Step notAsked(Check check, String sentence) {
        return new Step(check, Status.NOT_ASKED, Optional.empty(), sentence);
    }

    boolean ok() {
        return status == Status.OK;
    }
}
