package org.demarche.evidence;

import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;

/** From the ten steps to the verdict. */
final class Verdicts {
    private Verdicts() {}

    /** That of the lowest failed step, else of the lowest undecided one, else PROVEN. */
    static Code code(List<Step> steps) {
        return decisive(steps).flatMap(Step::code).orElse(Code.PROVEN);
    }

    static Verdict of(List<Step> steps, Optional<Result> result, Optional<Charter> charter, Optional<TimeBounds> time) {
        Code code = code(steps);
        String why = decisive(steps)
                .map(s -> "step " + s.check().number() + ", " + s.sentence())
                .orElse("");
        return switch (code.verdictClass()) {
            case PROVEN ->
                new Verdict(code, "PROVEN: " + proven(steps, result) + "." + doubts(steps) + caveat(charter, time));
            case INVALID -> new Verdict(code, "INVALID: this file proves nothing (" + why + ").");
            case DISPROVEN ->
                new Verdict(
                        code,
                        "DISPROVEN: the log contradicts its own rules (" + why
                                + "). Keep this file: it convicts the log.");
            case UNDECIDED ->
                new Verdict(
                        code,
                        "UNDECIDED: " + why + "."
                                + result.map(r -> " It would prove: " + r.sentence() + ".")
                                        .orElse(""));
        };
    }

    private static Optional<Step> decisive(List<Step> steps) {
        return first(steps, Status.FAILED).or(() -> first(steps, Status.UNDECIDED));
    }

    private static Optional<Step> first(List<Step> steps, Status status) {
        return steps.stream().filter(s -> s.status() == status).findFirst();
    }

    /** What is proven. A verdict is never PROVEN by default: whatever must hold must be ok, and there must be a result. */
    private static String proven(List<Step> steps, Optional<Result> result) {
        for (Step step : steps) {
            boolean optional = step.check() == Check.WITNESSES || step.check() == Check.TIME;
            if (!step.ok() && !(optional && step.status() == Status.NOT_ASKED)) {
                throw new IllegalStateException(
                        "step " + step.check().number() + ": " + step.status() + " without a code");
            }
        }
        return result.orElseThrow(() -> new IllegalStateException("every step is ok, but there is no result"))
                .sentence();
    }

    private static String doubts(List<Step> steps) {
        int count = steps.get(Check.RESULT.ordinal()).details().size();
        return count == 0
                ? ""
                : " DOUBTFUL: " + count + (count == 1 ? " notice in it was" : " notices in it were")
                        + " signed by a key that its party has since declared compromised; step 10 tells which.";
    }

    /** What nobody outside the hub vouches for, though it is proven. */
    private static String caveat(Optional<Charter> charter, Optional<TimeBounds> time) {
        boolean witnessed = charter.flatMap(Charter::witnessed).isPresent();
        boolean attested = time.flatMap(TimeBounds::authorities)
                .flatMap(TimeBounds.ByAuthorities::existedBy)
                .isPresent();
        String history = witnessed
                ? ""
                : " The charter names no witness; " + (attested ? "history is" : "time and history are")
                        + " the hub's word.";
        return history
                + time.filter(TimeBounds::unattested)
                        .map(t -> " Time is unattested: " + TimeStep.lacking(t) + ".")
                        .orElse("");
    }
}
