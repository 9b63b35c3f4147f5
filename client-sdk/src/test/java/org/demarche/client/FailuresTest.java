package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.demarche.checkpoint.RefusalSigner;
import org.demarche.checkpoint.RefusalVerifier;
import org.demarche.client.transport.LineException;
import org.demarche.client.transport.LineException.Failure;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {
    private static final Sha256 NOTICE = Sha256.of(new byte[] {1});

    private final Failures failures =
            new Failures(signed -> RefusalVerifier.open(signed, TestKeys.log().publicKey()), "hub.example:7443");

    private DeskException of(Failure failure) {
        return failures.of(new LineException(failure), Optional.of(NOTICE));
    }

    private static Failure stated(String reason) {
        return new Failure.Stated(reason, "because", Optional.empty());
    }

    private static SignedRefusal signed(Sha256 notice, Reason reason) {
        return new RefusalSigner(TestKeys.log())
                .sign(org.demarche.proto.v1.Refusal.newBuilder()
                        .setOrigin(TestHub.ORIGIN)
                        .setNotice(notice.byteString())
                        .setReason(reason.name())
                        .setSentence("because")
                        .setSize(1)
                        .setRoot(NOTICE.byteString())
                        .setRefusedAtMs(1)
                        .build());
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void of_everyReason_hasKindSentenceAndHint(Reason reason) {
        DeskException failure = of(stated(reason.name()));
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
    void of_severalHubsTried_saysHowManyBesideTheMostTelling() {
        LineException absent = new LineException(new Failure.Unavailable("no route"));
        LineException notReady = new LineException(stated("NOT_READY"));
        LineException wrongPin = new LineException(new Failure.WrongPin("another key"));
        LineException diskFull = new LineException(stated("DISK_FULL"));
        assertThat(told(notReady, absent)).hasMessage("because (2 hubs were tried)");
        assertThat(told(notReady, wrongPin, absent)).hasMessage("another key (3 hubs were tried)");
        assertThat(told(diskFull, wrongPin))
                .hasMessage("because (2 hubs were tried)")
                .isInstanceOf(DeskException.Refused.class);
    }

    private DeskException told(LineException... all) {
        return failures.of(LineException.mostTelling(List.of(all)), Optional.of(NOTICE));
    }

    @Test
    void of_reasonOfANewerHub_keepsItsName() {
        assertThat(of(stated("BRAND_NEW"))).hasMessage("BRAND_NEW: because");
    }

    @Test
    void of_signedRefusal_isSignedOnlyForThisNoticeAndReason() {
        SignedRefusal honest = signed(NOTICE, Reason.TIER_ACTIVE);
        assertThat(refused(honest).word().orElseThrow().bytes()).isEqualTo(honest.toByteString());
        assertThat(refused(signed(Sha256.of(new byte[] {2}), Reason.TIER_ACTIVE))
                        .signed())
                .isFalse();
        assertThat(refused(signed(NOTICE, Reason.TIER_UNKNOWN)).signed()).isFalse();
        assertThat(refused(SignedRefusal.getDefaultInstance()).signed()).isFalse();
    }

    private DeskException.Refused refused(SignedRefusal signed) {
        return (DeskException.Refused) of(new Failure.Stated("TIER_ACTIVE", "because", Optional.of(signed)));
    }

    @Test
    void of_lineFailures_tellTlsPinAndAbsenceApart() {
        assertThat(of(new Failure.WrongPin("the hub's TLS key is another")))
                .isInstanceOf(DeskException.NotTrusted.class)
                .hasMessage("the hub's TLS key is another");
        assertThat(of(new Failure.Insecure("no common version")))
                .isInstanceOf(DeskException.NotTrusted.class)
                .hasMessageContaining("no common version");
        assertThat(of(new Failure.Insecure("error:10000438:SSL routines:internal:TLSV1_ALERT_INTERNAL_ERROR")))
                .isInstanceOf(DeskException.NotTrusted.class)
                .hasMessage(
                        "the hub at hub.example:7443 broke off TLS (TLSV1_ALERT_INTERNAL_ERROR), as it does when the"
                                + " charter names no such key as this machine's");
        assertThat(of(new Failure.NotLetIn("no"))).isInstanceOf(DeskException.NotTrusted.class);
        assertThat(of(new Failure.Unavailable("refused")))
                .isInstanceOf(DeskException.Unreachable.class)
                .hasMessageContaining("hub.example:7443");
        assertThat(of(new Failure.Late())).isInstanceOf(DeskException.Unreachable.class);
        assertThat(of(new Failure.Unexplained("x")))
                .isInstanceOfSatisfying(
                        DeskException.Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.INTERNAL));
    }
}
