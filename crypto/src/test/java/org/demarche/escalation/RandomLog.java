package org.demarche.escalation;

import java.util.List;

/**
 * A random log that the fold and the oracle agree on, for those who show what is in logs.
 *
 * @param entries its entries
 * @param ledger what came of them
 * @param nowMs the instant at which it ends
 */
public record RandomLog(List<Entry> entries, Ledger ledger, long nowMs) {
    /** The log of so many steps, the same one for the same seed and keys. */
    public static RandomLog of(long seed, int steps) {
        Play play = new Play(seed);
        play.play(steps);
        return new RandomLog(play.taken(), play.ledger(), play.nowMs());
    }
}
