package org.demarche.client.transport;

import java.time.Duration;

/** Waiting, so that tests need not. */
@FunctionalInterface
public interface Pause {
    /** Waits. */
    void of(Duration duration) throws InterruptedException;

    /** Waits in real time. */
    static Pause real() {
        return duration -> Thread.sleep(duration.toMillis());
    }
}
