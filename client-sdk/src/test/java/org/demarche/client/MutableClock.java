package org.demarche.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.demarche.escalation.Scene;

/** A clock that a test moves. */
public final class MutableClock implements InstantSource {
    private final AtomicLong millis = new AtomicLong(Scene.START);

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    @Override
    public long millis() {
        return millis.get();
    }

    /** Moves it on, or back. */
    public void advance(Duration duration) {
        millis.addAndGet(duration.toMillis());
    }
}
