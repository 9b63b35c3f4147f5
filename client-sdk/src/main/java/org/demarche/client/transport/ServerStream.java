package org.demarche.client.transport;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What one hub streams, until that breaks. For one thread. */
final class ServerStream<Q, R> implements AutoCloseable {
    private final Line line;
    private final Channel channel;
    private final BlockingClientCall<Q, R> call;

    private ServerStream(Line line, Channel channel, BlockingClientCall<Q, R> call) {
        this.line = line;
        this.channel = channel;
        this.call = call;
    }

    static <Q, R> ServerStream<Q, R> open(Line line, MethodDescriptor<Q, R> method, Q request) {
        Channel channel = line.channel();
        return new ServerStream<>(
                line,
                channel,
                ClientCalls.blockingV2ServerStreamingCall(channel, method, CallOptions.DEFAULT, request));
    }

    /** What comes next; empty if nothing came for {@code silence}. */
    Optional<R> next(Duration silence) throws LineException, InterruptedException {
        try {
            R response = call.read(silence.toMillis(), TimeUnit.MILLISECONDS);
            if (response == null) {
                throw new LineException(new LineException.Failure.Unavailable("the hub ended the stream"));
            }
            return Optional.of(response);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (StatusException e) {
            throw LineException.of(e);
        }
    }

    /** Says that this hub is to be left: the next stream and the next call go to another, if there is one. */
    void leave() {
        line.moveOnFrom(channel);
    }

    @Override
    public void close() {
        call.cancel("followed no longer", null);
    }
}
