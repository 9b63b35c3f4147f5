package org.demarche.server.rpc;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.util.Optional;
import java.util.function.Function;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.OptionsProto;
import org.demarche.proto.v1.Role;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/**
 * Lets a call through if the caller has the role that the service's {@code (role)} option names. Asked anew for every call, so a pin that ends in the middle of
 * a connection ends there. A service without a role is one that nobody may call; health is for every party.
 */
final class RoleCheck implements ServerInterceptor {
    private static final String HEALTH = "grpc.health.v1.Health";

    private final Function<Sha256, Optional<String>> partyOfPin;

    RoleCheck(Function<Sha256, Optional<String>> partyOfPin) {
        this.partyOfPin = partyOfPin;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Role role = role(call.getMethodDescriptor());
        if (role != Role.ROLE_PARTY) {
            throw Errors.of(new Refusal(
                    Reason.NOT_FOUND,
                    "no such service: " + call.getMethodDescriptor().getServiceName()));
        }
        Sha256 pin = call.getAttributes().get(Caller.PIN);
        String party = Optional.ofNullable(pin)
                .flatMap(partyOfPin)
                .orElseThrow(
                        () -> Errors.of(
                                new Refusal(
                                        Reason.PIN_UNKNOWN,
                                        "the TLS pin " + (pin == null ? "(none)" : pin.fingerprint())
                                                + " belongs to no party; let your party's root key enrol it, or connect with one that is enrolled")));
        return Contexts.interceptCall(Context.current().withValue(Caller.PARTY, party), call, headers, next);
    }

    private static Role role(MethodDescriptor<?, ?> method) {
        if (method.getServiceName() != null && method.getServiceName().equals(HEALTH)) {
            return Role.ROLE_PARTY;
        }
        if (method.getSchemaDescriptor() instanceof ProtoServiceDescriptorSupplier supplier) {
            ServiceDescriptor service = supplier.getServiceDescriptor();
            return service.getOptions().getExtension(OptionsProto.role);
        }
        return Role.ROLE_UNSPECIFIED;
    }
}
