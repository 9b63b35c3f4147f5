package org.demarche.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.demarche.client.follow.Replica;
import org.demarche.client.transport.WrongPinException;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** Turns the failure of a call into what a desk says about it. Knows gRPC, so that nothing else of the façade need. */
final class Failures {
    private static final String DOMAIN = "demarche";
    private static final Pattern ALERT = Pattern.compile("[A-Z0-9_]*ALERT[A-Z0-9_]*|fatal alert: [a-z_]+");

    private final Function<SignedRefusal, Optional<org.demarche.proto.v1.Refusal>> verifier;
    private final String origin;
    private final String hubs;

    /**
     * The failures of one line.
     *
     * @param verifier opens a refusal signed by the log's keys, else gives empty
     * @param origin the log's origin
     * @param hubs where the line leads, for people
     */
    Failures(Function<SignedRefusal, Optional<org.demarche.proto.v1.Refusal>> verifier, String origin, String hubs) {
        this.verifier = verifier;
        this.origin = origin;
        this.hubs = hubs;
    }

    /** What {@code failure} of a call means; {@code notice}: the one that was submitted, if any. */
    DeskException of(StatusRuntimeException failure, Optional<Sha256> notice) {
        com.google.rpc.Status details = StatusProto.fromThrowable(failure);
        if (details != null) {
            Optional<DeskException> stated = stated(details, failure, notice);
            if (stated.isPresent()) {
                return stated.get();
            }
        }
        return unstated(failure);
    }

    private Optional<DeskException> stated(
            com.google.rpc.Status details, StatusRuntimeException failure, Optional<Sha256> notice) {
        return detail(details, ErrorInfo.class)
                .filter(info -> info.getDomain().equals(DOMAIN))
                .map(info -> {
                    Refusal refusal = HubRefusal.refusal(info.getReason(), details.getMessage());
                    return switch (refusal.reason()) {
                        case PIN_UNKNOWN ->
                            new DeskException.NotTrusted(refusal.sentence(), Hints.of(Reason.PIN_UNKNOWN), failure);
                        case NOT_READY ->
                            new DeskException.Unreachable(refusal.sentence(), Hints.of(Reason.NOT_READY), failure);
                        default ->
                            new DeskException.Refused(
                                    refusal, signed(details, refusal, notice), Hints.of(refusal.reason()));
                    };
                });
    }

    private DeskException unstated(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        Optional<WrongPinException> pin = cause(failure, WrongPinException.class);
        if (pin.isPresent()) {
            return new DeskException.NotTrusted(
                    sentence(pin.get(), "wrong TLS key"),
                    "ask the operator for the hub's pin by another channel, and compare it with hub_pins in the profile",
                    failure);
        }
        Optional<SSLException> tls = cause(failure, SSLException.class);
        if (tls.isPresent()) {
            return new DeskException.NotTrusted(
                    tls(sentence(tls.get(), "TLS failed")),
                    "both sides need TLS 1.3, and the charter must name this machine's TLS key: compare tls_certificate in the profile",
                    failure);
        }
        // gRPC says "io exception"; what happened stands in the cause.
        String said = status.getCause() != null && status.getCause().getMessage() != null
                ? status.getCause().getMessage()
                : status.getDescription() == null ? status.getCode().toString() : status.getDescription();
        return switch (status.getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                new DeskException.NotTrusted(
                        "the hub does not let this machine in: " + said, Hints.of(Reason.PIN_UNKNOWN), failure);
            case UNAVAILABLE ->
                new DeskException.Unreachable(
                        "no hub answers at " + hubs + ": " + said,
                        "check the network and the addresses in the profile; what was signed is in the outbox",
                        failure);
            case DEADLINE_EXCEEDED, CANCELLED ->
                new DeskException.Unreachable(
                        "the hub at " + hubs + " did not answer in time",
                        "try again; the hub logs a notice once, however often it is sent",
                        failure);
            default ->
                new DeskException.Refused(
                        new Refusal(
                                Reason.INTERNAL, "the hub failed without a reason: " + status.getCode() + ", " + said),
                        Optional.empty(),
                        Hints.of(Reason.INTERNAL));
        };
    }

    /** An alert comes from the other side, and its name is all that it says. */
    private String tls(String said) {
        Matcher alert = ALERT.matcher(said);
        return alert.find()
                ? "the hub at " + hubs + " broke off TLS (" + alert.group()
                        + "), as it does when the charter names no such key as this machine's"
                : "the line to " + hubs + " could not be secured: " + said;
    }

    /** The size of the head that a signed refusal in {@code failure} names; 0 if there is none. */
    static long refusedBehind(StatusRuntimeException failure) {
        com.google.rpc.Status details = StatusProto.fromThrowable(failure);
        return details == null
                ? 0
                : detail(details, SignedRefusal.class).map(Replica::claimedSize).orElse(0L);
    }

    private Optional<HubRefusal> signed(com.google.rpc.Status details, Refusal stated, Optional<Sha256> notice) {
        return detail(details, SignedRefusal.class)
                .flatMap(signed -> verifier.apply(signed)
                        .filter(r -> r.getOrigin().equals(origin))
                        .filter(r -> r.getReason().equals(stated.reason().name()))
                        .map(opened -> HubRefusal.of(opened, signed)))
                .filter(r -> notice.equals(Optional.of(r.notice())));
    }

    private static <M extends com.google.protobuf.Message> Optional<M> detail(
            com.google.rpc.Status status, Class<M> kind) {
        for (Any any : status.getDetailsList()) {
            if (any.is(kind)) {
                try {
                    return Optional.of(any.unpack(kind));
                } catch (InvalidProtocolBufferException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> kind) {
        for (@Nullable Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (kind.isInstance(t)) {
                return Optional.of(kind.cast(t));
            }
        }
        return Optional.empty();
    }

    private static String sentence(Throwable failure, String otherwise) {
        return failure.getMessage() == null ? otherwise : failure.getMessage();
    }
}
