package org.demarche.evidence;

import java.util.Optional;

/** Step 9: the rules, applied anew, take every entry. */
final class FoldStep {
    private FoldStep() {}

    static Step of(Dossier file) {
        if (file.replay().isEmpty() || !file.ok(Check.CHAINS)) {
            return Step.notAsked(Check.FOLD, "only signed entries in whole chains can be held against the rules");
        }
        Optional<Replay.Stop> stop = file.replay().get().stop();
        Optional<Step> refused = stop.flatMap(s -> s.of(Check.FOLD));
        if (refused.isPresent()) {
            return file.sound() ? refused.get() : Step.notAsked(Check.FOLD, Dossier.BUILDS_ON);
        }
        if (stop.isPresent()) {
            return Step.notAsked(Check.FOLD, "the rules ask who may sign first");
        }
        return Step.ok(Check.FOLD, "all " + file.bundle().all().size() + ", applied anew in the order of the log");
    }
}
