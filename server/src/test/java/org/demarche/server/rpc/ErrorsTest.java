package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.PreconditionFailure;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorsTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([A-Z_]+)` \\| ([A-Z_]+) \\|.*", Pattern.MULTILINE);

    @ParameterizedTest
    @EnumSource(Reason.class)
    void of_everyReason_conforms(Reason reason) {
        StatusRuntimeException error = Errors.of(new Refusal(reason, "Notice.author: missing"));
        assertThat(ErrorConformance.conforms(error.getStatus(), error.getTrailers()))
                .isTrue();
    }

    @Test
    void code_ofEveryReason_isTheOneInTheContract() throws IOException {
        Matcher rows = ROW.matcher(Files.readString(Path.of("..", "proto", "README.md")));
        Map<String, String> contract = rows.results().collect(Collectors.toMap(r -> r.group(1), r -> r.group(2)));
        assertThat(contract.keySet()).containsExactlyInAnyOrder(names());
        for (Reason reason : Reason.values()) {
            assertThat(Errors.code(reason).name()).as(reason.name()).isEqualTo(contract.get(reason.name()));
        }
    }

    private static String[] names() {
        return java.util.Arrays.stream(Reason.values()).map(Enum::name).toArray(String[]::new);
    }

    @Test
    void of_aFieldAtFault_namesTheField() throws Exception {
        com.google.rpc.Status status = Errors.status(
                new Refusal(Reason.FIELD_INVALID, "Notice.nonce: 3 bytes (expected: 16)"), Optional.empty());
        BadRequest request = status.getDetails(1).unpack(BadRequest.class);
        assertThat(request.getFieldViolations(0).getField()).isEqualTo("Notice.nonce");
    }

    @Test
    void of_aStateAtFault_isAPreconditionFailure() throws Exception {
        com.google.rpc.Status status =
                Errors.status(new Refusal(Reason.PROPOSAL_OPEN, "one is open"), Optional.empty());
        assertThat(status.getDetails(1)
                        .unpack(PreconditionFailure.class)
                        .getViolations(0)
                        .getType())
                .isEqualTo("PROPOSAL_OPEN");
    }

    @Test
    void of_theLongestRefusalSigned_fitsIntoHeaders() {
        SignedRefusal signed = SignedRefusal.newBuilder()
                .setRefusal(ByteString.copyFrom(new byte[900]))
                .setEd25519(ByteString.copyFrom(new byte[64]))
                .setMlDsa44(ByteString.copyFrom(new byte[2420]))
                .build();
        StatusRuntimeException error =
                Errors.of(new Refusal(Reason.CHARTER_NOT_IN_FORCE, "x".repeat(5_000)), Optional.of(signed));
        Metadata.Key<byte[]> key = Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
        byte[] details = error.getTrailers().get(key);
        int onTheWire =
                details.length * 4 / 3 + error.getStatus().getDescription().length() * 3;
        assertThat(onTheWire).isLessThan(8 * 1024);
    }

    @Test
    void conforms_anythingElse_isFalse() {
        assertThat(ErrorConformance.conforms(Status.UNKNOWN, new Metadata())).isFalse();
        StatusRuntimeException other = StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.NOT_FOUND.value())
                .build());
        assertThat(ErrorConformance.conforms(other.getStatus(), other.getTrailers()))
                .isFalse();
        StatusRuntimeException mixed = Errors.of(new Refusal(Reason.NOT_FOUND, "x"));
        assertThat(ErrorConformance.conforms(Status.INTERNAL, mixed.getTrailers()))
                .isFalse();
    }
}
