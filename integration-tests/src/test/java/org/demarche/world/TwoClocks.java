package org.demarche.world;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.demarche.server.clock.HubClock;

/** A machine's wall clock and monotonic clock, moved by hand. */
public final class TwoClocks implements InstantSource {
    private final AtomicLong wallMs;
    private final AtomicLong monotonicNanos = new AtomicLong(7_000_000_000L);

    /** Clocks that stand at {@code start}. */
    public TwoClocks(Instant start) {
        wallMs = new AtomicLong(start.toEpochMilli());
    }

    /** Both, for a hub. */
    public HubClock forHub() {
        return new HubClock(this, monotonicNanos::get);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(wallMs.get());
    }

    @Override
    public long millis() {
        return wallMs.get();
    }

    /** Time passes. */
    public void pass(Duration duration) {
        monotonicNanos.addAndGet(duration.toNanos());
        wallMs.addAndGet(duration.toMillis());
    }

    /** Somebody sets the wall clock. */
    public void step(Duration duration) {
        wallMs.addAndGet(duration.toMillis());
    }
}
