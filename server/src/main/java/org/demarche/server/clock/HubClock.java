package org.demarche.server.clock;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of the machine.
 *
 * @param wall what time it is
 * @param monotonicNanos how much time passes, in nanoseconds from an arbitrary origin; never set
 */
public record HubClock(InstantSource wall, LongSupplier monotonicNanos) {
    /** The machine's own. */
    public static HubClock system() {
        return new HubClock(InstantSource.system(), System::nanoTime);
    }

    /** Milliseconds since 1970 UTC. */
    public long wallMs() {
        return wall.millis();
    }

    /** Milliseconds from an arbitrary origin. */
    public long monotonicMs() {
        return Math.floorDiv(monotonicNanos.getAsLong(), 1_000_000L);
    }
}
