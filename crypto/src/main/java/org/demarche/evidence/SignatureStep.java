package org.demarche.evidence;

import java.util.Optional;

/** Step 3: every signature and every proof of possession is true, and by somebody entitled to it under the charter that governs its index. */
final class SignatureStep {
    private SignatureStep() {}

    static Step of(Dossier file) {
        Signatures signatures = file.signatures();
        if (signatures.falsehood().isPresent()) {
            return Step.failed(
                    Check.SIGNATURES, Code.SIGNATURE, signatures.falsehood().get());
        }
        if (file.replay().isEmpty()) {
            return Step.notAsked(
                    Check.SIGNATURES,
                    signatures.sentence()
                            + "; who may sign cannot be told before the charters and chains are whole and logged");
        }
        Optional<Replay.Stop> stop = file.replay().get().stop();
        return stop.flatMap(s -> s.of(Check.SIGNATURES))
                .orElseGet(() -> Step.ok(
                        Check.SIGNATURES,
                        signatures.sentence() + ", by desks that were entitled to them"
                                + (stop.isPresent() ? ", as far as the rules took the entries" : "")));
    }
}
