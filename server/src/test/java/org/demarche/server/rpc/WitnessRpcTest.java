package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.demarche.server.Says.message;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.testing.StreamRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.AddCosignaturesRequest;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.proto.v1.FollowResponse;
import org.demarche.proto.v1.GetWitnessedRequest;
import org.demarche.proto.v1.GetWitnessedResponse;
import org.demarche.proto.v1.OfferHeadsRequest;
import org.demarche.proto.v1.OfferHeadsResponse;
import org.demarche.proto.v1.WitnessServiceGrpc;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.demarche.server.TestWitness;
import org.demarche.server.log.ForkAlarm;
import org.demarche.server.log.ForkAlarm.By;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.sqlite.SqliteStore;
import org.demarche.server.tiles.LogFile;
import org.demarche.witness.Cosigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub asks of witnesses and takes from them, under a charter that asks for two of three; and what it shows of that. */
final class WitnessRpcTest {
    private static final Charter CHARTER = SampleCharter.actual(TestWitness.fingerprints(TestKeys::fingerprint))
            .witnessedBy("GB", "FR", "NO")
            .charter();
    private static final TestWitness GB = new TestWitness("GB-w");
    private static final TestWitness FR = new TestWitness("FR-w");
    private static final TestWitness NO = new TestWitness("NO-w");
    private static final Duration PAUSE = Duration.ofMillis(500);

    @TempDir
    private Path directory;

    private InProcessHub hub;

    @BeforeEach
    void open() throws Exception {
        hub = new InProcessHub(directory, "", CHARTER);
        hub.assent(List.of("UA"));
        hub.attendWitnesses();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void grow() throws Exception {
        hub.say("UA/watch", message("the log grows"));
    }

    /** After the pause between two offers, and the longer one while nobody cosigns. */
    private void offer() {
        hub.clock().pass(PAUSE.multipliedBy(4));
        hub.attendWitnesses();
    }

    private OfferHeadsRequest asks(TestWitness witness) {
        return OfferHeadsRequest.newBuilder()
                .setWitness(witness.name())
                .setClockMs(hub.clock().wallMs())
                .build();
    }

    private Iterator<OfferHeadsResponse> offers(TestWitness witness) {
        return hub.witness(witness.party()).offerHeads(asks(witness));
    }

    /** The head that is offered first to who asks now. */
    private VerifiedCheckpoint offered() {
        return TestWitness.open(CHARTER, offers(GB).next().getCheckpoint());
    }

    private boolean add(TestWitness witness, AddCosignaturesRequest.Builder request) {
        return hub.witness(witness.party()).addCosignatures(request.build()).getWitnessed();
    }

    private boolean cosign(TestWitness witness, VerifiedCheckpoint head) {
        return add(witness, witness.request(head, hub.clock().wallMs()));
    }

    private GetWitnessedResponse witnessed(long atLeast) {
        return hub.log("US")
                .getWitnessed(
                        GetWitnessedRequest.newBuilder().setAtLeastSize(atLeast).build());
    }

    /** The size of a witnessed head, on which the charter's rule holds, by these witnesses. */
    private static long sizeOf(WitnessedHead head, TestWitness... by) {
        List<LogPublicKey> keys = head.getWitnessKeysList().stream()
                .map(k -> LogPublicKey.of(
                        k.getEd25519().toByteArray(), k.getMlDsa44().toByteArray()))
                .toList();
        VerifiedCheckpoint checkpoint = TestWitness.open(CHARTER, head.getCheckpoint());
        assertThat(Cosigned.of(checkpoint, CHARTER, keys)).hasValueSatisfying(c -> {
            assertThat(c.tally().holds()).isTrue();
            assertThat(c.valid())
                    .containsExactly(List.of(by).stream().map(TestWitness::name).toArray(String[]::new));
        });
        return checkpoint.head().size();
    }

    private Refused refused(TestWitness as, AddCosignaturesRequest.Builder request) {
        return Refused.by(() -> add(as, request));
    }

    // The log's files

    private VerifiedCheckpoint file() throws RefusedException {
        LogFile.Note note = (LogFile.Note) hub.core().readers().files().get("/checkpoint");
        return TestWitness.open(CHARTER, note.bytes());
    }

    @Test
    void checkpointFile_isTheNewestHeadWithTheWitnessesWordOnceItIsTheirs() throws Exception {
        VerifiedCheckpoint head = offered();
        assertThat(file().signatures()).hasSize(2);
        cosign(GB, head);
        assertThat(file().signatures()).hasSize(2);
        cosign(FR, head);
        assertThat(file().head()).isEqualTo(hub.core().published().head());
        assertThat(file().signatures()).hasSize(6);
        grow();
        assertThat(file().head()).isEqualTo(hub.core().published().head());
        assertThat(file().signatures()).hasSize(2);
    }

    // OfferHeads

    @Test
    void offerHeads_isTheNewestThenEachThatFollows() throws Exception {
        Iterator<OfferHeadsResponse> heads = offers(GB);
        assertThat(TestWitness.open(CHARTER, heads.next().getCheckpoint()).head())
                .isEqualTo(hub.core().published().head());
        grow();
        offer();
        grow();
        offer();
        assertThat(TestWitness.open(CHARTER, heads.next().getCheckpoint())
                        .head()
                        .size())
                .isEqualTo(3);
        assertThat(TestWitness.open(CHARTER, heads.next().getCheckpoint())
                        .head()
                        .size())
                .isEqualTo(4);
        assertThat(offered().head().size()).as("to who comes later").isEqualTo(4);
        hub.core().drain();
        assertThat(Refused.by(heads::next).reason()).isEqualTo(Reason.NOT_READY);
    }

    @Test
    void offerHeads_withinThePauseOrNotGrown_offersNothingNew() throws Exception {
        VerifiedCheckpoint first = offered();
        cosign(GB, first);
        cosign(NO, first);
        grow();
        hub.clock().pass(PAUSE.minusMillis(1));
        hub.attendWitnesses();
        assertThat(offered().head()).isEqualTo(first.head());
        hub.clock().pass(Duration.ofMillis(1));
        hub.attendWitnesses();
        assertThat(offered().head().size()).isEqualTo(3);
        offer();
        assertThat(offered().head().size()).as("it has not grown").isEqualTo(3);
    }

    @Test
    void offerHeads_whileTheLastIsNotWitnessed_comeFourTimesLater() throws Exception {
        grow();
        hub.clock().pass(PAUSE.multipliedBy(4).minusMillis(1));
        hub.attendWitnesses();
        assertThat(offered().head().size()).isEqualTo(2);
        hub.clock().pass(Duration.ofMillis(1));
        hub.attendWitnesses();
        assertThat(offered().head().size()).isEqualTo(3);
    }

    @Test
    void offerHeads_bearTheLogsSignaturesOfWhenTheyWerePublished() {
        assertThat(offers(GB).next().getCheckpoint())
                .as("nothing is signed a second time")
                .isEqualTo(hub.core().published().checkpoint());
    }

    @Test
    void offerHeads_ofAnotherHubOfTheLog_areTheSame() throws Exception {
        grow();
        offer();
        ByteString first = offers(GB).next().getCheckpoint();
        try (InProcessHub other = new InProcessHub(directory, "", CHARTER)) {
            other.attendWitnesses();
            assertThat(other.witness("NO").offerHeads(asks(NO)).next().getCheckpoint())
                    .isEqualTo(first);
        }
    }

    @Test
    void offerHeads_toWhoIsNoWitnessOfTheParty_isRefused() {
        assertThat(Refused.by(() -> offers(new TestWitness("US-w")).next()).reason())
                .isEqualTo(Reason.WITNESS_UNKNOWN);
        OfferHeadsRequest ofNorway = asks(NO);
        assertThat(Refused.by(() -> hub.witness("GB").offerHeads(ofNorway).next())
                        .sentence())
                .isEqualTo("version 1 of the charter names no witness \"NO-w\" of GB");
    }

    // AddCosignatures

    @Test
    void addCosignatures_ofEnoughWitnesses_makeTheHeadAWitnessedOne() {
        VerifiedCheckpoint head = offered();
        assertThat(witnessed(0).hasHead()).isFalse();
        assertThat(cosign(NO, head)).isFalse();
        assertThat(witnessed(0).hasHead()).isFalse();
        assertThat(cosign(GB, head)).isTrue();
        assertThat(sizeOf(witnessed(0).getHead(), GB, NO)).isEqualTo(2);
    }

    @Test
    void addCosignatures_again_isAnsweredAlikeAndLeavesTheFirst() throws Exception {
        VerifiedCheckpoint head = offered();
        AddCosignaturesRequest.Builder first = GB.request(head, hub.clock().wallMs());
        assertThat(add(GB, first)).isFalse();
        assertThat(add(GB, first)).isFalse();
        cosign(NO, head);
        hub.clock().pass(Duration.ofSeconds(2));
        assertThat(add(GB, GB.request(head, hub.clock().wallMs()))).isTrue();
        assertThat(add(GB, first)).isTrue();
        assertThat(witnessed(0).getHead().getCheckpoint().toStringUtf8())
                .contains(first.getLines().toStringUtf8());
    }

    @Test
    void addCosignatures_areDurable() throws Exception {
        VerifiedCheckpoint head = offered();
        cosign(NO, head);
        cosign(GB, head);
        WitnessedHead before = witnessed(0).getHead();
        hub.close();
        hub = new InProcessHub(directory, "", CHARTER);
        hub.attendWitnesses();
        assertThat(witnessed(0).getHead()).isEqualTo(before);
        assertThat(offered().head()).isEqualTo(head.head());
    }

    @Test
    void addCosignatures_overAnOlderHeadThatWasOffered_counts() throws Exception {
        VerifiedCheckpoint old = offered();
        grow();
        offer();
        VerifiedCheckpoint newer = offered();
        cosign(GB, newer);
        cosign(NO, newer);
        cosign(GB, old);
        assertThat(cosign(NO, old)).isTrue();
        assertThat(sizeOf(witnessed(0).getHead(), GB, NO)).as("the newest").isEqualTo(3);
        assertThat(sizeOf(witnessed(1).getHead(), GB, NO)).as("the first").isEqualTo(2);
        assertThat(sizeOf(witnessed(3).getHead(), GB, NO)).isEqualTo(3);
        assertThat(witnessed(4).hasHead()).isFalse();
    }

    @Test
    void addCosignatures_withOtherKeysThanTheCharters_isRefused() {
        VerifiedCheckpoint head = offered();
        AddCosignaturesRequest.Builder request = GB.request(head, hub.clock().wallMs())
                .setKey(NO.request(head, hub.clock().wallMs()).getKey());
        Refused refused = refused(GB, request);
        assertThat(refused.reason()).isEqualTo(Reason.WITNESS_UNKNOWN);
        assertThat(refused.sentence()).contains("other keys to the witness GB-w");
        assertThat(refused(NO, GB.request(head, hub.clock().wallMs())).reason())
                .as("brought by another party")
                .isEqualTo(Reason.WITNESS_UNKNOWN);
    }

    @Test
    void addCosignatures_overAHeadThatWasNotOffered_isRefused() throws Exception {
        VerifiedCheckpoint head = offered();
        grow();
        VerifiedCheckpoint unoffered =
                TestWitness.open(CHARTER, hub.core().published().checkpoint());
        assertThat(refused(GB, GB.request(unoffered, hub.clock().wallMs())).reason())
                .isEqualTo(Reason.NOT_FOUND);
        AddCosignaturesRequest.Builder request = GB.request(head, hub.clock().wallMs());
        for (long size : new long[] {1, 4, Long.MAX_VALUE}) {
            assertThat(refused(GB, request.clone().setSize(size)).reason()).isEqualTo(Reason.NOT_FOUND);
        }
        Refused other = refused(GB, request.clone().setRoot(ByteString.copyFrom(new byte[32])));
        assertThat(forks().raised(By.WITNESS)).as("its mere word").isZero();
        assertThat(other.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(other.sentence())
                .contains("has another root, " + head.head().root().hex());
    }

    private ForkAlarm forks() {
        return hub.core().services().log().forks();
    }

    @Test
    void addCosignatures_overAnotherHeadOfTheLogsOwnKeys_isRefusedAndRaisesTheAlarm() {
        VerifiedCheckpoint head = offered();
        Head other = new Head(head.head().size(), Sha256.of(new byte[1]));
        VerifiedCheckpoint forked = TestWitness.open(
                CHARTER,
                ByteString.copyFrom(new CheckpointSigner(CHARTER.log().origin(), TestKeys.log())
                        .sign(other, Instant.ofEpochMilli(hub.clock().wallMs()))));
        Refused refused = refused(GB, GB.request(forked, hub.clock().wallMs()));
        assertThat(refused.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(refused.sentence())
                .contains("has another root, " + head.head().root().hex());
        assertThat(forks().raised(By.WITNESS)).isEqualTo(1);
        assertThat(forks().first().orElseThrow())
                .startsWith("the witness GB-w of GB has cosigned a head of " + other.size() + " entries with root "
                        + other.root().hex());
        assertThat(cosign(FR, head))
                .as("the true head is cosigned all the same")
                .isFalse();
    }

    @Test
    void addCosignatures_withOtherLinesThanItsTwo_isRefused() {
        VerifiedCheckpoint head = offered();
        long nowMs = hub.clock().wallMs();
        AddCosignaturesRequest.Builder request = GB.request(head, nowMs);
        List<NoteSignature> own = GB.lines(head, nowMs);
        List<NoteSignature> others = NO.lines(head, nowMs);
        List<NoteSignature> three = new ArrayList<>(own);
        three.add(others.get(0));
        for (List<NoteSignature> lines :
                List.of(own.subList(0, 1), own.subList(1, 2), three, others, List.of(own.get(0), others.get(1)))) {
            assertThat(refused(GB, request.clone().setLines(TestWitness.text(lines)))
                            .reason())
                    .as("%s lines", lines.size())
                    .isEqualTo(Reason.SIGNATURE_INVALID);
        }
        assertThat(refused(GB, request.clone().setLines(ByteString.copyFromUtf8("no line")))
                        .reason())
                .isEqualTo(Reason.MALFORMED);
        assertThat(add(GB, request.clone().setLines(TestWitness.text(List.of(own.get(1), own.get(0))))))
                .as("in the other order")
                .isFalse();
        cosign(NO, head);
        assertThat(sizeOf(witnessed(0).getHead(), GB, NO)).isEqualTo(2);
    }

    @Test
    void addCosignatures_overAnotherHead_isRefused() throws Exception {
        VerifiedCheckpoint old = offered();
        grow();
        offer();
        AddCosignaturesRequest.Builder request = GB.request(
                        offered(), hub.clock().wallMs())
                .setLines(TestWitness.text(GB.lines(old, hub.clock().wallMs())));
        assertThat(refused(GB, request).reason()).isEqualTo(Reason.SIGNATURE_INVALID);
    }

    @Test
    void addCosignatures_withAChangedByte_isRefusedAndNothingIsKept() {
        VerifiedCheckpoint head = offered();
        AddCosignaturesRequest.Builder request = GB.request(head, hub.clock().wallMs());
        byte[] lines = request.getLines().toByteArray();
        for (int place = 0; place < lines.length; place += 29) {
            byte[] changed = lines.clone();
            changed[place] ^= 4;
            assertThat(refused(GB, request.clone().setLines(ByteString.copyFrom(changed)))
                            .reason())
                    .as("byte %s", place)
                    .isIn(Reason.SIGNATURE_INVALID, Reason.MALFORMED);
        }
        assertThat(cosign(NO, head)).as("GB's word was not kept").isFalse();
    }

    @Test
    void addCosignatures_datedBeyondTheSkew_isRefused() {
        VerifiedCheckpoint head = offered();
        long latestMs = hub.clock().wallMs() + CHARTER.skewMs();
        Refused refused = refused(GB, GB.request(head, latestMs + 1_000));
        assertThat(refused.reason()).isEqualTo(Reason.CLOCK_SKEW);
        assertThat(refused.sentence()).contains("set the clock that is wrong");
        assertThat(add(GB, GB.request(head, latestMs))).isFalse();
    }

    @Test
    void addCosignatures_datedBeforeTheNewestEntryItCovers_isRefused() {
        VerifiedCheckpoint head = offered();
        long earliestMs = hub.clock().wallMs() - CHARTER.skewMs();
        Refused refused = refused(GB, GB.request(head, earliestMs - 1_000));
        assertThat(refused.reason())
                .as("it would make the log look as if it dated its entries ahead")
                .isEqualTo(Reason.CLOCK_SKEW);
        assertThat(add(GB, GB.request(head, earliestMs))).isFalse();
    }

    @Test
    void addCosignatures_whileTheHubStops_isRefusedOrKept() {
        VerifiedCheckpoint head = offered();
        hub.core().drain();
        assertThat(cosign(GB, head)).as("what is on its way is kept").isFalse();
    }

    // Follow

    private StreamRecorder<FollowResponse> follow() {
        StreamRecorder<FollowResponse> stream = StreamRecorder.create();
        DeskServiceGrpc.newStub(hub.channel("US"))
                .follow(
                        FollowRequest.newBuilder()
                                .setClockMs(hub.clock().wallMs())
                                .build(),
                        stream);
        return stream;
    }

    private static List<WitnessedHead> witnessedOn(StreamRecorder<FollowResponse> stream) {
        return stream.getValues().stream()
                .filter(piece -> piece.hasHead() && piece.getHead().hasWitnessed())
                .map(piece -> piece.getHead().getWitnessed())
                .toList();
    }

    @Test
    void follow_bringsEachNewestWitnessedHeadOnce() throws Exception {
        StreamRecorder<FollowResponse> early = follow();
        early.firstValue().get(20, TimeUnit.SECONDS);
        VerifiedCheckpoint head = offered();
        cosign(GB, head);
        cosign(FR, head);
        StreamRecorder<FollowResponse> late = follow();
        for (StreamRecorder<FollowResponse> stream : List.of(early, late)) {
            await().until(() -> witnessedOn(stream).size() == 1);
        }
        hub.core().services().followers().beat();
        grow();
        offer();
        VerifiedCheckpoint next = offered();
        cosign(GB, next);
        cosign(NO, next);
        for (StreamRecorder<FollowResponse> stream : List.of(early, late)) {
            await().until(() -> witnessedOn(stream).size() > 1);
        }
        hub.core().drain();
        for (StreamRecorder<FollowResponse> stream : List.of(early, late)) {
            assertThat(stream.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
            List<WitnessedHead> heads = witnessedOn(stream);
            assertThat(heads).hasSize(2);
            assertThat(sizeOf(heads.get(0), GB, FR)).isEqualTo(2);
            assertThat(sizeOf(heads.get(1), GB, NO)).isEqualTo(3);
        }
    }

    // A witness that does not answer

    /** A connection that asks for heads and never reads one. */
    private ClientCall<OfferHeadsRequest, OfferHeadsResponse> askAndNeverRead(TestWitness witness) {
        ClientCall<OfferHeadsRequest, OfferHeadsResponse> call =
                hub.channel(witness.party()).newCall(WitnessServiceGrpc.getOfferHeadsMethod(), CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {}
                },
                new Metadata());
        call.sendMessage(asks(witness));
        call.halfClose();
        return call;
    }

    @Test
    void witnesses_thatNeverReadOrAnswer_areNotWaitedFor() throws Exception {
        List<ClientCall<OfferHeadsRequest, OfferHeadsResponse>> silent = new ArrayList<>();
        for (TestWitness witness : List.of(GB, FR, NO)) {
            silent.add(askAndNeverRead(witness));
        }
        StreamRecorder<FollowResponse> follower = follow();
        for (int i = 0; i < 150; i++) {
            grow();
            offer();
        }
        hub.core().drain();
        assertThat(follower.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
        assertThat(follower.getValues().stream().filter(FollowResponse::hasEntry))
                .hasSize(152);
        assertThat(witnessed(0).hasHead()).isFalse();
        silent.forEach(call -> call.cancel("the test is over", null));
    }

    // A charter without witnesses

    @Test
    void charterWithoutWitnesses_offersNothing(@TempDir Path another) throws Exception {
        try (InProcessHub plain = new InProcessHub(another)) {
            plain.attendWitnesses();
        }
        try (LogStore store = SqliteStore.openToRead(another.resolve("hub.sqlite"))) {
            assertThat(store.cosigned().newest()).isEmpty();
        }
    }
}
