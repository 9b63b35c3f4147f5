package org.demarche.client.transport;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.proto.v1.FollowResponse;

/** The log as it grows, entries and heads over them, from one hub until that breaks. For one thread. */
public final class EntryStream implements AutoCloseable {
    private final Line line;
    private final Channel channel;
    private final BlockingClientCall<FollowRequest, FollowResponse> call;

    private EntryStream(Line line, Channel channel, BlockingClientCall<FollowRequest, FollowResponse> call) {
        this.line = line;
        this.channel = channel;
        this.call = call;
    }

    static EntryStream open(Line line, long fromIndex, long clockMs) {
        FollowRequest request = FollowRequest.newBuilder()
                .setFromIndex(fromIndex)
                .setClockMs(clockMs)
                .build();
        Channel channel = line.channel();
        return new EntryStream(
                line,
                channel,
                ClientCalls.blockingV2ServerStreamingCall(
                        channel, DeskServiceGrpc.getFollowMethod(), CallOptions.DEFAULT, request));
    }

    /**
     * What comes next.
     *
     * @param silence after how long without a word the line counts as broken
     * @throws LineException if the stream has ended
     */
    public FollowResponse next(Duration silence) throws LineException, InterruptedException {
        try {
            FollowResponse response = call.read(silence.toMillis(), TimeUnit.MILLISECONDS);
            if (response == null) {
                throw new LineException(new LineException.Failure.Unavailable("the hub ended the stream"));
            }
            return response;
        } catch (TimeoutException e) {
            String said = "the hub was silent for " + silence.toSeconds() + " s";
            throw new LineException(new LineException.Failure.Unavailable(said));
        } catch (StatusException e) {
            throw LineException.of(e);
        }
    }

    /** Says that this hub is to be left: the next stream and the next call go to another, if there is one. */
    public void leave() {
        line.moveOnFrom(channel);
    }

    @Override
    public void close() {
        call.cancel("the desk follows no longer", null);
    }
}
