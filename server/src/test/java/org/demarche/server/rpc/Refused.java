package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;

/**
 * An error as a client sees it, of the one shape that the contract knows: to be made of any other is an error of the test.
 *
 * @param reason out of the catalogue
 * @param sentence for people
 * @param field that is at fault, where one is
 * @param signed the log's word for it, where a notice is refused
 */
record Refused(Reason reason, String sentence, Optional<String> field, Optional<SignedRefusal> signed) {

    /** The error that a call brings. */
    static Refused by(ThrowingCallable call) {
        return of(catchThrowableOfType(StatusRuntimeException.class, call));
    }

    /** What an error says. */
    static Refused of(Throwable error) {
        assertThat(error).isInstanceOf(StatusRuntimeException.class);
        Status status = StatusProto.fromThrowable(error);
        assertThat(status).isNotNull();
        ErrorInfo info = only(status, ErrorInfo.class).orElseThrow();
        assertThat(info.getDomain()).isEqualTo("demarche");
        assertThat(info.getMetadataMap()).isEmpty();
        Reason reason = Reason.valueOf(info.getReason());
        Code code = ((StatusRuntimeException) error).getStatus().getCode();
        assertThat(code).isEqualTo(Errors.code(reason)).isEqualTo(Code.values()[status.getCode()]);
        assertThat(status.getMessage())
                .isNotBlank()
                .isEqualTo(((StatusRuntimeException) error).getStatus().getDescription());

        Optional<BadRequest> request = only(status, BadRequest.class);
        assertThat(request.isPresent()).isEqualTo(reason == Reason.FIELD_INVALID || reason == Reason.UNKNOWN_KIND);
        Optional<PreconditionFailure> precondition = only(status, PreconditionFailure.class);
        assertThat(precondition.isPresent()).isEqualTo(code == Code.FAILED_PRECONDITION);
        precondition.ifPresent(p -> assertThat(p.getViolations(0).getType()).isEqualTo(reason.name()));
        Optional<RetryInfo> retry = only(status, RetryInfo.class);
        assertThat(retry.isPresent()).isEqualTo(code == Code.UNAVAILABLE || code == Code.RESOURCE_EXHAUSTED);
        Optional<SignedRefusal> signed = only(status, SignedRefusal.class);
        assertThat(status.getDetailsCount())
                .as("details: %s", status)
                .isEqualTo(1 + count(request) + count(precondition) + count(retry) + count(signed));
        return new Refused(
                reason,
                status.getMessage(),
                request.map(r -> r.getFieldViolations(0).getField()),
                signed);
    }

    private static int count(Optional<?> detail) {
        return detail.isPresent() ? 1 : 0;
    }

    private static <M extends Message> Optional<M> only(Status status, Class<M> type) {
        List<Any> details =
                status.getDetailsList().stream().filter(d -> d.is(type)).toList();
        assertThat(details).as("%s in %s", type.getSimpleName(), status).hasSizeLessThanOrEqualTo(1);
        try {
            return details.isEmpty()
                    ? Optional.empty()
                    : Optional.of(details.get(0).unpack(type));
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
