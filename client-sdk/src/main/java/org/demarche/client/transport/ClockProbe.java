package org.demarche.client.transport;

import java.time.InstantSource;
import org.demarche.proto.v1.ReportClockResponse;

/** States this machine's clock to the hub and learns the hub's. */
public final class ClockProbe {
    private final RemoteHub hub;
    private final InstantSource clock;

    /** Asks {@code hub}. */
    public ClockProbe(RemoteHub hub, InstantSource clock) {
        this.hub = hub;
        this.clock = clock;
    }

    /**
     * What came back.
     *
     * @param aheadMs by how many milliseconds the hub's clock is ahead of this machine's for certain: 0 if it lies within the time that the question took; negative if
     *     behind
     * @param checkpoint the hub's newest checkpoint, unverified
     */
    public record Answer(long aheadMs, byte[] checkpoint) {
        public Answer {
            checkpoint = checkpoint.clone();
        }

        @Override
        public byte[] checkpoint() {
            return checkpoint.clone();
        }
    }

    /**
     * Asks once.
     *
     * @throws LineException if there is no answer
     * @throws InterruptedException if interrupted
     */
    public Answer ask() throws LineException, InterruptedException {
        long asked = clock.millis();
        ReportClockResponse response = hub.reportClock(asked);
        return new Answer(
                ahead(asked, response.getClockMs(), clock.millis()),
                response.getCheckpoint().toByteArray());
    }

    static long ahead(long askedMs, long hubMs, long answeredMs) {
        if (hubMs < askedMs) {
            return hubMs - askedMs;
        }
        return Math.max(0, hubMs - answeredMs);
    }
}
