package org.demarche.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.demarche.server.Says.concur;
import static org.demarche.server.Says.message;
import static org.demarche.server.Says.propose;
import static org.demarche.server.Says.violation;
import static org.demarche.server.TestDesk.entry;
import static org.demarche.server.TestDesk.id;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.testing.StreamRecorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.demarche.evidence.Code;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.TlsIdentity;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.proto.v1.FollowResponse;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.IncidentAt;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Receipt;
import org.demarche.proto.v1.SubmitRequest;
import org.demarche.proto.v1.SubmitResponse;
import org.demarche.proto.v1.TierState;
import org.demarche.proto.v1.WatchIncidentRequest;
import org.demarche.proto.v1.WatchIncidentResponse;
import org.demarche.server.fsck.Fsck;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.sqlite.SqliteStore;
import org.demarche.server.web.HttpReader;
import org.demarche.timestamp.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub from end to end: TLS, signatures, SQLite, receipts, streams. */
final class HubProcessTest {
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

    /** In place of the hub with a draft, one whose charter is in force. */
    private void adopted() throws Exception {
        hub.close();
        hub = TestHub.startAdopted(Files.createDirectory(directory.resolve("adopted")));
    }

    @Test
    void tiles_whereTheyAreSetUp_areServedToMembersUnderTheirPresentPins() throws Exception {
        hub.close();
        assertThat(directory.resolve(HubFiles.FILES_ADDRESS)).doesNotExist();
        Path other = Files.createDirectory(directory.resolve("serving"));
        hub = TestHub.start(other, "[tiles]\nport = 0\n");
        InetSocketAddress address = hub.process().filesAddress().orElseThrow();
        assertThat(other.resolve(HubFiles.FILES_ADDRESS)).hasContent("127.0.0.1:" + address.getPort());
        try (HttpReader reader = HttpReader.connect(address, TestHub.identity("UA"))) {
            byte[] note = reader.get("/checkpoint").body();
            assertThat(note).isEqualTo(hub.process().published().checkpoint().toByteArray());
            assertThat(reader.get("/tile/0/000.p/1").body())
                    .isEqualTo(hub.process().published().head().root().bytes());
            assertThat(reader.get("/tile/0/000.p/2").status()).isEqualTo(404);
            desk("UA").assent();
            assertThat(reader.get("/tile/0/000.p/2").status()).isEqualTo(200);
            desk("UA")
                    .say(
                            "root",
                            Notice.newBuilder()
                                    .setKeyChange(KeyChange.newBuilder()
                                            .addTlsEnded(
                                                    TestHub.identity("UA").pin().byteString())));
            assertThat(reader.get("/checkpoint").status()).isEqualTo(403);
        }
        assertThatThrownBy(() ->
                        HttpReader.connect(address, TestHub.identity("UA")).get("/checkpoint"))
                .isInstanceOf(IOException.class);
        hub.close();
        assertThat(other.resolve(HubFiles.FILES_ADDRESS)).doesNotExist();
        hub.restart();
    }

    @Test
    void plan_fromReportToActivation_isCountedLive() throws Exception {
        adopted();
        TestDesk ua = desk("UA");
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
    }

    /** The address of a server that takes a request and never answers it. */
    private static HttpServer silent(CountDownLatch asked, CountDownLatch over) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void witness_thatNeverAnswers_holdsUpNoReceipt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        HttpServer witness = silent(asked, over);
        try {
            hub.close();
            hub = TestHub.start(
                    Files.createDirectory(directory.resolve("witnessed")),
                    "[witness]\noffer_ms = 20\n[[witness.foreign]]\nname = \"w1\"\nurl = \"http://127.0.0.1:"
                            + witness.getAddress().getPort() + "\"\nverifier_keys = [\""
                            + new TestWitness("w1").keys().get(0).text() + "\"]\n");
            TestDesk ua = desk("UA");
            ua.say("root", Says.assent("UA", hub.charter().charter(), id -> false));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 30; i++) {
                hub.clock().pass(Duration.ofMillis(20));
                ua.say("watch", message("No. " + i));
            }
            assertThat(hub.process().published().size()).isEqualTo(32);
            assertThat(hub.process().whyNotReady())
                    .as("readiness is no matter of witnesses")
                    .isEmpty();
        } finally {
            over.countDown();
            witness.stop(0);
        }
    }

    @Test
    void deadline_passed_isMarkedOnceTwoPartiesConfirmTheClock() throws Exception {
        adopted();
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
    void close_whileNoticesComeIn_answersWhatItHasTakenAndLogsNothingElse() throws Exception {
        TestDesk ua = desk("UA");
        ua.assent();
        Head head = ua.reportClock();
        List<StreamRecorder<SubmitResponse>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ByteString signed =
                    Says.signed(hub.charter().charter(), head, hub.clock().wallMs(), "UA/watch", message("No. " + i));
            StreamRecorder<SubmitResponse> answer = StreamRecorder.create();
            answers.add(answer);
            ua.async()
                    .submit(
                            SubmitRequest.newBuilder()
                                    .setSignedNotice(signed)
                                    .setClockMs(hub.clock().wallMs())
                                    .build(),
                            answer);
        }
        answers.get(0).firstValue().get(20, TimeUnit.SECONDS);
        hub.close();

        List<ByteString> receipted = new ArrayList<>();
        for (StreamRecorder<SubmitResponse> answer : answers) {
            assertThat(answer.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
            answer.getValues().forEach(r -> receipted.add(r.getReceipt().getEntry()));
            if (answer.getError() != null) {
                assertThat(Status.fromThrowable(answer.getError()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            }
        }
        try (LogStore store = SqliteStore.openToRead(hub.database())) {
            assertThat(store.entries(2, 1_000))
                    .extracting(StoredEntry::bytes)
                    .containsExactlyInAnyOrderElementsOf(receipted);
        }
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
            Fsck.Report report =
                    new Fsck(store, SignatureVerifier.bouncyCastle(), TestAuthority.UNTIL.toEpochMilli()).run(n -> {});
            assertThat(report.damage()).isEmpty();
            assertThat(report.head()).isEqualTo(hub.process().published().head());
        }
    }
}
