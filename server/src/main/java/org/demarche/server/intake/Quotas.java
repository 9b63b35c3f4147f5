package org.demarche.server.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** How much a party may ask of the hub: a bucket of tokens for each party and use, refilled over a minute. Thread-safe. */
public final class Quotas {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int HELD_BACK_S = 15;

    /** What is counted. */
    public enum Use {
        /** Notices. */
        NOTICE,
        /** FLASH notices: a reserve on top of {@link #NOTICE}. */
        FLASH,
        /** Charters, assents and key changes, which every later bundle carries. */
        ROOT,
        /** Other requests. */
        REQUEST,
        /** Files of the log: whoever fetches all of them must not keep the party's desks from asking. */
        FILE,
        /** Refusals that the hub signs: beyond it, it refuses without signing, since a signature costs more than a request. */
        SIGNED_REFUSAL
    }

    private record Account(String party, Use use) {}

    private final Map<Use, Integer> perMinute;
    private final LongSupplier monotonicNanos;
    // A bucket left alone for a minute is full again, so forgetting it then gives nothing away.
    private final Cache<Account, Bucket> buckets;

    /**
     * Quotas.
     *
     * @param perMinute tokens that each use gets in a minute, and its greatest burst
     * @param monotonicNanos a clock that is never set
     */
    public Quotas(Map<Use, Integer> perMinute, LongSupplier monotonicNanos) {
        this.perMinute = Map.copyOf(perMinute);
        this.monotonicNanos = monotonicNanos;
        this.buckets = Caffeine.newBuilder()
                .ticker(monotonicNanos::getAsLong)
                .expireAfterAccess(Duration.ofMinutes(2))
                .build();
        for (Use use : Use.values()) {
            if (perMinute.getOrDefault(use, 0) < 1) {
                throw new IllegalArgumentException(use + ": " + perMinute.get(use) + " (expected: >= 1)");
            }
        }
    }

    /** Takes a token; whether there was one. */
    public boolean take(String party, Use use) {
        return buckets.get(new Account(party, use), a -> new Bucket(perMinute(use), monotonicNanos.getAsLong()))
                .take(monotonicNanos.getAsLong());
    }

    /** Takes a token for a FLASH: from its reserve, else from the party's notices. */
    public boolean takeFlash(String party) {
        return take(party, Use.FLASH) || take(party, Use.NOTICE);
    }

    /** Who has asked for more than there was within the last {@value #HELD_BACK_S} seconds, by what it was. */
    public SortedMap<String, Set<Use>> heldBack() {
        long nowNanos = monotonicNanos.getAsLong();
        SortedMap<String, Set<Use>> all = new TreeMap<>();
        buckets.asMap().forEach((account, bucket) -> {
            // A FLASH beyond its reserve is a notice like others, and a refusal that is not signed is one all the same.
            if (account.use() != Use.FLASH && account.use() != Use.SIGNED_REFUSAL && bucket.refusedSince(nowNanos)) {
                all.computeIfAbsent(account.party(), p -> EnumSet.noneOf(Use.class))
                        .add(account.use());
            }
        });
        return all;
    }

    /** The tokens that a use gets in a minute. */
    public int perMinute(Use use) {
        return Objects.requireNonNull(perMinute.get(use), "every use has its share");
    }

    private static final class Bucket {
        private final int perMinute;
        private double tokens;
        private long refilledNanos;
        private boolean refused;
        private long refusedNanos;

        Bucket(int perMinute, long nowNanos) {
            this.perMinute = perMinute;
            this.tokens = perMinute;
            this.refilledNanos = nowNanos;
        }

        synchronized boolean refusedSince(long nowNanos) {
            return refused && nowNanos - refusedNanos <= HELD_BACK_S * 1_000_000_000L;
        }

        synchronized boolean take(long nowNanos) {
            long passed = Math.max(0, nowNanos - refilledNanos);
            tokens = Math.min(perMinute, tokens + (double) passed / MINUTE_NANOS * perMinute);
            refilledNanos += passed;
            if (tokens < 1) {
                refused = true;
                refusedNanos = nowNanos;
                return false;
            }
            tokens -= 1;
            return true;
        }
    }
}
