package org.demarche.server.witness;

import java.util.Optional;

/** Whether the witnesses keep up with the log: says once when for a minute none of its heads was witnessed though it has grown, and once when one is again. */
final class Lag {
    /** For how long the newest entries may stay without witnesses, in milliseconds. */
    static final long LONGEST_MS = 60_000;

    private long witnessed = -1;
    private long keptUpMs;
    private boolean said;

    /**
     * Looks.
     *
     * @param size the number of entries of the log
     * @param witnessedSize how many of them the newest witnessed head covers
     * @param nowMs how much time has passed, in milliseconds
     * @return what the operator is to be told
     */
    Optional<String> look(long size, long witnessedSize, long nowMs) {
        boolean first = witnessed < 0;
        if (first || witnessedSize > witnessed || witnessedSize >= size) {
            witnessed = witnessedSize;
            keptUpMs = nowMs;
            boolean again = said;
            said = false;
            return again
                    ? Optional.of("heads of the log are witnessed again, up to entry " + (witnessedSize - 1))
                    : Optional.empty();
        }
        if (said || nowMs - keptUpMs < LONGEST_MS) {
            return Optional.empty();
        }
        said = true;
        return Optional.of(
                "no head of the log was witnessed for " + LONGEST_MS / 1_000 + " s, though it has grown to "
                        + size + " entries, of which " + witnessedSize
                        + " are witnessed: see demarche hub witnesses, and call the parties whose witnesses are missing; notices are logged all the same");
    }
}
