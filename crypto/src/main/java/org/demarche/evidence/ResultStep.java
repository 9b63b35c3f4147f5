package org.demarche.evidence;

/** Step 10: what the last entry brings, unless some step has failed. */
final class ResultStep {
    private ResultStep() {}

    static Step of(Dossier file) {
        return file.steps().stream().anyMatch(s -> s.status() == Status.FAILED)
                ? notProven()
                : file.result()
                        .map(r -> Step.ok(Check.RESULT, r.sentence())
                                .with(file.doubts().stream()
                                        .map(Doubtful::sentence)
                                        .toList()))
                        .orElseGet(ResultStep::notProven);
    }

    private static Step notProven() {
        return Step.notAsked(Check.RESULT, "the file proves no result");
    }
}
