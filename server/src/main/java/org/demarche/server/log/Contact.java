package org.demarche.server.log;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.store.LogStore;

/**
 * When a hub last knew the whole log. The hub of a store that nobody else writes to always does. One that shares its store and has not reached it for a while does
 * not: others may have gone on without it, so what it would show as the newest may be old. Thread-safe.
 */
public final class Contact {
    /** Longer than a commit takes, or a failover that goes well. */
    static final long LONGEST_MS = 5_000;

    private static final Refusal CUT_OFF = new Refusal(
            Reason.NOT_READY,
            "the hub is cut off from its database and does not know the newest entries: ask another hub, or this one again in a moment");

    private final LogStore store;
    private final LongSupplier monotonicMs;
    private final AtomicLong knewAllMs;
    private volatile long answeredAfterMs;

    /**
     * The whole log is known now.
     *
     * @param monotonicMs how much time passes, in milliseconds
     */
    public Contact(LogStore store, LongSupplier monotonicMs) {
        this.store = store;
        this.monotonicMs = monotonicMs;
        this.knewAllMs = new AtomicLong(monotonicMs.getAsLong());
    }

    /** All that was durable at this time is known. */
    public void knewAll(long atMs) {
        knewAllMs.accumulateAndGet(atMs, Math::max);
    }

    /** For how long it has not been known, in milliseconds; 0 where nobody else writes. */
    public long sinceMs() {
        return store.isShared() ? Math.max(0, monotonicMs.getAsLong() - knewAllMs.get()) : 0;
    }

    /** The store has answered, or has failed to, after so long. */
    public void answered(long afterMs) {
        answeredAfterMs = afterMs;
    }

    /** How long the store took to answer when it was last asked how it is, in milliseconds. */
    public long answeredAfterMs() {
        return answeredAfterMs;
    }

    /** What whoever asks for the log is told at present; empty: what is known is the log. */
    public Optional<Refusal> refusal() {
        return isLost() ? Optional.of(CUT_OFF) : Optional.empty();
    }

    /**
     * Why the hub is of no use at present, in a sentence for the operator.
     *
     * @param trouble what the store was last heard to say
     */
    public Optional<String> whyCutOff(Optional<String> trouble) {
        return isLost()
                ? Optional.of("cut off from its database, so that others may have written what it does not know: "
                        + trouble.orElse("no write of its own has been confirmed for " + LONGEST_MS / 1_000
                                + " s; see whether the servers can be reached, and a standby streams"))
                : Optional.empty();
    }

    private boolean isLost() {
        return store.isShared() && monotonicMs.getAsLong() - knewAllMs.get() > LONGEST_MS;
    }
}
