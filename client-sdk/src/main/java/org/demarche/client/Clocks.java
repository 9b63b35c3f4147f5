package org.demarche.client;

import java.util.Optional;

/** How this machine's clock and the hub's stood when they were last compared. Thread-safe. */
final class Clocks {
    private Optional<DeskException.ClockSkew> skew = Optional.empty();
    private boolean compared;

    /**
     * They were compared.
     *
     * @param aheadMs by how much the hub's is ahead of this machine's
     * @param allowedMs how much the charter allows
     * @return by how much they differ, if by more
     */
    synchronized Optional<DeskException.ClockSkew> compared(long aheadMs, long allowedMs) {
        compared = true;
        skew = Math.abs(aheadMs) <= allowedMs
                ? Optional.empty()
                : Optional.of(new DeskException.ClockSkew(
                        aheadMs,
                        "the hub's clock is " + Math.abs(aheadMs) + " ms " + (aheadMs > 0 ? "ahead of" : "behind")
                                + " this machine's (the charter allows " + allowedMs + " ms)",
                        "compare this machine's clock with a trusted one; if it is right, call the operator"));
        return skew;
    }

    /** By how much they differ, if by more than the charter allows. */
    synchronized Optional<DeskException.ClockSkew> skew() {
        return skew;
    }

    /** Throws if they differ. */
    void require() throws DeskException {
        Optional<DeskException.ClockSkew> differ = skew();
        if (differ.isPresent()) {
            throw differ.get();
        }
    }

    /** Why this machine's is not to be relied on, if so: it was not compared with the hub's yet, or differs from it. */
    synchronized Optional<String> fault() {
        return compared
                ? skew.map(DeskException::sentence)
                : Optional.of("this machine's clock was not compared with the hub's yet");
    }
}
