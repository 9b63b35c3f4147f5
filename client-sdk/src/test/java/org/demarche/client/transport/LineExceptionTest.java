package org.demarche.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.demarche.client.transport.LineException.Failure;
import org.demarche.proto.v1.SignedRefusal;
import org.junit.jupiter.api.Test;

class LineExceptionTest {
    private static final SignedRefusal SIGNED = SignedRefusal.newBuilder()
            .setRefusal(com.google.protobuf.ByteString.copyFromUtf8("x"))
            .build();

    private static Failure stated(String domain, Any... more) {
        return LineException.of(StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                        .setCode(Status.Code.FAILED_PRECONDITION.value())
                        .setMessage("because")
                        .addDetails(Any.pack(ErrorInfo.newBuilder()
                                .setDomain(domain)
                                .setReason("TIER_ACTIVE")
                                .build()))
                        .addAllDetails(List.of(more))
                        .build()))
                .failure();
    }

    private static Failure of(Status status) {
        return LineException.of(status.asRuntimeException()).failure();
    }

    @Test
    void of_reasonOfTheCatalogue_isStatedWithItsSignedRefusal() {
        assertThat(stated("demarche", Any.pack(SIGNED)))
                .isEqualTo(new Failure.Stated("TIER_ACTIVE", "because", Optional.of(SIGNED)));
        assertThat(stated("demarche")).isEqualTo(new Failure.Stated("TIER_ACTIVE", "because", Optional.empty()));
        assertThat(stated("another.example")).isInstanceOf(Failure.Unexplained.class);
    }

    @Test
    void of_causes_tellPinTlsAndAbsenceApart() {
        Throwable pin = new SSLHandshakeException("x").initCause(new WrongPinException("that key"));
        assertThat(of(Status.UNAVAILABLE.withCause(pin))).isEqualTo(new Failure.WrongPin("that key"));
        assertThat(of(Status.UNAVAILABLE.withCause(new SSLHandshakeException("no common version"))))
                .isEqualTo(new Failure.Insecure("no common version"));
        assertThat(of(Status.UNAVAILABLE.withDescription("refused"))).isEqualTo(new Failure.Unavailable("refused"));
        assertThat(of(Status.UNAVAILABLE.withDescription("io exception").withCause(new java.io.IOException("reset"))))
                .isEqualTo(new Failure.Unavailable("reset"));
        assertThat(of(Status.UNKNOWN.withDescription("channel closed").withCause(new ClosedChannelException())))
                .isEqualTo(new Failure.Unavailable("channel closed"));
        assertThat(of(Status.DEADLINE_EXCEEDED)).isEqualTo(new Failure.Late());
        assertThat(of(Status.PERMISSION_DENIED)).isInstanceOf(Failure.NotLetIn.class);
        assertThat(of(Status.INTERNAL)).isEqualTo(new Failure.Unexplained("INTERNAL, INTERNAL"));
    }

    @Test
    void judged_wordOnTheClockThatTookLong_isALateAnswer() {
        LineException skew = new LineException(new Failure.Stated("CLOCK_SKEW", "because", Optional.empty()));
        LineException other = new LineException(new Failure.Stated("TIER_ACTIVE", "because", Optional.empty()));
        assertThat(LineException.judged(skew, Duration.ofMillis(900))).isSameAs(skew);
        assertThat(LineException.judged(other, Duration.ofSeconds(9))).isSameAs(other);
        assertThat(LineException.judged(skew, Duration.ofSeconds(2)).failure()).isEqualTo(new Failure.Late());
    }

    @Test
    void behind_unknownSize_isALateAnswer() {
        LineException unknown = new LineException(new Failure.Stated("NOT_FOUND", "because", Optional.empty()));
        LineException other = new LineException(new Failure.Stated("TIER_ACTIVE", "because", Optional.empty()));
        assertThat(LineException.behind(unknown).failure()).isEqualTo(new Failure.Late());
        assertThat(LineException.behind(other)).isSameAs(other);
    }

    @Test
    void of_statusException_keepsItAsCause() {
        StatusRuntimeException cause = Status.UNAVAILABLE.asRuntimeException();
        assertThat(LineException.of(cause)).hasCause(cause);
    }
}
