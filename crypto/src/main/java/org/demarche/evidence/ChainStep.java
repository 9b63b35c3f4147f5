package org.demarche.evidence;

import java.util.Optional;

/** Step 8: both chains are whole, and time never decreases. */
final class ChainStep {
    private ChainStep() {}

    static Step of(Dossier file) {
        if (file.broken().isPresent()) {
            return Step.failed(Check.CHAINS, Code.NOT_INCLUDED, file.broken().get());
        }
        Optional<Step> torn = file.replay()
                .flatMap(Replay::stop)
                .flatMap(s -> s.of(Check.CHAINS))
                .filter(s -> s.code().equals(Optional.of(Code.NOT_INCLUDED)));
        if (torn.isPresent()) {
            return torn.get();
        }
        UnverifiedBundle bundle = file.bundle();
        Optional<String> decreases = Chains.timeDecreasesAt(bundle);
        if (decreases.isPresent()) {
            return file.sound()
                    ? Step.failed(Check.CHAINS, Code.TIME, decreases.get())
                    : Step.notAsked(Check.CHAINS, Dossier.BUILDS_ON);
        }
        return Step.ok(
                Check.CHAINS,
                bundle.ofNotice()
                        ? "the governance chain is whole up to the notice"
                        : "the governance chain and the incident's chain are whole up to entry "
                                + bundle.last().index());
    }
}
