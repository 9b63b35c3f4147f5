package org.demarche.client;

import java.time.Instant;
import org.demarche.merkle.Head;

/** Is told what a witness does, on its own threads: return soon. */
public interface WitnessListener {
    /**
     * A head was cosigned.
     *
     * @param at the witness's own time
     * @param witnessed whether the hub says that the charter's rule holds over it now
     */
    void onCosigned(Head head, Instant at, boolean witnessed);

    /** A head was not cosigned; one sentence. */
    void onWithheld(String sentence);

    /** The line broke, or the clocks differ; it is tried again. */
    void onTrouble(DeskException trouble);
}
