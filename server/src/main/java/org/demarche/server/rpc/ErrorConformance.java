package org.demarche.server.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.demarche.refusal.Reason;
import org.demarche.server.door.Mishaps;
import org.jspecify.annotations.Nullable;

/**
 * The outermost interceptor: no error leaves the hub that is not of the shape that {@link Errors} makes. Anything else, and any exception of the hub's own, is
 * logged under a report id and answered as INTERNAL with that id and nothing more. That the store can't be read is no defect: the hub goes on when it can.
 */
final class ErrorConformance implements ServerInterceptor {
    private final Mishaps mishaps;

    ErrorConformance(Supplier<String> reportIds) {
        this.mishaps = new Mishaps(reportIds);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Conforming<Q, A> conforming = new Conforming<>(call);
        try {
            return new Guarded<>(next.startCall(conforming, headers), conforming);
        } catch (RuntimeException e) {
            conforming.fail(e);
            return new ServerCall.Listener<>() {};
        }
    }

    private final class Conforming<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final AtomicBoolean closed = new AtomicBoolean();

        Conforming(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            if (status.isOk() || conforms(status, trailers)) {
                super.close(status, trailers);
                return;
            }
            StatusRuntimeException defect =
                    defect(status.getCause() != null ? status.getCause() : status.asRuntimeException());
            super.close(defect.getStatus(), defect.getTrailers());
        }

        void fail(RuntimeException e) {
            StatusRuntimeException error =
                    e instanceof StatusRuntimeException s && s.getTrailers() != null ? s : defect(e);
            close(error.getStatus(), error.getTrailers());
        }

        private StatusRuntimeException defect(Throwable cause) {
            return Errors.of(mishaps.refusal(getMethodDescriptor().getFullMethodName(), cause));
        }
    }

    /** Exceptions of a handler must not reach gRPC, which would answer UNKNOWN. */
    private static final class Guarded<Q, A> extends SimpleForwardingServerCallListener<Q> {
        private final Conforming<Q, A> call;

        Guarded(ServerCall.Listener<Q> delegate, Conforming<Q, A> call) {
            super(delegate);
            this.call = call;
        }

        private void guard(Runnable event) {
            try {
                event.run();
            } catch (RuntimeException e) {
                call.fail(e);
            }
        }

        @Override
        public void onMessage(Q message) {
            guard(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guard(super::onHalfClose);
        }

        @Override
        public void onReady() {
            guard(super::onReady);
        }

        @Override
        public void onCancel() {
            guard(super::onCancel);
        }

        @Override
        public void onComplete() {
            guard(super::onComplete);
        }
    }

    static boolean conforms(Status status, Metadata trailers) {
        com.google.rpc.Status details = details(status, trailers);
        if (details == null) {
            return false;
        }
        List<ErrorInfo> infos = details.getDetailsList().stream()
                .filter(d -> d.is(ErrorInfo.class))
                .flatMap(d -> unpack(d).stream())
                .toList();
        return infos.size() == 1
                && infos.get(0).getDomain().equals(Errors.DOMAIN)
                && isReason(infos.get(0).getReason(), status);
    }

    private static com.google.rpc.@Nullable Status details(Status status, Metadata trailers) {
        try {
            return StatusProto.fromStatusAndTrailers(status, trailers);
        } catch (IllegalArgumentException e) {
            // The details are of another status than the one that is sent.
            return null;
        }
    }

    private static boolean isReason(String name, Status status) {
        for (Reason reason : Reason.values()) {
            if (reason.name().equals(name)) {
                return Errors.code(reason) == status.getCode();
            }
        }
        return false;
    }

    private static Optional<ErrorInfo> unpack(Any detail) {
        try {
            return Optional.of(detail.unpack(ErrorInfo.class));
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
