package org.demarche.evidence;

import java.util.Optional;
import java.util.stream.Stream;
import org.demarche.witness.Cosigned;

/** Step 6: the witnesses that the charter asks for have cosigned the head, and no cosignature is false. */
final class WitnessStep {
    /** Why neither witnesses nor time are asked for. */
    static final String NO_WITNESS = "the charter names no witness; time and history are the hub's word";

    private static final String NO_WITNESS_BUT_TIME = "the charter names no witness; history is the hub's word";

    private WitnessStep() {}

    static Step of(Dossier file) {
        if (!(file.heads().orElse(null) instanceof Heads.Signed heads)) {
            return Step.notAsked(Check.WITNESSES, Dossier.BUILDS_ON);
        }
        if (heads.proven().cosigned().isEmpty()) {
            return heads.clockStarts().isEmpty()
                    ? Step.notAsked(
                            Check.WITNESSES,
                            heads.proven().charter().timestamped().isEmpty() ? NO_WITNESS : NO_WITNESS_BUT_TIME)
                    : failed("clock_starts: further heads, which a charter without witnesses has no use for");
        }
        Optional<String> falsehood = Stream.concat(Stream.of(heads.proven()), heads.clockStarts().stream())
                .flatMap(h -> h.cosigned().stream())
                .flatMap(c -> c.falsehood().stream())
                .findFirst();
        if (falsehood.isPresent()) {
            return failed(falsehood.get());
        }
        return judge(heads.proven().cosigned());
    }

    /**
     * What the cosignatures on one head come to.
     *
     * @param said empty: the charter asks for no witness
     */
    static Step judge(Optional<Cosigned> said) {
        if (said.isEmpty()) {
            return Step.notAsked(Check.WITNESSES, NO_WITNESS);
        }
        Cosigned cosigned = said.get();
        if (cosigned.falsehood().isPresent()) {
            return failed(cosigned.falsehood().get());
        }
        String rule = "\"" + cosigned.tally().clause() + "\"";
        if (!cosigned.tally().holds()) {
            return Step.undecided(
                    Check.WITNESSES,
                    Code.TOO_FEW_WITNESSES,
                    "too few witnesses cosigned: " + rule + " still misses "
                            + cosigned.tally().shortfall());
        }
        return Step.ok(Check.WITNESSES, String.join(", ", cosigned.valid()) + " cosigned the head (" + rule + ")");
    }

    private static Step failed(String sentence) {
        return Step.failed(Check.WITNESSES, Code.SIGNATURE, sentence);
    }
}
