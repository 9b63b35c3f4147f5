package org.demarche.client;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.Cosigner;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.TestKeys;
import org.demarche.key.LogPublicKey;
import org.demarche.proto.v1.AddCosignaturesRequest;
import org.demarche.proto.v1.AddCosignaturesResponse;
import org.demarche.proto.v1.FollowHead;
import org.demarche.proto.v1.GetWitnessedResponse;
import org.demarche.proto.v1.LogKeys;
import org.demarche.proto.v1.OfferHeadsRequest;
import org.demarche.proto.v1.OfferHeadsResponse;
import org.demarche.proto.v1.WitnessServiceGrpc;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.witness.Cosigned;

/** What a {@link TestHub} does for witnesses: offers its heads, takes cosignatures, and shows the newest witnessed head. Honest, unless a test makes it lie. */
final class TestWitnessing extends WitnessServiceGrpc.WitnessServiceImplBase {
    private final TestHub hub;
    private final List<StreamObserver<OfferHeadsResponse>> witnesses = new CopyOnWriteArrayList<>();
    private final Map<Long, ByteString> offered = new TreeMap<>();
    private final Map<Long, Map<String, AddCosignaturesRequest>> words = new TreeMap<>();
    private final TreeMap<Long, WitnessedHead> witnessed = new TreeMap<>();

    /** Every word that came, in order. */
    final List<AddCosignaturesRequest> taken = new CopyOnWriteArrayList<>();
    /** Changes a head before it is offered. */
    UnaryOperator<ByteString> offers = o -> o;
    /** Changes a witnessed head before it is shown. */
    UnaryOperator<WitnessedHead> shows = w -> w;
    /** Who cosigns each head as soon as there is one. */
    List<String> atOnce = List.of();
    /** Whether a witness's call breaks after what it brought was taken. */
    boolean cuts;
    /** What witnesses are refused with, if anything. */
    Optional<Refusal> turnedAway = Optional.empty();

    TestWitnessing(TestHub hub) {
        this.hub = hub;
    }

    /** Offers a head to every witness. */
    void offer(ByteString note) {
        if (!atOnce.isEmpty()) {
            cosign(atOnce.toArray(String[]::new));
        }
        ByteString changed = keep(offers.apply(note));
        witnesses.forEach(w ->
                w.onNext(OfferHeadsResponse.newBuilder().setCheckpoint(changed).build()));
    }

    private synchronized ByteString keep(ByteString note) {
        try {
            offered.put(opened(note).head().size(), note);
        } catch (NoteException lie) {
            return note;
        }
        return note;
    }

    /** How many witnesses listen. */
    int listening() {
        return witnesses.size();
    }

    /** Has these witnesses cosign the newest head, without their being there. */
    void cosign(String... names) {
        ByteString note = keep(hub.newest());
        for (String name : names) {
            try {
                VerifiedCheckpoint head = opened(note);
                StringBuilder lines = new StringBuilder();
                new Cosigner(name, TestKeys.witness(name))
                        .cosign(head, Instant.ofEpochMilli(hub.clockMs()))
                        .forEach(line -> lines.append(line.line()));
                LogPublicKey key = TestKeys.witness(name).publicKey();
                take(AddCosignaturesRequest.newBuilder()
                        .setWitness(name)
                        .setKey(keys(key))
                        .setSize(head.head().size())
                        .setRoot(head.head().root().byteString())
                        .setLines(ByteString.copyFromUtf8(lines.toString()))
                        .build());
            } catch (NoteException e) {
                throw new AssertionError(e);
            }
        }
        hub.beat();
    }

    /** Puts in what a stream's head shows. */
    synchronized FollowHead.Builder shown(FollowHead.Builder head) {
        return witnessed.isEmpty()
                ? head
                : head.setWitnessed(shows.apply(witnessed.lastEntry().getValue()));
    }

    /** The first witnessed head of at least this size; of 0, the newest. */
    synchronized GetWitnessedResponse first(long atLeast) {
        Map.Entry<Long, WitnessedHead> found = atLeast == 0 ? witnessed.lastEntry() : witnessed.ceilingEntry(atLeast);
        return found == null
                ? GetWitnessedResponse.getDefaultInstance()
                : GetWitnessedResponse.newBuilder().setHead(found.getValue()).build();
    }

    @Override
    public void offerHeads(OfferHeadsRequest request, StreamObserver<OfferHeadsResponse> answer) {
        if (turnedAway.isPresent()) {
            answer.onError(TestHub.refused(turnedAway.get()));
            return;
        }
        ((ServerCallStreamObserver<OfferHeadsResponse>) answer).setOnCancelHandler(() -> witnesses.remove(answer));
        witnesses.add(answer);
        answer.onNext(OfferHeadsResponse.newBuilder()
                .setCheckpoint(keep(offers.apply(hub.newest())))
                .build());
    }

    @Override
    public void addCosignatures(AddCosignaturesRequest request, StreamObserver<AddCosignaturesResponse> answer) {
        boolean holds;
        try {
            holds = take(request);
        } catch (NoteException e) {
            answer.onError(TestHub.refused(new Refusal(Reason.SIGNATURE_INVALID, e.getMessage())));
            return;
        }
        taken.add(request);
        if (cuts) {
            answer.onError(io.grpc.Status.UNAVAILABLE.withDescription("cut").asRuntimeException());
            return;
        }
        answer.onNext(AddCosignaturesResponse.newBuilder().setWitnessed(holds).build());
        answer.onCompleted();
        if (holds) {
            hub.beat();
        }
    }

    private synchronized boolean take(AddCosignaturesRequest request) throws NoteException {
        Map<String, AddCosignaturesRequest> said =
                words.computeIfAbsent(request.getSize(), size -> new LinkedHashMap<>());
        said.putIfAbsent(request.getWitness(), request);
        VerifiedCheckpoint head = opened(offered.get(request.getSize()));
        List<LogPublicKey> keys = new ArrayList<>();
        WitnessedHead.Builder shown = WitnessedHead.newBuilder();
        for (AddCosignaturesRequest word : said.values()) {
            head = head.plus(NoteSignature.parseLines(word.getLines().toByteArray()));
            keys.add(LogPublicKey.of(
                    word.getKey().getEd25519().toByteArray(),
                    word.getKey().getMlDsa44().toByteArray()));
            shown.addWitnessKeys(word.getKey());
        }
        boolean holds = Cosigned.of(head, hub.scene().charter(), keys)
                .map(cosigned -> cosigned.tally().holds())
                .orElse(false);
        if (holds) {
            witnessed.put(
                    request.getSize(),
                    shown.setCheckpoint(ByteString.copyFrom(head.note())).build());
        }
        return holds;
    }

    static LogKeys keys(LogPublicKey key) {
        return LogKeys.newBuilder()
                .setEd25519(ByteString.copyFrom(key.ed25519()))
                .setMlDsa44(ByteString.copyFrom(key.mlDsa44()))
                .build();
    }

    private static VerifiedCheckpoint opened(ByteString note) throws NoteException {
        return new CheckpointVerifier(TestHub.ORIGIN, TestKeys.log().publicKey()).open(note.toByteArray());
    }
}
