package org.demarche.server.rpc;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.demarche.envelope.Shape;
import org.demarche.refusal.Refusal;

/** Refuses a request that does not keep the limits of its proto file, before any service sees it. */
final class ShapeCheck implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean refused;

            @Override
            public void onMessage(Q request) {
                Optional<Refusal> refusal =
                        request instanceof Message message ? Shape.check(message) : Optional.empty();
                if (refusal.isEmpty()) {
                    super.onMessage(request);
                    return;
                }
                refused = true;
                StatusRuntimeException error = Errors.of(refusal.get());
                call.close(error.getStatus(), error.getTrailers());
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }
}
