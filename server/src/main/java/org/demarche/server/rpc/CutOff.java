package org.demarche.server.rpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;
import org.demarche.refusal.Refusal;
import org.demarche.server.log.Contact;

/** Sends whoever asks to another hub while this one does not know the end of the log. */
final class CutOff implements ServerInterceptor {
    private final Contact contact;

    CutOff(Contact contact) {
        this.contact = contact;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<Refusal> refusal = contact.refusal();
        if (refusal.isPresent()) {
            throw Errors.of(refusal.get());
        }
        return next.startCall(call, headers);
    }
}
