package org.demarche.server.witness;

import java.time.Instant;
import java.util.Optional;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.refusal.RefusedException;
import org.demarche.server.log.HubLog;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;

/**
 * When a cosignature over a head can have been made: not before the newest entry that the head covers, and not after the hub's present, both by more than the charter's
 * skew. One that is dated otherwise is the word of a witness whose clock is wrong, and would make the log look as if it had dated its entries wrongly.
 *
 * @param earliestMs milliseconds since 1970 UTC
 * @param latestMs likewise
 */
record Dates(long earliestMs, long latestMs) {
    /** A cosignature states whole seconds, cut. */
    private static final long CUT_MS = 999;

    /**
     * For the head of {@code size} entries.
     *
     * @param nowMs what the hub's clock shows
     */
    static Dates of(HubLog log, long size, long nowMs) {
        long skewMs = log.reigns().at(size).skewMs();
        return new Dates(acceptedAtMs(log, size - 1) - skewMs - CUT_MS, nowMs + skewMs);
    }

    private static long acceptedAtMs(HubLog log, long index) {
        try {
            return UnverifiedEntry.parse(log.entries()
                            .range(index, index + 1, 1)
                            .get(0)
                            .bytes()
                            .toByteArray())
                    .message()
                    .getAcceptedAtMs();
        } catch (RefusedException e) {
            throw new StoreException(Kind.DAMAGED, "entry " + index + " cannot be read: run demarche hub fsck", e);
        }
    }

    /** What is wrong with a time, as a clause; empty: it can be true. */
    Optional<String> whyNot(Instant at) {
        if (at.toEpochMilli() > latestMs) {
            return Optional.of("is dated " + at + ", ahead of the hub's clock by more than the charter's skew");
        }
        return at.toEpochMilli() < earliestMs
                ? Optional.of(
                        "is dated " + at + ", before the newest entry that it covers by more than the charter's skew")
                : Optional.empty();
    }
}
