package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.server.Says.concur;
import static org.demarche.server.Says.message;
import static org.demarche.server.Says.propose;
import static org.demarche.server.Says.report;
import static org.demarche.server.Says.violation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.time.Duration;
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
import org.demarche.evidence.Result;
import org.demarche.evidence.Status;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.Finding;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.GetEvidenceResponse;
import org.demarche.proto.v1.IncidentAt;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.OfferHeadsRequest;
import org.demarche.proto.v1.Pledge;
import org.demarche.refusal.RefusedException;
import org.demarche.server.Says;
import org.demarche.server.TestWitness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence that a hub gives while three witnesses cosign its heads, as {@code verify} judges it. */
final class WitnessedEvidenceTest {
    private static final Charter CHARTER = SampleCharter.actual(TestWitness.fingerprints(TestKeys::fingerprint))
            .witnessedBy("GB", "FR", "NO")
            .charter();
    private static final List<TestWitness> WITNESSES =
            List.of(new TestWitness("GB-w"), new TestWitness("FR-w"), new TestWitness("NO-w"));

    @TempDir
    private Path directory;

    private InProcessHub hub;

    @BeforeEach
    void open() throws Exception {
        hub = new InProcessHub(directory, "[limits]\nroot_notices_per_minute = 100\n", CHARTER);
        hub.assent(Says.ADOPTERS);
        hub.assent(List.of("NL"));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    /** The hub offers its newest head, and the witnesses cosign it. */
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
            VerifiedCheckpoint head = TestWitness.open(CHARTER, offered);
            hub.witness(witness.party())
                    .addCosignatures(witness.request(head, hub.clock().wallMs()).build());
        }
        hub.attendWitnesses();
    }

    private byte[] evidence(GetEvidenceRequest.Builder request) {
        ByteString bytes = ByteString.EMPTY;
        Iterator<GetEvidenceResponse> chunks = hub.desk("UA")
                .getEvidence(request.setClockMs(hub.clock().wallMs()).build());
        while (chunks.hasNext()) {
            bytes = bytes.concat(chunks.next().getChunk());
        }
        return bytes.toByteArray();
    }

    private byte[] evidenceOf(Sha256 incident, long index) {
        return evidence(GetEvidenceRequest.newBuilder()
                .setIncidentAt(IncidentAt.newBuilder()
                        .setIncident(incident.byteString())
                        .setIndex(index)));
    }

    private static Report judge(byte[] bundle) {
        return Verification.verify(bundle, CHARTER.hash(), Optional.empty(), SignatureVerifier.bouncyCastle());
    }

    private static void assertProven(Report report) {
        assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(Code.PROVEN);
        assertThat(report.step(Check.WITNESSES).status()).isEqualTo(Status.OK);
        assertThat(report.step(Check.TIME).status()).isEqualTo(Status.OK);
        assertThat(report.step(Check.WITNESSES).sentence()).contains("GB-w, FR-w, NO-w cosigned the head");
        assertThat(report.verdict().sentence()).doesNotContain("hub's word");
    }

    private static void assertUndecided(Check check, byte[] bundle) {
        Report report = judge(bundle);
        assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(Code.TOO_FEW_WITNESSES);
        assertThat(report.step(check).code()).as(ReportText.of(report)).contains(Code.TOO_FEW_WITNESSES);
    }

    private static EvidenceBundle bundle(byte[] bytes) {
        try {
            return EvidenceBundle.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private void confirm(Sha256 incident, FindingKind kind, String... parties) throws RefusedException {
        for (String party : parties) {
            hub.say(
                    party + "/watch",
                    Notice.newBuilder()
                            .setIncident(incident.byteString())
                            .setFinding(
                                    Finding.newBuilder().setKind(kind).setWord(FindingWord.FINDING_WORD_CONFIRMED)));
        }
    }

    /** An incident whose clock runs, from the entry that was logged last. */
    private Sha256 violated() throws RefusedException {
        Sha256 incident = hub.say("UA/watch", report(hub.clock().wallMs()).build());
        for (String party : List.of("US", "NO", "GB")) {
            hub.say(party + "/watch", violation(incident));
        }
        return incident;
    }

    /** Carries tier 3 after 72 hours; the index of the entry that makes it visible. */
    private long activateTier3(Sha256 incident) throws RefusedException {
        hub.say(
                "US/principal",
                Notice.newBuilder()
                        .setPledge(Pledge.newBuilder()
                                .setComponent(Component.COMPONENT_BINDING_COMMITMENT)
                                .setText("As the Senate consented")
                                .setFromMs(hub.clock().wallMs())));
        Sha256 first = hub.say("UA/watch", propose(incident, 1).build());
        hub.say("UA/watch", concur(incident, first));
        hub.say("NO/watch", concur(incident, first));
        hub.clock().pass(Duration.ofHours(40));
        confirm(incident, FindingKind.FINDING_KIND_EXPANDED_ATTACK, "US", "GB", "FR", "NO");
        Sha256 third = hub.say("UA/watch", propose(incident, 3).build());
        for (String party : List.of("UA", "US", "NO", "GB", "FR", "DE", "PL", "TR", "IS", "SE", "FI", "DK", "NL")) {
            hub.say(party + "/watch", concur(incident, third));
            hub.say(party + "/" + SampleCharter.secondDesk(party), concur(incident, third));
        }
        hub.clock().pass(Duration.ofHours(33));
        return hub.say("UA/watch", message("T+73").setIncident(incident.byteString()))
                .index();
    }

    @Test
    void tierWithoutATimeGate_isProvenWithItsWitnesses() throws Exception {
        Sha256 incident = violated();
        Sha256 proposal = hub.say("UA/watch", propose(incident, 1).build());
        hub.say("UA/watch", concur(incident, proposal));
        long last = hub.say("NO/watch", concur(incident, proposal)).index();
        assertUndecided(Check.WITNESSES, evidenceOf(incident, last));
        witness();
        assertProven(judge(evidenceOf(incident, last)));
        assertProven(judge(evidence(GetEvidenceRequest.newBuilder().setNotice(proposal.byteString()))));
    }

    @Test
    void tierWithATimeGate_isProvenWithItsWitnesses() throws Exception {
        Sha256 incident = violated();
        witness();
        long last = activateTier3(incident);
        witness();
        byte[] bytes = evidenceOf(incident, last);
        Report report = judge(bytes);
        assertProven(report);
        assertThat(((Result.Tiers) report.result().orElseThrow()).moves())
                .extracting(Result.Move::tier)
                .containsExactly(3);
        assertThat(bundle(bytes).getClockStartsList()).hasSize(1);
    }

    @Test
    void tierWithATimeGate_whoseClockNobodySawStart_isUndecided() throws Exception {
        Sha256 incident = violated();
        long last = activateTier3(incident);
        assertUndecided(Check.WITNESSES, evidenceOf(incident, last));
        witness();
        byte[] bytes = evidenceOf(incident, last);
        assertThat(judge(bytes).step(Check.WITNESSES).status()).isEqualTo(Status.OK);
        assertUndecided(Check.TIME, bytes);
    }

    @Test
    void bundles_bringTheFirstWitnessedHeadThatCoversTheEntry() throws Exception {
        Sha256 notice = hub.say("UA/watch", message("the first").build());
        witness();
        ByteString first = bundle(evidence(GetEvidenceRequest.newBuilder().setNotice(notice.byteString())))
                .getCheckpoint();
        hub.say("UA/watch", message("the second"));
        witness();
        byte[] again = evidence(GetEvidenceRequest.newBuilder().setNotice(notice.byteString()));
        assertThat(bundle(again).getCheckpoint()).isEqualTo(first);
        assertProven(judge(again));
    }

    @Test
    void bundles_ofAHubThatWasStartedAnew_areTheSame() throws Exception {
        Sha256 incident = violated();
        witness();
        long last = activateTier3(incident);
        witness();
        byte[] before = evidenceOf(incident, last);
        long passedMs = hub.clock().wallMs();
        hub.close();
        hub = new InProcessHub(directory, "", CHARTER);
        hub.clock().pass(Duration.ofMillis(passedMs - hub.clock().wallMs()));
        assertThat(evidenceOf(incident, last)).isEqualTo(before);
    }
}
