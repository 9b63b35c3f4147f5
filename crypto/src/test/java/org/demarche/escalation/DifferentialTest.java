package org.demarche.escalation;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Plays random logs to the fold and to the oracle, which was written from the protocol's text alone. {@code -Ddemarche.seed} repeats a run,
 * {@code -Ddemarche.long=true} plays a hundred times as many.
 */
class DifferentialTest {
    private static final int PLAYS = 10;
    private static final int STEPS = 120;

    @Test
    void fold_randomLogs_agreesWithTheOracle() {
        long seed = Long.getLong("demarche.seed", new Random().nextLong());
        int plays = Boolean.getBoolean("demarche.long") ? 100 * PLAYS : PLAYS;
        for (int i = 0; i < plays; i++) {
            long playSeed = seed + i;
            try {
                new Play(playSeed).play(STEPS);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Ddemarche.seed=" + playSeed + ": " + e.getMessage(), e);
            }
        }
    }
}
