package org.demarche.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.demarche.server.TestDesk.concur;
import static org.demarche.server.TestDesk.entry;
import static org.demarche.server.TestDesk.id;
import static org.demarche.server.TestDesk.message;
import static org.demarche.server.TestDesk.propose;
import static org.demarche.server.TestDesk.reason;
import static org.demarche.server.TestDesk.violation;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.demarche.checkpoint.RefusalVerifier;
import org.demarche.escalation.TestKeys;
import org.demarche.evidence.Code;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.TlsIdentity;
import org.demarche.merkle.MemoryTree;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.proto.v1.FollowResponse;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.IncidentAt;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.ListIncidentsRequest;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Receipt;
import org.demarche.proto.v1.SubmitRequest;
import org.demarche.proto.v1.TierState;
import org.demarche.proto.v1.WatchIncidentRequest;
import org.demarche.proto.v1.WatchIncidentResponse;
import org.demarche.server.fsck.Fsck;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub from end to end: TLS, signatures, SQLite, receipts, streams. */
final class HubProcessTest {
    private static final List<String> ADOPTERS =
            List.of("UA", "US", "NO", "GB", "FR", "DE", "PL", "TR", "IS", "SE", "FI", "DK");

    @TempDir
    private Path directory;

    private TestHub hub;
    private final List<TestDesk> desks = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        hub = TestHub.start(directory);
    }

    @AfterEach
    void stop() {
        desks.forEach(TestDesk::close);
        hub.close();
    }

    private TestDesk desk(String party) {
        TestDesk desk = hub.desk(party);
        desks.add(desk);
        return desk;
    }

    private void adopt() {
        for (String party : ADOPTERS) {
            desk(party).assent();
        }
    }

    @Test
    void plan_fromDraftToActivation_isCountedLive() {
        TestDesk ua = desk("UA");
        assertThat(reason(ua.refused(ua.sign("watch", ua.report()))))
                .as("nobody has enrolled a key")
                .isEqualTo("KEY_UNKNOWN");
        ua.assent();
        StatusRuntimeException early = ua.refused(ua.sign("watch", ua.report()));
        assertThat(reason(early)).isEqualTo("CHARTER_NOT_IN_FORCE");
        assertThat(early.getMessage()).contains("US");
        ADOPTERS.stream().skip(1).forEach(p -> desk(p).assent());

        Sha256 incident = id(ua.say("watch", ua.report()));
        for (String party : List.of("US", "NO", "GB")) {
            desk(party).say("watch", violation(incident));
        }
        Sha256 proposal = id(ua.say("watch", propose(incident, 1)));
        ua.say("watch", concur(incident, proposal));
        Iterator<WatchIncidentResponse> watch = ua.desk()
                .watchIncident(WatchIncidentRequest.newBuilder()
                        .setIncident(incident.byteString())
                        .setClockMs(hub.clock().wallMs())
                        .build());
        assertThat(tier(watch.next().getState(), 1).getActivatedAtMs()).isZero();
        Receipt last = desk("NO").say("watch", concur(incident, proposal));
        IncidentState state = watch.next().getState();
        assertThat(tier(state, 1).getActivatedIndex())
                .isEqualTo(entry(last.getEntry()).index());
        assertThat(state.getProposals(0).getConcurringList()).containsExactly("NO", "UA");
        assertSound();

        byte[] bundle = ua.evidence(GetEvidenceRequest.newBuilder()
                .setIncidentAt(IncidentAt.newBuilder()
                        .setIncident(incident.byteString())
                        .setIndex(entry(last.getEntry()).index())));
        Sha256 pinned = hub.charter().charter().hash();
        assertThat(Verification.verify(bundle, pinned, Optional.empty(), SignatureVerifier.bouncyCastle())
                        .verdict()
                        .code())
                .isEqualTo(Code.PROVEN);
        byte[] ofNotice = ua.evidence(GetEvidenceRequest.newBuilder().setNotice(proposal.byteString()));
        assertThat(Verification.verify(ofNotice, pinned, Optional.empty(), SignatureVerifier.bouncyCastle())
                        .verdict()
                        .code())
                .isEqualTo(Code.PROVEN);
        assertThatThrownBy(() -> ua.evidence(GetEvidenceRequest.newBuilder()
                        .setNotice(incident.byteString().substring(1).concat(ByteString.copyFrom(new byte[1])))))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class, e -> assertThat(reason(e)).isEqualTo("NOT_FOUND"));
    }

    @Test
    void deadline_passed_isMarkedOnceTwoPartiesConfirmTheClock() {
        adopt();
        TestDesk ua = desk("UA");
        Sha256 incident = id(ua.say("watch", ua.report()));
        for (String party : List.of("US", "NO", "GB")) {
            desk(party).say("watch", violation(incident));
        }
        long size = hub.process().published().size();
        hub.clock().pass(Duration.ofHours(24).plusSeconds(1));
        Iterator<WatchIncidentResponse> watch = ua.desk()
                .watchIncident(WatchIncidentRequest.newBuilder()
                        .setIncident(incident.byteString())
                        .setClockMs(hub.clock().wallMs())
                        .build());
        assertThat(tier(watch.next().getState(), 1).getOverdueSinceMs())
                .as("shown at once")
                .isPositive();
        assertThat(hub.process().published().size())
                .as("one party's word is not enough")
                .isEqualTo(size);
        desk("US").reportClock();
        assertThat(watch.next().getState().getLastIndex()).isEqualTo(size);
        assertThat(entry(ua.desk()
                                .follow(FollowRequest.newBuilder()
                                        .setFromIndex(size)
                                        .setClockMs(hub.clock().wallMs())
                                        .build())
                                .next()
                                .getEntry())
                        .message()
                        .hasTimeMark())
                .isTrue();
        assertSound();
    }

    @Test
    void submit_sameNoticeAgain_isTheSameEntryForEver() throws Exception {
        TestDesk ua = desk("UA");
        ua.assent();
        ByteString signed = ua.sign("watch", message("One"));
        Receipt first = ua.submit(signed);
        assertThat(ua.submit(signed).getEntry()).isEqualTo(first.getEntry());
        hub.clock().pass(Duration.ofDays(400));
        hub.restart();
        Receipt late = desk("US").submit(signed);
        assertThat(late.getEntry()).isEqualTo(first.getEntry());
        assertThat(hub.process().published().size()).isEqualTo(3);
    }

    @Test
    void refusal_ofANotice_isSignedByTheHub() {
        TestDesk ua = desk("UA");
        ua.assent();
        Notice.Builder notice = message("x")
                .setAnchor(Anchor.newBuilder()
                        .setSize(1)
                        .setRoot(Sha256.of(new byte[1]).byteString()));
        StatusRuntimeException e = ua.refused(ua.sign("watch", notice));
        assertThat(reason(e)).isEqualTo("ANCHOR_UNKNOWN");
        assertThat(RefusalVerifier.open(
                        TestDesk.signedRefusal(e), TestKeys.log().publicKey()))
                .hasValueSatisfying(r -> {
                    assertThat(r.getReason()).isEqualTo("ANCHOR_UNKNOWN");
                    assertThat(r.getSize()).isEqualTo(2);
                });
    }

    @Test
    void submit_flippedBit_isRefused() {
        TestDesk ua = desk("UA");
        ua.assent();
        byte[] signed = ua.sign("watch", message("x")).toByteArray();
        signed[signed.length - 1] ^= 1;
        assertThat(reason(ua.refused(ByteString.copyFrom(signed)))).isEqualTo("SIGNATURE_INVALID");
        signed[0] ^= 1;
        assertThat(reason(ua.refused(ByteString.copyFrom(signed)))).isEqualTo("MALFORMED");
    }

    @Test
    void submit_callerWithAnotherClock_isRefusedAndNothingIsLogged() {
        TestDesk ua = desk("UA");
        ua.assent();
        ByteString signed = ua.sign("watch", message("x"));
        assertThatThrownBy(() -> ua.desk()
                        .submit(SubmitRequest.newBuilder()
                                .setSignedNotice(signed)
                                .setClockMs(hub.clock().wallMs() + 5_001)
                                .build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class, e -> assertThat(reason(e)).isEqualTo("CLOCK_SKEW"));
        assertThat(hub.process().published().size()).isEqualTo(2);
    }

    @Test
    void submit_afterTheHubsClockStepped_waitsUntilTwoPartiesAgree() {
        TestDesk ua = desk("UA");
        ua.assent();
        hub.clock().step(Duration.ofHours(1));
        assertThat(reason(ua.refused(ua.sign("watch", message("x"))))).isEqualTo("HUB_CLOCK");
        desk("US").reportClock();
        ua.say("watch", message("x"));
    }

    @Test
    void follow_fromTheBeginning_bringsEveryEntryOnceAndAHeadThatCoversThem() {
        TestDesk ua = desk("UA");
        ua.assent();
        ua.say("watch", message("One"));
        Iterator<FollowResponse> stream = desk("US")
                .desk()
                .follow(FollowRequest.newBuilder()
                        .setClockMs(hub.clock().wallMs())
                        .build());
        MemoryTree tree = new MemoryTree();
        boolean said = false;
        while (tree.size() < 4) {
            FollowResponse piece = stream.next();
            if (piece.hasHead()) {
                assertThat(ua.head(piece.getHead().getCheckpoint())).isEqualTo(tree.head(tree.size()));
                assertThat(piece.getHead().getCaughtUp()).isTrue();
                if (!said) {
                    said = true;
                    ua.say("watch", message("Two"));
                }
            } else {
                assertThat(entry(piece.getEntry()).index()).isEqualTo(tree.size());
                tree.append(entry(piece.getEntry()).leaf());
            }
        }
        FollowResponse head = stream.next();
        assertThat(ua.head(head.getHead().getCheckpoint())).isEqualTo(tree.head(4));
        assertThat(stream.next().getHead().getCheckpoint())
                .as("heartbeat")
                .isEqualTo(head.getHead().getCheckpoint());
    }

    @Test
    void follow_beyondTheLog_isNotFound() {
        TestDesk ua = desk("UA");
        assertThatThrownBy(() -> ua.desk()
                        .follow(FollowRequest.newBuilder()
                                .setFromIndex(2)
                                .setClockMs(1)
                                .build())
                        .next())
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class, e -> assertThat(reason(e)).isEqualTo("NOT_FOUND"));
    }

    @Test
    void listIncidents_byPages_newestFirst() {
        adopt();
        TestDesk ua = desk("UA");
        List<ByteString> opened = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            opened.add(0, id(ua.say("watch", ua.report())).byteString());
        }
        var page = ua.desk()
                .listIncidents(ListIncidentsRequest.newBuilder()
                        .setPageSize(2)
                        .setClockMs(1)
                        .build());
        assertThat(page.getIncidentsList())
                .extracting(IncidentState::getIncident)
                .containsExactlyElementsOf(opened.subList(0, 2));
        var rest = ua.desk()
                .listIncidents(ListIncidentsRequest.newBuilder()
                        .setPageToken(page.getNextPageToken())
                        .setClockMs(1)
                        .build());
        assertThat(rest.getIncidentsList())
                .extracting(IncidentState::getIncident)
                .containsExactly(opened.get(2));
        assertThat(rest.getNextPageToken()).isEmpty();
    }

    @Test
    void connect_withAStrangersKey_getsNoAnswer() {
        TestDesk stranger =
                new TestDesk(hub, "UA", TlsIdentity.generate("stranger", new SecureRandom(), TestHub.START));
        desks.add(stranger);
        assertThatThrownBy(stranger::reportClock)
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNAVAILABLE");
    }

    @Test
    void start_twiceOnOneDirectory_isRefused() {
        assertThatThrownBy(() -> HubProcess.start(
                        HubFiles.config(directory, java.util.Map.of()),
                        directory,
                        hub.clock().hubClock(),
                        new SecureRandom(),
                        s -> {},
                        d -> {}))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("another hub runs on");
    }

    private static TierState tier(IncidentState state, int number) {
        return state.getTiersList().stream()
                .filter(t -> t.getTier() == number)
                .findFirst()
                .orElseThrow();
    }

    private void assertSound() {
        try (LogStore store = SqliteStore.openToRead(hub.database())) {
            Fsck.Report report = new Fsck(store, SignatureVerifier.bouncyCastle()).run(n -> {});
            assertThat(report.damage()).isEmpty();
            assertThat(report.head()).isEqualTo(hub.process().published().head());
        }
    }
}
