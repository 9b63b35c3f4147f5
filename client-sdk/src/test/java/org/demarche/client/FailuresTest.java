package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.demarche.checkpoint.RefusalSigner;
import org.demarche.checkpoint.RefusalVerifier;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {
    private static final Sha256 NOTICE = Sha256.of(new byte[] {1});

    private final Failures failures = new Failures(
            signed -> RefusalVerifier.open(signed, TestKeys.log().publicKey()), TestHub.ORIGIN, "hub.example:7443");

    private static StatusRuntimeException stated(String reason, Any... more) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.FAILED_PRECONDITION.value())
                .setMessage("because")
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain("demarche")
                        .setReason(reason)
                        .build()))
                .addAllDetails(java.util.List.of(more))
                .build());
    }

    private static Any signed(String origin, Sha256 notice, Reason reason) {
        SignedRefusal refusal = new RefusalSigner(TestKeys.log())
                .sign(org.demarche.proto.v1.Refusal.newBuilder()
                        .setOrigin(origin)
                        .setNotice(notice.byteString())
                        .setReason(reason.name())
                        .setSentence("because")
                        .setSize(1)
                        .setRoot(NOTICE.byteString())
                        .setRefusedAtMs(1)
                        .build());
        return Any.pack(refusal);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void of_everyReason_hasKindSentenceAndHint(Reason reason) {
        DeskException failure = failures.of(stated(reason.name()), Optional.of(NOTICE));
        assertThat(failure).hasMessage("because");
        assertThat(failure.hint()).isNotBlank().doesNotEndWith(".");
        switch (reason) {
            case PIN_UNKNOWN -> assertThat(failure).isInstanceOf(DeskException.NotTrusted.class);
            case NOT_READY -> assertThat(failure).isInstanceOf(DeskException.Unreachable.class);
            default ->
                assertThat(failure)
                        .isInstanceOfSatisfying(
                                DeskException.Refused.class,
                                refused -> assertThat(refused.reason()).isEqualTo(reason));
        }
    }

    @Test
    void of_reasonOfANewerHub_keepsItsName() {
        assertThat(failures.of(stated("BRAND_NEW"), Optional.empty())).hasMessage("BRAND_NEW: because");
    }

    @Test
    void of_signedRefusal_isSignedOnlyForThisNoticeReasonAndOrigin() {
        assertThat(refused(signed(TestHub.ORIGIN, NOTICE, Reason.TIER_ACTIVE)).signed())
                .isTrue();
        assertThat(refused(signed("another.example/log", NOTICE, Reason.TIER_ACTIVE))
                        .signed())
                .isFalse();
        assertThat(refused(signed(TestHub.ORIGIN, Sha256.of(new byte[] {2}), Reason.TIER_ACTIVE))
                        .signed())
                .isFalse();
        assertThat(refused(signed(TestHub.ORIGIN, NOTICE, Reason.TIER_UNKNOWN)).signed())
                .isFalse();
        assertThat(refused(Any.pack(SignedRefusal.getDefaultInstance())).signed())
                .isFalse();
    }

    private DeskException.Refused refused(Any signed) {
        return (DeskException.Refused) failures.of(stated("TIER_ACTIVE", signed), Optional.of(NOTICE));
    }

    @Test
    void of_lineFailures_tellTlsPinAndAbsenceApart() {
        StatusRuntimeException tls = Status.UNAVAILABLE
                .withCause(new SSLHandshakeException("no common version"))
                .asRuntimeException();
        StatusRuntimeException alert = Status.UNAVAILABLE
                .withCause(new javax.net.ssl.SSLException(
                        "error:10000438:SSL routines:internal:TLSV1_ALERT_INTERNAL_ERROR"))
                .asRuntimeException();
        StatusRuntimeException certificate = Status.UNAVAILABLE
                .withCause(new SSLHandshakeException("x").initCause(new CertificateException("y")))
                .asRuntimeException();
        assertThat(failures.of(tls, Optional.empty()))
                .isInstanceOf(DeskException.NotTrusted.class)
                .hasMessageContaining("no common version");
        assertThat(failures.of(alert, Optional.empty()))
                .isInstanceOf(DeskException.NotTrusted.class)
                .hasMessage(
                        "the hub at hub.example:7443 broke off TLS (TLSV1_ALERT_INTERNAL_ERROR), as it does when the"
                                + " charter names no such key as this machine's");
        assertThat(failures.of(certificate, Optional.empty())).isInstanceOf(DeskException.NotTrusted.class);
        assertThat(failures.of(Status.UNAVAILABLE.withDescription("refused").asRuntimeException(), Optional.empty()))
                .isInstanceOf(DeskException.Unreachable.class)
                .hasMessageContaining("hub.example:7443");
        assertThat(failures.of(Status.DEADLINE_EXCEEDED.asRuntimeException(), Optional.empty()))
                .isInstanceOf(DeskException.Unreachable.class);
        assertThat(failures.of(Status.PERMISSION_DENIED.asRuntimeException(), Optional.empty()))
                .isInstanceOf(DeskException.NotTrusted.class);
        assertThat(failures.of(Status.INTERNAL.asRuntimeException(), Optional.empty()))
                .isInstanceOfSatisfying(
                        DeskException.Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.INTERNAL));
    }
}
