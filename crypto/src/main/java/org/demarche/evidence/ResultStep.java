package org.demarche.evidence;

import java.util.List;

/** Step 10: what the last entry brings, unless some step has failed. */
final class ResultStep {
    private ResultStep() {}

    static Step of(Dossier file) {
        return file.steps().stream().anyMatch(s -> s.status() == Status.FAILED)
                ? notProven()
                : file.result()
                        .map(r -> Step.ok(Check.RESULT, r.sentence())
                                .with(file.replay().map(Doubts::of).orElse(List.of())))
                        .orElseGet(ResultStep::notProven);
    }

    private static Step notProven() {
        return Step.notAsked(Check.RESULT, "the file proves no result");
    }
}
