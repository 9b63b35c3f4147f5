package org.demarche.server.rpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.intake.Quotas;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.server.intake.Streams;

/** What a party may ask at once and in a minute: streams open, and requests other than notices, which the intake counts itself. */
final class CallLimit implements ServerInterceptor {
    private final Quotas quotas;
    private final Streams streams;

    CallLimit(Quotas quotas, Streams streams) {
        this.quotas = quotas;
        this.streams = streams;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String party = Caller.party();
        boolean submits = call.getMethodDescriptor().equals(DeskServiceGrpc.getSubmitMethod());
        if (!submits && !quotas.take(party, Use.REQUEST)) {
            throw exceeded(party + " has made more than " + quotas.perMinute(Use.REQUEST)
                    + " requests within a minute; wait a little");
        }
        if (call.getMethodDescriptor().getType().serverSendsOneMessage()) {
            return next.startCall(call, headers);
        }
        if (!streams.open(party)) {
            throw exceeded(party + " has " + streams.most() + " streams open already; close one first");
        }
        return new Counted<>(start(call, headers, next, party), () -> streams.close(party));
    }

    private <Q, A> ServerCall.Listener<Q> start(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next, String party) {
        try {
            return next.startCall(call, headers);
        } catch (RuntimeException e) {
            streams.close(party);
            throw e;
        }
    }

    private static RuntimeException exceeded(String sentence) {
        return Errors.of(new Refusal(Reason.QUOTA_EXCEEDED, sentence));
    }

    private static final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
        private final Runnable release;
        private final AtomicBoolean released = new AtomicBoolean();

        Counted(ServerCall.Listener<Q> delegate, Runnable release) {
            super(delegate);
            this.release = release;
        }

        private void over() {
            if (released.compareAndSet(false, true)) {
                release.run();
            }
        }

        @Override
        public void onCancel() {
            over();
            super.onCancel();
        }

        @Override
        public void onComplete() {
            over();
            super.onComplete();
        }
    }
}
