package org.demarche.server.rpc;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import org.demarche.proto.v1.FollowHead;
import org.demarche.proto.v1.FollowResponse;
import org.demarche.refusal.Refusal;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.delivery.Sink;
import org.demarche.server.witness.OpenedHead;

/** A follower's stream. */
final class FollowSink implements Sink {
    private final ServerCallStreamObserver<FollowResponse> stream;
    private final ClockGuard guard;

    FollowSink(ServerCallStreamObserver<FollowResponse> stream, ClockGuard guard) {
        this.stream = stream;
        this.guard = guard;
    }

    @Override
    public boolean isReady() {
        return stream.isReady() && !stream.isCancelled();
    }

    @Override
    public void entry(ByteString entry) {
        stream.onNext(FollowResponse.newBuilder().setEntry(entry).build());
    }

    @Override
    public void head(ByteString checkpoint, boolean caughtUp, Optional<OpenedHead> witnessed) {
        FollowHead.Builder head = FollowHead.newBuilder()
                .setCheckpoint(checkpoint)
                .setClockMs(guard.wallMs())
                .setCaughtUp(caughtUp);
        witnessed.map(OpenedHead::message).ifPresent(head::setWitnessed);
        stream.onNext(FollowResponse.newBuilder().setHead(head).build());
    }

    @Override
    public void over(Refusal why) {
        if (!stream.isCancelled()) {
            stream.onError(Errors.of(why));
        }
    }

    @Override
    public void fail(RuntimeException e) {
        if (!stream.isCancelled()) {
            stream.onError(e);
        }
    }
}
