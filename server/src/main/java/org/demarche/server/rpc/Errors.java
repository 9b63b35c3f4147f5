package org.demarche.server.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/**
 * The one place where errors are made: {@code google.rpc.Status} with exactly one {@code ErrorInfo} of the domain {@value #DOMAIN}; {@code BadRequest} with the
 * field where a field is at fault, {@code PreconditionFailure} where the state of the log is, {@code RetryInfo} where the same request may succeed later; and
 * the hub's signature under the refusal of a notice.
 */
final class Errors {
    static final String DOMAIN = "demarche";

    /** A status travels in HTTP/2 headers, of which clients take 8 KiB: so a sentence is cut at this many characters. */
    private static final int LONGEST_SENTENCE = 400;

    private static final int RETRY_AFTER_SECONDS = 1;

    private Errors() {}

    static StatusRuntimeException of(Refusal refusal) {
        return of(refusal, Optional.empty());
    }

    static StatusRuntimeException of(Refusal refusal, Optional<SignedRefusal> signed) {
        return StatusProto.toStatusRuntimeException(status(refusal, signed));
    }

    static com.google.rpc.Status status(Refusal refusal, Optional<SignedRefusal> signed) {
        Code code = code(refusal.reason());
        String sentence = cut(refusal.sentence());
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(sentence);
        status.addDetails(Any.pack(ErrorInfo.newBuilder()
                .setReason(refusal.reason().name())
                .setDomain(DOMAIN)
                .build()));
        if (refusal.reason() == Reason.FIELD_INVALID || refusal.reason() == Reason.UNKNOWN_KIND) {
            status.addDetails(Any.pack(BadRequest.newBuilder()
                    .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                            .setField(field(sentence))
                            .setDescription(sentence))
                    .build()));
        }
        if (code == Code.FAILED_PRECONDITION) {
            status.addDetails(Any.pack(PreconditionFailure.newBuilder()
                    .addViolations(PreconditionFailure.Violation.newBuilder()
                            .setType(refusal.reason().name())
                            .setSubject("notice")
                            .setDescription(sentence))
                    .build()));
        }
        if (code == Code.UNAVAILABLE || code == Code.RESOURCE_EXHAUSTED) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(Duration.newBuilder().setSeconds(RETRY_AFTER_SECONDS))
                    .build()));
        }
        signed.ifPresent(s -> status.addDetails(Any.pack(s)));
        return status.build();
    }

    /** The gRPC status of each reason. */
    static Code code(Reason reason) {
        return switch (reason) {
            case MALFORMED, TOO_LARGE, EMPTY_BODY, UNKNOWN_KIND, FIELD_INVALID, SIGNATURE_INVALID, VALIDITY_TOO_LONG ->
                Code.INVALID_ARGUMENT;
            case PIN_UNKNOWN -> Code.UNAUTHENTICATED;
            case KEY_UNKNOWN, PARTY_UNKNOWN, NOT_ENTITLED, NOT_THE_AUTHOR, WITNESS_UNKNOWN -> Code.PERMISSION_DENIED;
            case NOT_FOUND -> Code.NOT_FOUND;
            case QUOTA_EXCEEDED -> Code.RESOURCE_EXHAUSTED;
            case HUB_CLOCK, DISK_FULL, NOT_READY -> Code.UNAVAILABLE;
            case CHAIN_BROKEN, TIME_DECREASES, TIME_MARK_IDLE, INTERNAL -> Code.INTERNAL;
            default -> Code.FAILED_PRECONDITION;
        };
    }

    /** Sentences about a field begin with its path and a colon. */
    private static String field(String sentence) {
        int colon = sentence.indexOf(": ");
        return colon < 0 ? "" : sentence.substring(0, colon);
    }

    private static String cut(String sentence) {
        return sentence.length() <= LONGEST_SENTENCE ? sentence : sentence.substring(0, LONGEST_SENTENCE - 1) + "…";
    }
}
