package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.Limit;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.proto.v1.OptionsProto;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever limit the proto files give a field of a request is kept, without a line of code for that field. */
final class ShapeCheckTest {
    @TempDir
    private Path directory;

    private record Violation(MethodDescriptor<Message, Message> method, String field, Message request) {}

    @Test
    void request_beyondAnyLimitOfAnyField_isRefusedWithTheField() throws Exception {
        List<Violation> violations = violations();
        assertThat(violations).hasSizeGreaterThan(15);
        try (InProcessHub hub = new InProcessHub(directory)) {
            for (Violation violation : violations) {
                Refused refused = Refused.by(() -> ClientCalls.blockingServerStreamingCall(
                                hub.channel("UA"), violation.method(), CallOptions.DEFAULT, violation.request())
                        .forEachRemaining(answer -> {}));
                assertThat(refused.reason()).as(violation.toString()).isEqualTo(Reason.FIELD_INVALID);
                assertThat(refused.field()).as(violation.toString()).hasValue(violation.field());
            }
        }
    }

    private static List<Violation> violations() {
        List<Violation> all = new ArrayList<>();
        Stream.of(DeskServiceGrpc.getServiceDescriptor(), LogServiceGrpc.getServiceDescriptor())
                .flatMap(service -> service.getMethods().stream())
                .forEach(method -> violate(method, all));
        return all;
    }

    @SuppressWarnings("unchecked")
    private static void violate(MethodDescriptor<?, ?> method, List<Violation> all) {
        Message sound = sound((Message) ((PrototypeMarshaller<?>) method.getRequestMarshaller()).getMessagePrototype());
        for (FieldDescriptor field : sound.getDescriptorForType().getFields()) {
            for (Object value : wrong(field)) {
                all.add(new Violation(
                        (MethodDescriptor<Message, Message>) method,
                        sound.getDescriptorForType().getName() + "." + field.getName(),
                        sound.toBuilder().setField(field, value).build()));
            }
        }
    }

    private static Limit limit(FieldDescriptor field) {
        return field.getOptions().getExtension(OptionsProto.limit);
    }

    /** A request that keeps every limit. */
    private static Message sound(Message empty) {
        Message.Builder sound = empty.toBuilder();
        for (FieldDescriptor field : empty.getDescriptorForType().getFields()) {
            if (limit(field).getRequired()) {
                sound.setField(
                        field,
                        switch (field.getJavaType()) {
                            case BYTE_STRING -> bytes(Math.max(1, limit(field).getExactBytes()));
                            case LONG -> Math.max(1, limit(field).getAtLeast());
                            default -> throw new AssertionError(field + ": how would it be filled?");
                        });
            }
        }
        return sound.build();
    }

    private static List<Object> wrong(FieldDescriptor field) {
        Limit limit = limit(field);
        List<Object> values = new ArrayList<>();
        if (limit.getRequired()) {
            values.add(field.getDefaultValue());
        }
        if (limit.getExactBytes() > 0) {
            values.add(bytes(limit.getExactBytes() - 1));
            values.add(bytes(limit.getExactBytes() + 1));
        }
        if (limit.getMaxBytes() > 0) {
            ByteString tooLong = bytes(limit.getMaxBytes() + 1);
            values.add(field.getJavaType() == FieldDescriptor.JavaType.STRING ? tooLong.toStringUtf8() : tooLong);
        }
        if (field.getOptions().hasExtension(OptionsProto.limit)) {
            switch (field.getJavaType()) {
                case LONG -> values.add(limit.getAtLeast() - 1);
                case INT -> values.add((int) limit.getAtLeast() - 1);
                default -> {
                    // Has no least value.
                }
            }
        }
        return values;
    }

    private static ByteString bytes(int count) {
        return ByteString.copyFrom(new byte[count]);
    }
}
