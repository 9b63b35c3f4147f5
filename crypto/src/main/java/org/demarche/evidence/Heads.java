package org.demarche.evidence;

import java.util.List;
import java.util.function.LongFunction;
import org.demarche.charter.Charter;
import org.demarche.refusal.RefusedException;

/** The heads that a bundle brings, each opened under the keys of the charter that governs behind its last entry. */
sealed interface Heads {
    /**
     * All of them are signed, and bear nobody's signature but the log's and its witnesses'.
     *
     * @param proven the one that everything is proven under
     * @param clockStarts those close to the start of a clock, by size
     */
    record Signed(SignedHead proven, List<SignedHead> clockStarts) implements Heads {
        public Signed {
            clockStarts = List.copyOf(clockStarts);
        }
    }

    /** @param sentence why one of them is worth nothing */
    record Unsigned(String sentence) implements Heads {}

    /**
     * Opens the heads of a bundle.
     *
     * @param governing the charter that governs the proven entry
     * @param behind the charter that governs behind the last entry of a head of this size
     */
    static Heads open(UnverifiedBundle bundle, Charter governing, LongFunction<Charter> behind) {
        try {
            return new HeadOpener(bundle, governing, behind).open();
        } catch (RefusedException e) {
            return new Unsigned(e.refusal().sentence());
        }
    }
}
