package org.demarche.archive;

import java.time.Instant;
import java.util.Map;

/**
 * Until when the reader trusts which algorithm, to that instant included. One that is not named is trusted without end: what falls is for the reader to say, never for a file or for
 * this program.
 */
public record Algorithms(Map<Algorithm, Instant> trustedUntil) {
    /** Every algorithm is trusted. */
    public static final Algorithms ALL_TRUSTED = new Algorithms(Map.of());

    public Algorithms {
        trustedUntil = Map.copyOf(trustedUntil);
    }

    /** The end of one of them; {@link Instant#MAX} if it has none. */
    public Instant until(Algorithm algorithm) {
        return trustedUntil.getOrDefault(algorithm, Instant.MAX);
    }
}
