package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.demarche.server.Says.concur;
import static org.demarche.server.Says.message;
import static org.demarche.server.Says.propose;
import static org.demarche.server.Says.report;
import static org.demarche.server.Says.violation;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.TestKeys;
import org.demarche.evidence.Check;
import org.demarche.evidence.Code;
import org.demarche.evidence.Report;
import org.demarche.evidence.ReportText;
import org.demarche.evidence.TimeBounds;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.GetEvidenceResponse;
import org.demarche.proto.v1.OfferHeadsRequest;
import org.demarche.server.Says;
import org.demarche.server.TestWitness;
import org.demarche.server.timestamp.TimeAuthorities;
import org.demarche.server.timestamp.TimeServer;
import org.demarche.timestamp.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evidence that a hub gives while two time authorities stamp its heads, as {@code verify} judges it. */
final class TimestampedEvidenceTest {
    private static final Charter PLAIN = SampleCharter.actual(TimestampedEvidenceTest::fingerprint)
            .timestampedBy("alpha", "beta")
            .charter();
    private static final Charter WITNESSED = SampleCharter.actual(
                    TestWitness.fingerprints(TimestampedEvidenceTest::fingerprint))
            .witnessedBy("GB", "FR", "NO")
            .timestampedBy("alpha", "beta")
            .charter();
    private static final List<TestWitness> WITNESSES =
            List.of(new TestWitness("GB-w"), new TestWitness("FR-w"), new TestWitness("NO-w"));

    @TempDir
    private Path directory;

    private InProcessHub hub;
    private TimeServer alpha;
    private TimeServer beta;
    private volatile Duration betaAhead = Duration.ZERO;

    private static Sha256 fingerprint(String name) {
        return name.endsWith("/certificate")
                ? TestAuthority.named(name.substring(0, name.indexOf('/')))
                        .anchor()
                        .fingerprint()
                : TestKeys.fingerprint(name);
    }

    @BeforeEach
    void open() throws Exception {
        alpha = new TimeServer("alpha", this::now);
        beta = new TimeServer("beta", () -> now().plus(betaAhead));
    }

    private Instant now() {
        return Instant.ofEpochMilli(hub.clock().wallMs());
    }

    private void begin(Charter charter) throws Exception {
        hub = new InProcessHub(
                directory,
                "[limits]\nroot_notices_per_minute = 100\n",
                charter,
                new TimeAuthorities(60_000, List.of(alpha.access(), beta.access())));
        hub.assent(Says.ADOPTERS);
        hub.assent(List.of("NL"));
    }

    @AfterEach
    void close() {
        hub.close();
        alpha.close();
        beta.close();
    }

    private byte[] evidence(Sha256 notice) {
        ByteString bytes = ByteString.EMPTY;
        Iterator<GetEvidenceResponse> chunks = hub.desk("UA")
                .getEvidence(GetEvidenceRequest.newBuilder()
                        .setNotice(notice.byteString())
                        .setClockMs(hub.clock().wallMs())
                        .build());
        while (chunks.hasNext()) {
            bytes = bytes.concat(chunks.next().getChunk());
        }
        return bytes.toByteArray();
    }

    private Report judge(Sha256 notice) {
        Report report = Verification.verify(
                evidence(notice), hub.charter().hash(), Optional.empty(), SignatureVerifier.bouncyCastle());
        assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(Code.PROVEN);
        return report;
    }

    private static TimeBounds.ByAuthorities authorities(Report report) {
        return report.time().orElseThrow().authorities().orElseThrow();
    }

    private void awaitAttested(Sha256 notice, String... names) {
        await().until(() -> {
            hub.core().attendTimeAuthorities();
            return EvidenceBundle.parseFrom(evidence(notice)).getTimestampsCount() == names.length;
        });
        assertThat(authorities(judge(notice)).times())
                .extracting(TimeBounds.Said::name)
                .containsExactly(names);
    }

    private void witness() {
        hub.clock().pass(Duration.ofSeconds(2));
        hub.attendWitnesses();
        for (TestWitness witness : WITNESSES) {
            ByteString offered = hub.witness(witness.party())
                    .offerHeads(OfferHeadsRequest.newBuilder()
                            .setWitness(witness.name())
                            .setClockMs(hub.clock().wallMs())
                            .build())
                    .next()
                    .getCheckpoint();
            VerifiedCheckpoint head = TestWitness.open(hub.charter(), offered);
            hub.witness(witness.party())
                    .addCosignatures(witness.request(head, hub.clock().wallMs()).build());
        }
        hub.attendWitnesses();
    }

    @Test
    void notice_underAHeadThatBothStamped_isAttested() throws Exception {
        begin(PLAIN);
        Sha256 notice = hub.say("UA/watch", message("the first").build());
        awaitAttested(notice, "alpha", "beta");
        Report report = judge(notice);
        assertThat(authorities(report).existedBy()).contains(now().plusSeconds(1));
        assertThat(report.step(Check.TIME).sentence()).startsWith("attested by alpha, beta: existed by ");
        assertThat(report.verdict().sentence())
                .endsWith("The charter names no witness; history is the hub's word.")
                .doesNotContain("unattested");
    }

    @Test
    void notice_underAWitnessedHeadThatBothStamped_isAttestedAndWitnessed() throws Exception {
        begin(WITNESSED);
        Sha256 notice = hub.say("UA/watch", message("the first").build());
        hub.core().attendTimeAuthorities();
        assertThat(alpha.requests()).as("only witnessed heads are stamped").isZero();
        witness();
        awaitAttested(notice, "alpha", "beta");
        Report report = judge(notice);
        assertThat(report.step(Check.WITNESSES).sentence()).contains("GB-w, FR-w, NO-w cosigned the head");
        assertThat(report.verdict().sentence()).doesNotContain("hub's word", "unattested");
    }

    @Test
    void authorityDown_degradesAndIsAskedAgain() throws Exception {
        begin(PLAIN);
        beta.misbehave(exchange -> exchange.sendResponseHeaders(500, -1));
        Sha256 notice = hub.say("UA/watch", message("the first").build());
        awaitAttested(notice, "alpha");
        Report report = judge(notice);
        assertThat(authorities(report).existedBy()).isEmpty();
        assertThat(report.verdict().sentence())
                .endsWith("Time is unattested: \"all of (alpha, beta)\" still misses beta.");
        beta.behave();
        awaitAttested(notice, "alpha", "beta");
    }

    @Test
    void authorityThatReplaysAnAnswer_isNotBelieved() throws Exception {
        begin(PLAIN);
        byte[] replayed = TestAuthority.named("beta").token(new byte[0], now()).bytes();
        beta.misbehave(exchange -> {
            exchange.sendResponseHeaders(200, replayed.length);
            exchange.getResponseBody().write(replayed);
        });
        Sha256 notice = hub.say("UA/watch", message("the first").build());
        awaitAttested(notice, "alpha");
        await().until(() -> beta.requests() > 0);
        assertThat(authorities(judge(notice)).times()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void authorityWhoseClockIsWrong_isNotBelievedUntilItIsRight(int sign) throws Exception {
        begin(PLAIN);
        betaAhead = Duration.ofMillis(PLAIN.skewMs()).plusSeconds(2).multipliedBy(sign);
        Sha256 notice = hub.say("UA/watch", message("the first").build());
        awaitAttested(notice, "alpha");
        await().until(() -> beta.requests() > 1);
        assertThat(authorities(judge(notice)).times()).hasSize(1);
        betaAhead = Duration.ofMillis(PLAIN.skewMs()).multipliedBy(sign);
        awaitAttested(notice, "alpha", "beta");
    }

    @Test
    void heads_areStampedOnceAnInterval_andTheFirstThatCoversIsBrought() throws Exception {
        begin(PLAIN);
        Sha256 first = hub.say("UA/watch", message("the first").build());
        awaitAttested(first, "alpha", "beta");
        ByteString head = EvidenceBundle.parseFrom(evidence(first)).getCheckpoint();
        int asked = alpha.requests();
        Sha256 second = hub.say("UA/watch", message("the second").build());
        hub.core().attendTimeAuthorities();
        assertThat(EvidenceBundle.parseFrom(evidence(second)).getTimestampsCount())
                .as("within the interval")
                .isZero();
        assertThat(alpha.requests()).isEqualTo(asked);
        hub.clock().pass(Duration.ofMinutes(1));
        awaitAttested(second, "alpha", "beta");
        assertThat(EvidenceBundle.parseFrom(evidence(first)).getCheckpoint()).isEqualTo(head);
        assertThat(EvidenceBundle.parseFrom(evidence(second)).getCheckpoint()).isNotEqualTo(head);
        assertThat(alpha.requests()).isEqualTo(asked + 1);
    }

    @Test
    void activation_isStampedAtOnce() throws Exception {
        begin(PLAIN);
        Sha256 incident = hub.say("UA/watch", report(hub.clock().wallMs()).build());
        awaitAttested(incident, "alpha", "beta");
        for (String party : List.of("US", "NO", "GB")) {
            hub.say(party + "/watch", violation(incident));
        }
        Sha256 proposal = hub.say("UA/watch", propose(incident, 1).build());
        hub.say("UA/watch", concur(incident, proposal));
        hub.core().attendTimeAuthorities();
        assertThat(EvidenceBundle.parseFrom(evidence(proposal)).getTimestampsCount())
                .isZero();
        hub.say("NO/watch", concur(incident, proposal));
        awaitAttested(proposal, "alpha", "beta");
    }

    @Test
    void tokens_outliveTheHub() throws Exception {
        begin(PLAIN);
        Sha256 notice = hub.say("UA/watch", message("the first").build());
        awaitAttested(notice, "alpha", "beta");
        byte[] before = evidence(notice);
        hub.close();
        hub = new InProcessHub(directory, "", PLAIN);
        assertThat(evidence(notice)).isEqualTo(before);
    }
}
