package org.demarche.server.rpc;

import com.google.protobuf.Empty;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** Answers calls of methods that the hub does not have, in the shape of its other errors. */
final class UnknownMethods extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String methodName, @Nullable String authority) {
        MethodDescriptor<Empty, Empty> method = MethodDescriptor.<Empty, Empty>newBuilder()
                .setType(MethodType.UNKNOWN)
                .setFullMethodName(methodName)
                .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .build();
        return ServerMethodDefinition.create(method, (call, headers) -> {
            StatusRuntimeException error = Errors.of(new Refusal(Reason.NOT_FOUND, "no such method: " + methodName));
            call.close(error.getStatus(), error.getTrailers());
            return new ServerCall.Listener<>() {};
        });
    }
}
