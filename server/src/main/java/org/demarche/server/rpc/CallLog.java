package org.demarche.server.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.demarche.hash.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs each call at its end, where its logger is told to: a number of its own, who called, what, for how long, and what came of it; never what was said in it. The
 * outermost interceptor, so that it sees what the caller sees.
 */
final class CallLog implements ServerInterceptor {
    /** Its logger. */
    static final String LOGGER = "org.demarche.calls";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private final Function<Sha256, Optional<String>> partyOfPin;
    private final AtomicLong calls = new AtomicLong();

    CallLog(Function<Sha256, Optional<String>> partyOfPin) {
        this.partyOfPin = partyOfPin;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!LOG.isDebugEnabled()) {
            return next.startCall(call, headers);
        }
        long number = calls.incrementAndGet();
        long beganNanos = System.nanoTime();
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        log(number, beganNanos, call, status, trailers);
                        super.close(status, trailers);
                    }
                },
                headers);
    }

    private void log(long number, long beganNanos, ServerCall<?, ?> call, Status status, Metadata trailers) {
        Optional<String> party =
                Optional.ofNullable(call.getAttributes().get(Caller.PIN)).flatMap(partyOfPin);
        LoggingEventBuilder event = LOG.atDebug()
                .addKeyValue("call", number)
                .addKeyValue("party", party.orElse("-"))
                .addKeyValue("service", call.getMethodDescriptor().getServiceName())
                .addKeyValue("method", call.getMethodDescriptor().getBareMethodName())
                .addKeyValue("code", status.getCode())
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos));
        Optional<String> reason = reason(status, trailers);
        if (reason.isPresent()) {
            event = event.addKeyValue("reason", reason.get());
        }
        event.log("call ended");
    }

    private static Optional<String> reason(Status status, Metadata trailers) {
        com.google.rpc.Status details = status.isOk() ? null : StatusProto.fromStatusAndTrailers(status, trailers);
        if (details == null) {
            return Optional.empty();
        }
        for (Any detail : details.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    return Optional.of(detail.unpack(ErrorInfo.class).getReason());
                } catch (InvalidProtocolBufferException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
