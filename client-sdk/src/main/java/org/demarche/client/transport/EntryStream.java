package org.demarche.client.transport;

import java.time.Duration;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.proto.v1.FollowResponse;

/** The log as it grows, entries and heads over them, from one hub until that breaks. For one thread. */
public final class EntryStream implements AutoCloseable {
    private final ServerStream<FollowRequest, FollowResponse> stream;

    private EntryStream(ServerStream<FollowRequest, FollowResponse> stream) {
        this.stream = stream;
    }

    static EntryStream open(Line line, long fromIndex, long clockMs) {
        FollowRequest request = FollowRequest.newBuilder()
                .setFromIndex(fromIndex)
                .setClockMs(clockMs)
                .build();
        return new EntryStream(ServerStream.open(line, DeskServiceGrpc.getFollowMethod(), request));
    }

    /**
     * What comes next.
     *
     * @param silence after how long without a word the line counts as broken
     * @throws LineException if the stream has ended
     */
    public FollowResponse next(Duration silence) throws LineException, InterruptedException {
        return stream.next(silence)
                .orElseThrow(() -> new LineException(
                        new LineException.Failure.Unavailable("the hub was silent for " + silence.toSeconds() + " s")));
    }

    /** Says that this hub is to be left: the next stream and the next call go to another, if there is one. */
    public void leave() {
        stream.leave();
    }

    @Override
    public void close() {
        stream.close();
    }
}
