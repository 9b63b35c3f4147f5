package org.demarche.client;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.RefusalSigner;
import org.demarche.checkpoint.StateSigner;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.Content;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Outcome;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.evidence.BundleWriter;
import org.demarche.evidence.LogForge;
import org.demarche.evidence.MemoryLog;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.Proofs;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.FollowHead;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.proto.v1.FollowResponse;
import org.demarche.proto.v1.GetConsistencyRequest;
import org.demarche.proto.v1.GetConsistencyResponse;
import org.demarche.proto.v1.GetEntriesRequest;
import org.demarche.proto.v1.GetEntriesResponse;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.GetEvidenceResponse;
import org.demarche.proto.v1.GetWitnessedRequest;
import org.demarche.proto.v1.GetWitnessedResponse;
import org.demarche.proto.v1.ListIncidentsRequest;
import org.demarche.proto.v1.ListIncidentsResponse;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.proto.v1.Receipt;
import org.demarche.proto.v1.ReportClockRequest;
import org.demarche.proto.v1.ReportClockResponse;
import org.demarche.proto.v1.SignedState;
import org.demarche.proto.v1.StateStatement;
import org.demarche.proto.v1.SubmitRequest;
import org.demarche.proto.v1.SubmitResponse;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/** A hub in this process over a {@link Scene}: honest, unless a test makes it lie. Keys, signatures, proofs and folds are real. */
final class TestHub implements AutoCloseable {
    static final String ORIGIN = "hub.exercise.example/ceasefire";

    private static final int CHUNK = 1_000;

    private final Scene scene;
    private final MutableClock clock;
    private final String name = InProcessServerBuilder.generateName();
    private final CheckpointSigner signer = new CheckpointSigner(ORIGIN, TestKeys.log());
    private final Server server;
    private final List<Stream> streams = new ArrayList<>();

    /** Changes an entry before it is logged, so that tree and proofs are over the changed one. */
    UnaryOperator<byte[]> logged = e -> e;
    /** Changes a receipt before it is sent. */
    UnaryOperator<Receipt> receipts = r -> r;
    /** Changes an entry before it is streamed; what is signed stays as it is. */
    UnaryOperator<ByteString> entries = e -> e;
    /** Changes the entries that are read from 0 on before they are sent. */
    UnaryOperator<List<ByteString>> dumps = all -> all;
    /** Changes a consistency proof before it is sent. */
    UnaryOperator<List<Sha256>> consistency = p -> p;
    /** Changes the head that answers to a clock report. */
    UnaryOperator<ByteString> heads = h -> h;
    /** What every notice is refused with before it is looked at, if anything. */
    Optional<Refusal> turnedAway = Optional.empty();
    /** Changes the head that a refusal names. */
    UnaryOperator<Head> refusedBehind = h -> h;
    /** Changes a refusal before it is signed. */
    UnaryOperator<org.demarche.proto.v1.Refusal> refusals = r -> r;
    /** Refuses a notice that the rules take. */
    Optional<Refusal> unjust = Optional.empty();
    /** Changes a state before it is signed. */
    UnaryOperator<StateStatement> states = s -> s;
    /** Changes an evidence bundle before it is sent. */
    UnaryOperator<ByteString> bundles = b -> b;
    /** What is added to the hub's clock. */
    long clockOffsetMs;
    /** How far ahead of its clock the hub dates what it takes. */
    long acceptedAheadMs;
    /** Whether followers hear nothing of what is appended. */
    boolean withhold;
    /** Whether it only reads: it takes no notices, and shows what {@link #append} puts into it. */
    boolean readsOnly;
    /** How many calls of Submit there were. */
    final AtomicInteger submits = new AtomicInteger();
    /** How many calls of Submit fail as unavailable before one is taken, after it was logged. */
    final AtomicInteger unavailable = new AtomicInteger();
    /** The log that is served: a test may put a shorter or another one in its place. */
    private List<byte[]> served = new ArrayList<>();

    private MemoryTree tree = new MemoryTree();

    /** The hub's part in witnessing. */
    final TestWitnessing witnessing = new TestWitnessing(this);

    private record Stream(StreamObserver<FollowResponse> observer, long[] next) {}

    TestHub(Scene scene, MutableClock clock) throws IOException {
        this.scene = scene;
        this.clock = clock;
        scene.entries().forEach(e -> put(e.bytes()));
        this.server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(new Desks())
                .addService(new Log())
                .addService(witnessing)
                .build()
                .start();
    }

    ManagedChannel channel() {
        return InProcessChannelBuilder.forName(name).build();
    }

    /** A channel to where no hub is. */
    static ManagedChannel nowhere() {
        return InProcessChannelBuilder.forName(InProcessServerBuilder.generateName())
                .build();
    }

    Scene scene() {
        return scene;
    }

    /** Serves another log from now on. */
    synchronized void serve(List<byte[]> log) {
        served = new ArrayList<>();
        tree = new MemoryTree();
        log.forEach(this::put);
        streams.forEach(s -> s.observer()
                .onError(Status.UNAVAILABLE.withDescription("restarted").asRuntimeException()));
        streams.clear();
    }

    /** What it serves. */
    synchronized List<byte[]> served() {
        return new ArrayList<>(served);
    }

    /** Appends an entry, whatever it is, and tells the followers. */
    synchronized void append(byte[] entry) {
        put(entry);
        if (!withhold) {
            streams.forEach(this::pump);
        }
        witnessing.offer(checkpoint(tree.head()));
    }

    /** Sends every follower the newest head, as a hub does every few seconds. */
    synchronized void beat() {
        streams.forEach(this::pump);
    }

    /** What its clock says. */
    long clockMs() {
        return clock.millis() + clockOffsetMs;
    }

    /** The newest head, signed. */
    synchronized ByteString newest() {
        return checkpoint(tree.head());
    }

    /** How many follow it. */
    synchronized int followers() {
        return streams.size();
    }

    /** Lets a desk of the scene speak. */
    synchronized Sha256 say(Outcome outcome) {
        Entry entry = Scene.entry(outcome);
        append(entry.bytes());
        return entry.noticeId().orElseThrow();
    }

    private void put(byte[] entry) {
        served.add(entry);
        tree.append(Merkle.leaf(entry));
    }

    /** A note over any head, by the log's keys. */
    ByteString signed(Head head) {
        return checkpoint(head);
    }

    private ByteString checkpoint(Head head) {
        return ByteString.copyFrom(signer.sign(head, Instant.ofEpochMilli(clock.millis())));
    }

    private void pump(Stream stream) {
        for (; stream.next()[0] < served.size(); stream.next()[0]++) {
            ByteString entry = entries.apply(ByteString.copyFrom(served.get((int) stream.next()[0])));
            stream.observer().onNext(FollowResponse.newBuilder().setEntry(entry).build());
        }
        stream.observer()
                .onNext(FollowResponse.newBuilder().setHead(followHead()).build());
    }

    private FollowHead followHead() {
        return witnessing
                .shown(FollowHead.newBuilder())
                .setCheckpoint(checkpoint(tree.head()))
                .setClockMs(clock.millis() + clockOffsetMs)
                .setCaughtUp(true)
                .build();
    }

    static StatusRuntimeException refused(Refusal refusal) {
        return refused(refusal, List.of());
    }

    private static StatusRuntimeException refused(Refusal refusal, List<Any> more) {
        return refused(
                refusal.reason() == Reason.NOT_FOUND ? Status.Code.NOT_FOUND : Status.Code.FAILED_PRECONDITION,
                refusal,
                more);
    }

    private static StatusRuntimeException refused(Status.Code code, Refusal refusal, List<Any> more) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(code.value())
                .setMessage(refusal.sentence())
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain("demarche")
                        .setReason(refusal.reason().name())
                        .build()))
                .addAllDetails(more)
                .build());
    }

    private final class Desks extends DeskServiceGrpc.DeskServiceImplBase {
        @Override
        public void submit(SubmitRequest request, StreamObserver<SubmitResponse> answer) {
            submits.incrementAndGet();
            if (readsOnly) {
                answer.onError(refused(
                        Status.Code.UNAVAILABLE, new Refusal(Reason.NOT_READY, "this hub only reads"), List.of()));
                return;
            }
            synchronized (TestHub.this) {
                scene.atMs(clock.millis() + acceptedAheadMs - Scene.START);
                byte[] signed = request.getSignedNotice().toByteArray();
                Sha256 id = id(signed);
                if (turnedAway.isPresent()) {
                    Refusal refusal = turnedAway.get();
                    answer.onError(refused(refusal, List.of(Any.pack(signedRefusal(refusal, signed)))));
                    return;
                }
                int index = indexOf(id);
                if (index < 0 && unjust.isPresent()) {
                    answer.onError(refused(unjust.get(), List.of(Any.pack(signedRefusal(unjust.get(), signed)))));
                    return;
                }
                if (index < 0) {
                    Outcome outcome = scene.offer(signed);
                    if (outcome instanceof Outcome.Refused refused) {
                        answer.onError(refused(
                                refused.refusal(), List.of(Any.pack(signedRefusal(refused.refusal(), signed)))));
                        return;
                    }
                    append(logged.apply(Scene.entry(outcome).bytes()));
                    index = served.size() - 1;
                }
                if (unavailable.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    answer.onError(Status.UNAVAILABLE.withDescription("cut").asRuntimeException());
                    return;
                }
                Receipt.Builder receipt = Receipt.newBuilder()
                        .setEntry(ByteString.copyFrom(served.get(index)))
                        .setCheckpoint(checkpoint(tree.head()));
                Proofs.inclusion(index, tree.size(), tree).forEach(h -> receipt.addInclusion(h.byteString()));
                answer.onNext(SubmitResponse.newBuilder()
                        .setReceipt(receipts.apply(receipt.build()))
                        .build());
                answer.onCompleted();
            }
        }

        private org.demarche.proto.v1.SignedRefusal signedRefusal(Refusal refusal, byte[] notice) {
            Head head = refusedBehind.apply(tree.head());
            org.demarche.proto.v1.Refusal.Builder word = org.demarche.proto.v1.Refusal.newBuilder()
                    .setSubmitted(Sha256.of(notice).byteString())
                    .setGovernance(
                            scene.ledger().governanceTip().orElseThrow().leaf().byteString());
            incidentOf(notice)
                    .flatMap(i -> scene.ledger().tip(i))
                    .ifPresent(t -> word.setIncidentLast(t.leaf().byteString()));
            return new RefusalSigner(TestKeys.log())
                    .sign(refusals.apply(word.setOrigin(ORIGIN)
                            .setNotice(id(notice).byteString())
                            .setReason(refusal.reason().name())
                            .setSentence(refusal.sentence())
                            .setSize(head.size())
                            .setRoot(head.root().byteString())
                            .setRefusedAtMs(clock.millis())
                            .build()));
        }

        @Override
        public void listIncidents(ListIncidentsRequest request, StreamObserver<ListIncidentsResponse> answer) {
            synchronized (TestHub.this) {
                ListIncidentsResponse.Builder response = ListIncidentsResponse.newBuilder();
                if (!readsOnly && served.size() == scene.entries().size()) {
                    scene.ledger().incidents().forEach(i -> response.addSigned(signedState(i)));
                }
                answer.onNext(response.build());
                answer.onCompleted();
            }
        }

        private SignedState signedState(Incident incident) {
            return new StateSigner(TestKeys.log())
                    .sign(states.apply(StateStatement.newBuilder()
                            .setOrigin(ORIGIN)
                            .setSize(tree.size())
                            .setRoot(tree.head().root().byteString())
                            .setGovernance(scene.ledger()
                                    .governanceTip()
                                    .orElseThrow()
                                    .leaf()
                                    .byteString())
                            .setState(incident.state())
                            .build()));
        }

        @Override
        public void follow(FollowRequest request, StreamObserver<FollowResponse> answer) {
            synchronized (TestHub.this) {
                if (request.getFromIndex() > served.size()) {
                    answer.onError(refused(new Refusal(Reason.NOT_FOUND, "from_index: beyond the log"), List.of()));
                    return;
                }
                Stream stream = new Stream(answer, new long[] {request.getFromIndex()});
                ((ServerCallStreamObserver<FollowResponse>) answer).setOnCancelHandler(() -> forget(stream));
                streams.add(stream);
                pump(stream);
            }
        }

        private void forget(Stream stream) {
            synchronized (TestHub.this) {
                streams.remove(stream);
            }
        }

        @Override
        public void reportClock(ReportClockRequest request, StreamObserver<ReportClockResponse> answer) {
            synchronized (TestHub.this) {
                answer.onNext(ReportClockResponse.newBuilder()
                        .setClockMs(clock.millis() + clockOffsetMs)
                        .setCheckpoint(heads.apply(checkpoint(tree.head())))
                        .build());
                answer.onCompleted();
            }
        }

        @Override
        public void getEvidence(GetEvidenceRequest request, StreamObserver<GetEvidenceResponse> answer) {
            synchronized (TestHub.this) {
                MemoryLog log = LogForge.honest(scene);
                byte[] honest = request.hasNotice()
                        ? BundleWriter.notice(log, indexOf(Sha256.copyOf(request.getNotice())))
                        : BundleWriter.incident(
                                log,
                                Sha256.copyOf(request.getIncidentAt().getIncident()),
                                request.getIncidentAt().getIndex());
                ByteString bundle = bundles.apply(ByteString.copyFrom(honest));
                for (int at = 0; at < bundle.size(); at += CHUNK) {
                    answer.onNext(GetEvidenceResponse.newBuilder()
                            .setChunk(bundle.substring(at, Math.min(bundle.size(), at + CHUNK)))
                            .build());
                }
                answer.onCompleted();
            }
        }
    }

    private final class Log extends LogServiceGrpc.LogServiceImplBase {
        @Override
        public void getEntries(GetEntriesRequest request, StreamObserver<GetEntriesResponse> answer) {
            dumps.apply(served().stream().map(ByteString::copyFrom).toList())
                    .forEach(e -> answer.onNext(
                            GetEntriesResponse.newBuilder().setEntry(e).build()));
            answer.onCompleted();
        }

        @Override
        public void getConsistency(GetConsistencyRequest request, StreamObserver<GetConsistencyResponse> answer) {
            synchronized (TestHub.this) {
                GetConsistencyResponse.Builder response = GetConsistencyResponse.newBuilder();
                consistency
                        .apply(Proofs.consistency(request.getFromSize(), request.getToSize(), tree))
                        .forEach(h -> response.addConsistency(h.byteString()));
                answer.onNext(response.build());
                answer.onCompleted();
            }
        }

        @Override
        public void getWitnessed(GetWitnessedRequest request, StreamObserver<GetWitnessedResponse> answer) {
            answer.onNext(witnessing.first(request.getAtLeastSize()));
            answer.onCompleted();
        }
    }

    private static Optional<Sha256> incidentOf(byte[] signed) {
        return Entry.incidentOf(new Content.Noticed(VerifiedNotice.fromOwnStore(signed)));
    }

    private static Sha256 id(byte[] signed) {
        try {
            return org.demarche.envelope.UnverifiedNotice.parse(signed).id();
        } catch (org.demarche.refusal.RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private int indexOf(Sha256 notice) {
        List<Entry> known = scene.entries();
        for (Entry entry : known) {
            if (entry.noticeId().filter(notice::equals).isPresent()) {
                return (int) entry.index();
            }
        }
        return -1;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
