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
public record Step(NumberedCheck check, Status status, Optional<Code> code, String sentence, List<String> details) {
    public Step {
        details = List.copyOf(details);
        if (code.isPresent() != (status == Status.FAILED || status == Status.UNDECIDED)) {
            throw new IllegalArgumentException(
                    "code: " + code + " with " + status + " (expected: one if failed or undecided)");
        }
    }

    /** It holds. */
    public static Step ok(NumberedCheck check, String sentence) {
        return new Step(check, Status.OK, Optional.empty(), sentence, List.of());
    }

    /** It does not hold. */
    public static Step failed(NumberedCheck check, Code code, String sentence) {
        return new Step(check, Status.FAILED, Optional.of(code), sentence, List.of());
    }

    /** The file does not bring what it takes to tell. */
    public static Step undecided(NumberedCheck check, Code code, String sentence) {
        return new Step(check, Status.UNDECIDED, Optional.of(code), sentence, List.of());
    }

    /** It says nothing. */
    public static Step notAsked(NumberedCheck check, String sentence) {
        return new Step(check, Status.NOT_ASKED, Optional.empty(), sentence, List.of());
    }

    Step with(List<String> more) {
        return new Step(check, status, code, sentence, more);
    }

    /** Whether it holds. */
    public boolean ok() {
        return status == Status.OK;
    }

    /** One line for people, without the details. */
    public String line() {
        return "%2d  %-9s  %s: %s".formatted(check.number(), status.word(), check.title(), sentence)
                + code.map(c -> " [" + c.exit() + "]").orElse("");
    }
}
