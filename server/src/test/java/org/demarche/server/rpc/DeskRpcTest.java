package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.server.Says.concur;
import static org.demarche.server.Says.message;
import static org.demarche.server.Says.propose;
import static org.demarche.server.Says.report;
import static org.demarche.server.Says.violation;

import com.google.protobuf.ByteString;
import io.grpc.testing.StreamRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.RefusalVerifier;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.TestKeys;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.evidence.Code;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.ProofCheck;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.proto.v1.FollowResponse;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.GetEvidenceResponse;
import org.demarche.proto.v1.IncidentAt;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.ListIncidentsRequest;
import org.demarche.proto.v1.ListIncidentsResponse;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.Receipt;
import org.demarche.proto.v1.ReportClockRequest;
import org.demarche.proto.v1.ReportClockResponse;
import org.demarche.proto.v1.SubmitRequest;
import org.demarche.proto.v1.TierState;
import org.demarche.proto.v1.WatchIncidentRequest;
import org.demarche.proto.v1.WatchIncidentResponse;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.demarche.server.Says;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub answers to desks. */
final class DeskRpcTest {
    private static final int SIGNED_REFUSALS_PER_MINUTE = 120;

    @TempDir
    private Path directory;

    private InProcessHub hub;

    @BeforeEach
    void open() throws Exception {
        hub = new InProcessHub(directory, "[limits]\nnotices_per_minute = 20\nflash_per_minute = 1\n");
        hub.assent(List.of("UA"));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void adopt() throws RefusedException {
        hub.assent(Says.ADOPTERS.subList(1, Says.ADOPTERS.size()));
    }

    private static Head head(ByteString checkpoint) {
        try {
            return new CheckpointVerifier(
                            "hub.exercise.example/ceasefire", TestKeys.log().publicKey())
                    .open(checkpoint.toByteArray())
                    .head();
        } catch (NoteException e) {
            throw new AssertionError(e);
        }
    }

    private static Sha256 id(ByteString signed) throws RefusedException {
        return UnverifiedNotice.parse(signed.toByteArray()).id();
    }

    private Refused refused(ByteString signed) {
        return Refused.by(() -> hub.desk("UA").submit(hub.request(signed)));
    }

    // Submit

    @Test
    void submit_aNotice_isReceiptedUnderAHeadThatHoldsIt() throws Exception {
        ByteString signed = hub.sign("UA/watch", message("x"));
        Receipt receipt = hub.desk("UA").submit(hub.request(signed)).getReceipt();
        UnverifiedEntry entry = UnverifiedEntry.parse(receipt.getEntry().toByteArray());
        assertThat(entry.notice().orElseThrow().bytes()).isEqualTo(signed);
        assertThat(ProofCheck.inclusion(
                        entry.index(),
                        entry.leaf(),
                        receipt.getInclusionList().stream().map(Sha256::copyOf).toList(),
                        head(receipt.getCheckpoint())))
                .isTrue();
        assertThat(hub.desk("US").submit(hub.request(signed)).getReceipt())
                .as("anybody may bring it again")
                .isEqualTo(receipt);
    }

    @Test
    void submit_overAHeadThatOnlyAnotherHubOfTheLogHasShown_isTaken() throws Exception {
        try (InProcessHub other = new InProcessHub(directory)) {
            hub.say("UA/watch", message("the first hub's"));
            ByteString signed = hub.sign("UA/watch", message("moved"));
            Receipt receipt = other.desk("UA").submit(other.request(signed)).getReceipt();
            assertThat(head(receipt.getCheckpoint()).size()).isEqualTo(4);
            assertThat(hub.desk("UA").submit(hub.request(signed)).getReceipt().getEntry())
                    .as("each hub answers for the whole log")
                    .isEqualTo(receipt.getEntry());
        }
    }

    @Test
    void submit_overAHeadBeyondTheLog_isRefused() {
        Refused refused = refused(hub.sign(
                "UA/watch",
                message("x")
                        .setAnchor(Anchor.newBuilder()
                                .setSize(1_000)
                                .setRoot(Sha256.of(new byte[1]).byteString()))));
        assertThat(refused.reason()).isEqualTo(Reason.ANCHOR_UNKNOWN);
        assertThat(refused.sentence()).contains("of 1000 entries that this log, now of 2, never had");
    }

    @Test
    void submit_beforeTheCharterIsInForce_namesWhoIsMissing() {
        assertThat(refused(hub.sign("NO/watch", message("x"))).reason())
                .as("nobody has enrolled a key")
                .isEqualTo(Reason.KEY_UNKNOWN);
        Refused early = refused(hub.sign("UA/watch", report(hub.clock().wallMs())));
        assertThat(early.reason()).isEqualTo(Reason.CHARTER_NOT_IN_FORCE);
        assertThat(early.sentence()).contains("US");
    }

    @Test
    void submit_whatIsRefused_bearsTheLogsSignature() throws Exception {
        ByteString signed = hub.sign(
                "UA/watch",
                message("x")
                        .setAnchor(Anchor.newBuilder()
                                .setSize(1)
                                .setRoot(Sha256.of(new byte[1]).byteString())));
        Refused refused = refused(signed);
        assertThat(refused.reason()).isEqualTo(Reason.ANCHOR_UNKNOWN);
        Sha256 identity = id(signed);
        assertThat(RefusalVerifier.open(
                        refused.signed().orElseThrow(), TestKeys.log().publicKey()))
                .hasValueSatisfying(r -> {
                    assertThat(r.getReason()).isEqualTo("ANCHOR_UNKNOWN");
                    assertThat(r.getNotice()).isEqualTo(identity.byteString());
                    assertThat(r.getSize()).isEqualTo(2);
                });
    }

    @Test
    void submit_bytesThatAreNoNotice_isRefusedWithoutASignature() {
        byte[] signed = hub.sign("UA/watch", message("x")).toByteArray();
        signed[signed.length - 1] ^= 1;
        assertThat(refused(ByteString.copyFrom(signed)).reason()).isEqualTo(Reason.SIGNATURE_INVALID);
        signed[0] ^= 1;
        Refused malformed = refused(ByteString.copyFrom(signed));
        assertThat(malformed.reason()).isEqualTo(Reason.MALFORMED);
        assertThat(malformed.signed()).isEmpty();
        assertThat(refused(ByteString.copyFrom(new byte[60_000])).reason()).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void submit_moreRefusalsThanTheHubSigns_areRefusedWithoutASignature() {
        ByteString signed = hub.sign("US/watch", message("x"));
        for (int i = 0; i < SIGNED_REFUSALS_PER_MINUTE; i++) {
            assertThat(refused(signed).signed()).isPresent();
        }
        assertThat(refused(signed).signed()).isEmpty();
    }

    @Test
    void submit_whatTheHubLosesTrackOf_isAnsweredWithoutASignature() throws Exception {
        IllegalStateException defect = new IllegalStateException("a defect behind the commit");
        hub.core().services().log().addListener((published, moved) -> {
            throw defect;
        });
        Refused lost = refused(hub.sign("UA/watch", message("x")));
        assertThat(lost.reason()).isEqualTo(Reason.NOT_READY);
        assertThat(lost.sentence()).contains("does not know whether");
        assertThat(lost.signed()).isEmpty();
        assertThat(hub.awaitDefect()).hasValue(defect);
    }

    @Test
    void submit_callerWithAnotherClock_isRefusedAndNothingIsLogged() {
        SubmitRequest request = hub.request(hub.sign("UA/watch", message("x"))).toBuilder()
                .setClockMs(hub.clock().wallMs() + 5_001)
                .build();
        assertThat(Refused.by(() -> hub.desk("UA").submit(request)).reason()).isEqualTo(Reason.CLOCK_SKEW);
        assertThat(hub.core().published().size()).isEqualTo(2);
    }

    @Test
    void submit_afterTheHubsClockStepped_waitsUntilTwoPartiesAgree() throws Exception {
        hub.clock().step(Duration.ofHours(1));
        assertThat(refused(hub.sign("UA/watch", message("x"))).reason()).isEqualTo(Reason.HUB_CLOCK);
        hub.reportClock("US");
        assertThat(hub.say("UA/watch", message("x")).index()).isEqualTo(2);
    }

    @Test
    void submit_whileTheHubStops_isRefusedUnlessItIsLoggedAlready() {
        ByteString logged = hub.sign("UA/watch", message("x"));
        Receipt receipt = hub.desk("UA").submit(hub.request(logged)).getReceipt();
        hub.core().drain();
        assertThat(refused(hub.sign("UA/watch", message("y"))).reason()).isEqualTo(Reason.NOT_READY);
        assertThat(hub.desk("UA").submit(hub.request(logged)).getReceipt()).isEqualTo(receipt);
    }

    // Follow

    @Test
    void follow_fromTheBeginning_bringsEveryEntryThenAHeadThatCoversThem() throws Exception {
        StreamRecorder<FollowResponse> stream = StreamRecorder.create();
        DeskServiceGrpc.newStub(hub.channel("UA"))
                .follow(
                        FollowRequest.newBuilder()
                                .setClockMs(hub.clock().wallMs())
                                .build(),
                        stream);
        stream.firstValue().get(20, TimeUnit.SECONDS);
        hub.core().drain();
        assertThat(stream.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Refused.of(stream.getError()).reason())
                .as("the parting word")
                .isEqualTo(Reason.NOT_READY);
        MemoryTree tree = new MemoryTree();
        for (FollowResponse piece : stream.getValues()) {
            if (piece.hasHead()) {
                assertThat(head(piece.getHead().getCheckpoint())).isEqualTo(tree.head(tree.size()));
                assertThat(piece.getHead().getClockMs()).isEqualTo(hub.clock().wallMs());
            } else {
                tree.append(
                        UnverifiedEntry.parse(piece.getEntry().toByteArray()).leaf());
            }
        }
        assertThat(stream.getValues().get(0).hasEntry()).isTrue();
    }

    @Test
    void follow_beyondTheLog_isNotFound() {
        FollowRequest request =
                FollowRequest.newBuilder().setFromIndex(3).setClockMs(1).build();
        assertThat(Refused.by(() -> hub.desk("UA").follow(request).next()).reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    // ReportClock

    @Test
    void reportClock_tellsTheHubsClockAndTheNewestHead() {
        ReportClockResponse response = hub.desk("UA")
                .reportClock(ReportClockRequest.newBuilder().setClockMs(7).build());
        assertThat(response.getClockMs()).isEqualTo(hub.clock().wallMs());
        assertThat(head(response.getCheckpoint()))
                .isEqualTo(hub.core().published().head());
    }

    // Incidents

    private Iterator<WatchIncidentResponse> watch(Sha256 incident) {
        return hub.desk("UA")
                .watchIncident(WatchIncidentRequest.newBuilder()
                        .setIncident(incident.byteString())
                        .setClockMs(hub.clock().wallMs())
                        .build());
    }

    private static TierState tier(IncidentState state, int number) {
        return state.getTiersList().stream()
                .filter(t -> t.getTier() == number)
                .findFirst()
                .orElseThrow();
    }

    private Sha256 violated() throws RefusedException {
        adopt();
        Sha256 incident = hub.say("UA/watch", report(hub.clock().wallMs()).build());
        for (String party : List.of("US", "NO", "GB")) {
            hub.say(party + "/watch", violation(incident));
        }
        return incident;
    }

    @Test
    void watchIncident_toItsActivation_showsEachStateAndTheEvidenceIsProven() throws Exception {
        Sha256 incident = violated();
        Sha256 proposal = hub.say("UA/watch", propose(incident, 1).build());
        hub.say("UA/watch", concur(incident, proposal));
        Iterator<WatchIncidentResponse> watch = watch(incident);
        assertThat(tier(watch.next().getState(), 1).getActivatedAtMs()).isZero();
        long last = hub.say("NO/watch", concur(incident, proposal)).index();
        IncidentState state = watch.next().getState();
        assertThat(tier(state, 1).getActivatedIndex()).isEqualTo(last);
        assertThat(state.getProposals(0).getConcurringList()).containsExactly("NO", "UA");

        assertProven(GetEvidenceRequest.newBuilder()
                .setIncidentAt(IncidentAt.newBuilder()
                        .setIncident(incident.byteString())
                        .setIndex(last)));
        assertProven(GetEvidenceRequest.newBuilder().setNotice(proposal.byteString()));
        assertThat(Refused.by(() -> evidence(GetEvidenceRequest.newBuilder()
                                .setIncidentAt(IncidentAt.newBuilder()
                                        .setIncident(incident.byteString())
                                        .setIndex(last + 1))))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);

        hub.core().drain();
        assertThat(Refused.by(watch::next).reason()).isEqualTo(Reason.NOT_READY);
    }

    @Test
    void watchIncident_afterADeadline_showsItAtOnceAndEveryStateIsWhole() throws Exception {
        Sha256 incident = violated();
        hub.clock().pass(Duration.ofHours(24).plusSeconds(1));
        assertThat(tier(watch(incident).next().getState(), 1).getOverdueSinceMs())
                .isPositive();
    }

    @Test
    void watchIncident_ofNoReport_isNotFound() {
        assertThat(Refused.by(() -> watch(Sha256.of(new byte[1])).next()).reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    private ListIncidentsResponse page(int size, String token) {
        return hub.desk("UA")
                .listIncidents(ListIncidentsRequest.newBuilder()
                        .setPageSize(size)
                        .setPageToken(token)
                        .setClockMs(1)
                        .build());
    }

    @Test
    void listIncidents_byPages_newestFirst() throws Exception {
        adopt();
        List<ByteString> opened = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            opened.add(
                    0, hub.say("UA/watch", report(hub.clock().wallMs()).build()).byteString());
        }
        ListIncidentsResponse page = page(2, "");
        assertThat(page.getIncidentsList())
                .extracting(IncidentState::getIncident)
                .containsExactlyElementsOf(opened.subList(0, 2));
        ListIncidentsResponse rest = page(0, page.getNextPageToken());
        assertThat(rest.getIncidentsList())
                .extracting(IncidentState::getIncident)
                .containsExactly(opened.get(2));
        assertThat(rest.getNextPageToken()).isEmpty();
    }

    @Test
    void listIncidents_aTokenThatTheHubNeverGave_isNotFound() {
        for (String token : List.of("x", "-1", "9999999999999999999")) {
            assertThat(Refused.by(() -> page(1, token)).reason()).isEqualTo(Reason.NOT_FOUND);
        }
    }

    // Evidence

    private byte[] evidence(GetEvidenceRequest.Builder request) {
        ByteString bytes = ByteString.EMPTY;
        Iterator<GetEvidenceResponse> chunks = hub.desk("UA")
                .getEvidence(request.setClockMs(hub.clock().wallMs()).build());
        while (chunks.hasNext()) {
            bytes = bytes.concat(chunks.next().getChunk());
        }
        return bytes.toByteArray();
    }

    private void assertProven(GetEvidenceRequest.Builder request) {
        assertThat(Verification.verify(
                                evidence(request),
                                hub.charter().hash(),
                                Optional.empty(),
                                SignatureVerifier.bouncyCastle())
                        .verdict()
                        .code())
                .isEqualTo(Code.PROVEN);
    }

    @Test
    void getEvidence_ofNothing_saysWhatIsMissing() {
        Refused refused = Refused.by(() -> evidence(GetEvidenceRequest.newBuilder()));
        assertThat(refused.reason()).isEqualTo(Reason.FIELD_INVALID);
        assertThat(refused.field()).hasValue("GetEvidenceRequest.subject");
        GetEvidenceRequest.Builder unknown =
                GetEvidenceRequest.newBuilder().setNotice(Sha256.of(new byte[1]).byteString());
        assertThat(Refused.by(() -> evidence(unknown)).reason()).isEqualTo(Reason.NOT_FOUND);
    }

    // Quotas

    @Test
    void submit_beyondTheQuota_isRefusedButFlashHasItsReserve() throws Exception {
        ByteString logged = hub.sign("UA/watch", message("x"));
        for (int i = 0; i < 20; i++) {
            hub.desk("UA").submit(hub.request(i == 0 ? logged : hub.sign("UA/watch", message("x" + i))));
        }
        ByteString beyond = hub.sign("UA/watch", message("y"));
        assertThat(refused(beyond).reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(hub.desk("UA").submit(hub.request(logged)).hasReceipt())
                .as("what is logged costs nothing")
                .isTrue();
        hub.say("UA/watch", message("f").setPrecedence(Precedence.PRECEDENCE_FLASH));
        ByteString flash = hub.sign("UA/watch", message("g").setPrecedence(Precedence.PRECEDENCE_FLASH));
        assertThat(refused(flash).reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        hub.clock().pass(Duration.ofSeconds(31));
        hub.desk("UA").submit(hub.request(beyond));
    }
}
