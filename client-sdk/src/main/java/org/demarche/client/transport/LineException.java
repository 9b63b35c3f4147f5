package org.demarche.client.transport;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.jspecify.annotations.Nullable;

/** A call over the line has failed, or a stream has ended. */
public final class LineException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final String DOMAIN = "demarche";
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final transient Failure failure;
    private final int hubs;

    /** What has failed. */
    public sealed interface Failure {
        /** The hub says why not. {@code reason}: a name of the catalogue, or of a newer one; {@code signed}: unverified. */
        record Stated(String reason, String sentence, Optional<SignedRefusal> signed) implements Failure {}

        /** The hub has shown a TLS key that the profile does not name. */
        record WrongPin(String said) implements Failure {}

        /** TLS has failed otherwise. */
        record Insecure(String said) implements Failure {}

        /** The hub does not serve this machine. */
        record NotLetIn(String said) implements Failure {}

        /** No hub is there, or the line has broken. */
        record Unavailable(String said) implements Failure {}

        /** The hub's log is shorter than what is known of it: it reads a copy, and lags. */
        record Behind(String said) implements Failure {}

        /** No answer in time. */
        record Late() implements Failure {}

        /** Anything else, which no hub should say. */
        record Unexplained(String said) implements Failure {}
    }

    /** A failure that is seen on this side. */
    public LineException(Failure failure) {
        this(failure, 1, null);
    }

    private LineException(Failure failure, int hubs, @Nullable Throwable cause) {
        super(failure.toString(), cause);
        this.failure = failure;
        this.hubs = hubs;
    }

    /** What has failed. */
    public Failure failure() {
        return failure;
    }

    /** How many hubs were asked in vain. */
    public int hubs() {
        return hubs;
    }

    /** Whether the hub says that what was asked for is not there. */
    public boolean saysNotFound() {
        return failure instanceof Failure.Stated stated && stated.reason().equals(Reason.NOT_FOUND.name());
    }

    /** What a stream's failure says that was to begin where this desk's copy ends: a hub of several that has no such place yet is behind the others. */
    public LineException orBehind() {
        return failure instanceof Failure.Stated stated && saysNotFound()
                ? new LineException(new Failure.Behind(stated.sentence()), hubs, this)
                : this;
    }

    static LineException of(StatusRuntimeException e) {
        return new LineException(failure(e, e.getStatus()), 1, e);
    }

    static LineException of(StatusException e) {
        return new LineException(failure(e, e.getStatus()), 1, e);
    }

    /** Of what several hubs had to say, at least one, what says most about why none is of use: a hub's own word before what is known on this side alone. */
    public static LineException mostTelling(Collection<LineException> failures) {
        LineException most = failures.stream()
                .max(Comparator.comparingInt(e -> telling(e.failure)))
                .orElseThrow();
        return new LineException(most.failure, failures.size(), most);
    }

    private static int telling(Failure failure) {
        if (failure instanceof Failure.Stated stated) {
            return stated.reason().equals(Reason.NOT_READY.name()) ? 3 : 7;
        }
        if (failure instanceof Failure.WrongPin) {
            return 6;
        }
        if (failure instanceof Failure.NotLetIn) {
            return 5;
        }
        if (failure instanceof Failure.Insecure) {
            return 4;
        }
        if (failure instanceof Failure.Late) {
            return 2;
        }
        return failure instanceof Failure.Unexplained ? 1 : 0;
    }

    /**
     * What a failure says that took {@code took} to come. A hub that reads a request late, because it was stopped or could not reach its store, finds the clock in it
     * behind its own: that says nothing of this machine's clock.
     */
    static LineException judged(LineException e, Duration took) {
        return e.failure instanceof Failure.Stated stated
                        && stated.reason().equals(Reason.CLOCK_SKEW.name())
                        && took.compareTo(PROMPT) > 0
                ? new LineException(new Failure.Late(), e.hubs, e)
                : e;
    }

    /** What it says that a hub does not know a size of the log which another hub has signed: it is behind, and gives the answer later. */
    static LineException behind(LineException e) {
        return e.failure instanceof Failure.Stated stated && stated.reason().equals(Reason.NOT_FOUND.name())
                ? new LineException(new Failure.Late(), e.hubs, e)
                : e;
    }

    private static Failure failure(Exception e, Status status) {
        com.google.rpc.Status details = StatusProto.fromThrowable(e);
        Optional<ErrorInfo> info = details == null
                ? Optional.empty()
                : detail(details, ErrorInfo.class).filter(i -> i.getDomain().equals(DOMAIN));
        if (details != null && info.isPresent()) {
            return new Failure.Stated(
                    info.get().getReason(), details.getMessage(), detail(details, SignedRefusal.class));
        }
        Optional<WrongPinException> pin = cause(e, WrongPinException.class);
        if (pin.isPresent()) {
            return new Failure.WrongPin(said(pin.get(), "wrong TLS key"));
        }
        Optional<SSLException> tls = cause(e, SSLException.class);
        if (tls.isPresent()) {
            return new Failure.Insecure(said(tls.get(), "TLS failed"));
        }
        String said = said(status);
        if (cause(e, IOException.class).isPresent()) {
            // A line that breaks at the wrong moment has the status UNKNOWN: only a hub's own word is a refusal.
            return new Failure.Unavailable(said);
        }
        return switch (status.getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED -> new Failure.NotLetIn(said);
            case UNAVAILABLE -> new Failure.Unavailable(said);
            case DEADLINE_EXCEEDED, CANCELLED -> new Failure.Late();
            default -> new Failure.Unexplained(status.getCode() + ", " + said);
        };
    }

    /** Whether it is the security of the line that failed: a wrong key does not become right by asking again. */
    static boolean isInsecure(Throwable failure) {
        return cause(failure, SSLException.class).isPresent();
    }

    /** gRPC says "io exception"; what happened stands in the cause. */
    private static String said(Status status) {
        if (status.getCause() != null && status.getCause().getMessage() != null) {
            return status.getCause().getMessage();
        }
        return status.getDescription() == null ? status.getCode().toString() : status.getDescription();
    }

    private static String said(Throwable failure, String otherwise) {
        return failure.getMessage() == null ? otherwise : failure.getMessage();
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
}
