package org.demarche.evidence;

import java.util.List;
import java.util.Optional;

/**
 * One step of the verification, as it came out.
 *
 * @param check which step
 * @param status how it came out
 * @param code why the verdict is not PROVEN, if it failed or is undecided
 * @param sentence one plain sentence
 * @param details more, line by line
 */
public record Step(Check check, Status status, Optional<Code> code, String sentence, List<String> details) {
    public Step {
        details = List.copyOf(details);
        if (code.isPresent() != (status == Status.FAILED || status == Status.UNDECIDED)) {
            throw new IllegalArgumentException(
                    "code: " + code + " with " + status + " (expected: one if failed or undecided)");
        }
    }

    static Step ok(Check check, String sentence) {
        return new Step(check, Status.OK, Optional.empty(), sentence, List.of());
    }

    static Step failed(Check check, Code code, String sentence) {
        return new Step(check, Status.FAILED, Optional.of(code), sentence, List.of());
    }

    static Step undecided(Check check, Code code, String sentence) {
        return new Step(check, Status.UNDECIDED, Optional.of(code), sentence, List.of());
    }

    static Step notAsked(Check check, String sentence) {
        return new Step(check, Status.NOT_ASKED, Optional.empty(), sentence, List.of());
    }

    Step with(List<String> more) {
        return new Step(check, status, code, sentence, more);
    }

    boolean ok() {
        return status == Status.OK;
    }
}
