package org.demarche.client.transport;

import io.grpc.StatusRuntimeException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.ReportClockRequest;
import org.demarche.proto.v1.ReportClockResponse;

/** States this machine's clock to the hub and learns the hub's. */
public final class ClockProbe {
    private final Line line;
    private final InstantSource clock;

    /** Probes over {@code line}. */
    public ClockProbe(Line line, InstantSource clock) {
        this.line = line;
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
     * @throws StatusRuntimeException if there is no answer
     * @throws InterruptedException if interrupted
     */
    public Answer ask() throws InterruptedException {
        return line.call(channel -> {
            long asked = clock.millis();
            ReportClockResponse response = DeskServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(line.patience().deadline().toMillis(), TimeUnit.MILLISECONDS)
                    .reportClock(
                            ReportClockRequest.newBuilder().setClockMs(asked).build());
            return new Answer(
                    ahead(asked, response.getClockMs(), clock.millis()),
                    response.getCheckpoint().toByteArray());
        });
    }

    static long ahead(long askedMs, long hubMs, long answeredMs) {
        if (hubMs < askedMs) {
            return hubMs - askedMs;
        }
        return Math.max(0, hubMs - answeredMs);
    }
}
