package org.demarche.server.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A machine's two clocks, moved by hand. */
public final class ManualClock {
    private final AtomicLong wallMs;
    private final AtomicLong monotonicNanos = new AtomicLong(7_000_000_000L);

    /** Clocks that stand at {@code start}. */
    public ManualClock(Instant start) {
        wallMs = new AtomicLong(start.toEpochMilli());
    }

    /** The clocks, for the hub. */
    public HubClock hubClock() {
        return new HubClock(() -> Instant.ofEpochMilli(wallMs.get()), monotonicNanos::get);
    }

    /** Milliseconds since 1970 UTC. */
    public long wallMs() {
        return wallMs.get();
    }

    /** Time passes. */
    public void pass(Duration duration) {
        wallMs.addAndGet(duration.toMillis());
        monotonicNanos.addAndGet(duration.toNanos());
    }

    /** Somebody sets the wall clock. */
    public void step(Duration duration) {
        wallMs.addAndGet(duration.toMillis());
    }
}
