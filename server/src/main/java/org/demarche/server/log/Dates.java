package org.demarche.server.log;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;
import org.demarche.charter.Charter;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.refusal.RefusedException;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.timestamp.VerifiedToken;

/**
 * When a cosignature or a token over a head can have been made: not before the newest entry that the head covers, and not after the hub's present, both by more than the
 * charter's skew. One that is dated otherwise is the word of somebody whose clock is wrong, and would make the log look as if it had dated its entries wrongly.
 *
 * @param earliestMs milliseconds since 1970 UTC
 * @param latestMs likewise
 */
public record Dates(long earliestMs, long latestMs) {
    /** A cosignature states whole seconds, cut. */
    private static final long CUT_MS = 999;

    /**
     * For the head of {@code size} entries.
     *
     * @param size at least 1
     * @param nowMs what the hub's clock shows
     */
    public static Dates of(HubLog log, long size, long nowMs) {
        return of(
                log.reigns()::at,
                index -> log.entries().range(index, index + 1, 1).get(0).bytes(),
                size,
                nowMs);
    }

    /**
     * For the head of {@code size} entries of a log that no hub runs on.
     *
     * @param charterBehind the charter that governs behind so many entries
     * @param entry an entry's bytes, by its index
     * @param size at least 1
     * @param nowMs what a clock shows
     */
    public static Dates of(LongFunction<Charter> charterBehind, LongFunction<ByteString> entry, long size, long nowMs) {
        // A reader may judge the head by the charter behind it or by the one before its last entry.
        long skewMs = Math.min(
                charterBehind.apply(size).skewMs(),
                charterBehind.apply(Math.max(1, size - 1)).skewMs());
        return new Dates(acceptedAtMs(size - 1, entry.apply(size - 1)) - skewMs, nowMs + skewMs);
    }

    private static long acceptedAtMs(long index, ByteString entry) {
        try {
            return UnverifiedEntry.parse(entry.toByteArray()).message().getAcceptedAtMs();
        } catch (RefusedException e) {
            throw new StoreException(Kind.DAMAGED, "entry " + index + " cannot be read: run demarche hub fsck", e);
        }
    }

    /** What is wrong with the time of a cosignature, as a clause; empty: it can be true. */
    public Optional<String> whyNot(Instant cosignedAt) {
        return whyNot(cosignedAt, cosignedAt.plusMillis(CUT_MS));
    }

    /** What is wrong with the time of a token, as a clause; empty: it can be true. */
    public Optional<String> whyNot(VerifiedToken token) {
        return whyNot(token.statedAt(), token.existedBy());
    }

    private Optional<String> whyNot(Instant stated, Instant existedBy) {
        if (stated.toEpochMilli() > latestMs) {
            return Optional.of("is dated " + stated + ", ahead of the hub's clock by more than the charter's skew");
        }
        return existedBy.toEpochMilli() < earliestMs
                ? Optional.of("is dated " + stated
                        + ", before the newest entry that it covers by more than the charter's skew")
                : Optional.empty();
    }
}
