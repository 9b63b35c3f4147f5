package org.demarche.world;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.client.transport.HubAddress;
import org.demarche.client.transport.Line;
import org.demarche.client.transport.LineSecurity;
import org.demarche.client.transport.Patience;
import org.demarche.envelope.Pae;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.PublicKey;
import org.demarche.key.SigningKey;
import org.demarche.key.TlsIdentity;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.proto.v1.FollowResponse;
import org.demarche.proto.v1.GetCheckpointRequest;
import org.demarche.proto.v1.GetEntriesRequest;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.IncidentAt;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.ListIncidentsRequest;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.Receipt;
import org.demarche.proto.v1.ReportClockRequest;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.SubmitRequest;
import org.demarche.proto.v1.SubmitResponse;

/** A party's machine without an SDK: says what no SDK would say, and sees what the hub serves as it is. Checks the hub's pin and signatures, and nothing else. */
public final class Wire implements AutoCloseable {
    private static final AtomicLong NONCES = new AtomicLong();
    private static final long DEADLINE_SECONDS = 20;

    private final World world;
    private final String party;
    private final Line line;

    Wire(World world, String party, HubHome hub) {
        this.world = world;
        this.party = party;
        TlsIdentity identity = Keys.tls(party);
        try {
            LineSecurity security = LineSecurity.of(
                    identity.key(), identity.certificate(), Set.of(world.home().pin()), false, sentence -> {});
            line = Line.to(List.of(new HubAddress(hub.host(), hub.port())), security, Patience.STANDARD);
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    private DeskServiceGrpc.DeskServiceBlockingStub hub() {
        return DeskServiceGrpc.newBlockingStub(line.channel())
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .withWaitForReady();
    }

    private LogServiceGrpc.LogServiceBlockingStub log() {
        return LogServiceGrpc.newBlockingStub(line.channel())
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .withWaitForReady();
    }

    /** Tells the hub the desks' clock. */
    public void reportClock() {
        hub().reportClock(ReportClockRequest.newBuilder().setClockMs(nowMs()).build());
    }

    /** Whether the hub says of itself that it serves. */
    public boolean isServing() {
        return HealthGrpc.newBlockingStub(line.channel())
                        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                        .withWaitForReady()
                        .check(HealthCheckRequest.newBuilder()
                                .setService(DeskServiceGrpc.SERVICE_NAME)
                                .build())
                        .getStatus()
                == HealthCheckResponse.ServingStatus.SERVING;
    }

    /** The hub's newest head, its signatures verified. */
    public Head head() {
        ByteString note =
                log().getCheckpoint(GetCheckpointRequest.getDefaultInstance()).getCheckpoint();
        try {
            return new CheckpointVerifier(Plan.ORIGIN, world.home().logKey())
                    .open(note.toByteArray())
                    .head();
        } catch (NoteException e) {
            throw new AssertionError(e);
        }
    }

    /** Every encoded entry, from the hub. */
    public List<byte[]> entries() {
        List<byte[]> entries = new ArrayList<>();
        log().getEntries(GetEntriesRequest.getDefaultInstance())
                .forEachRemaining(e -> entries.add(e.getEntry().toByteArray()));
        return entries;
    }

    /** Follows the log from its beginning on, without end; {@code entered} runs for every entry. */
    public void follow(Runnable entered) {
        DeskServiceGrpc.newStub(line.channel())
                .withWaitForReady()
                .follow(FollowRequest.newBuilder().setClockMs(nowMs()).build(), new StreamObserver<>() {
                    @Override
                    public void onNext(FollowResponse response) {
                        if (response.hasEntry()) {
                            entered.run();
                        }
                    }

                    @Override
                    public void onError(Throwable e) {
                        // The hub or this line has been closed.
                        onCompleted();
                    }

                    @Override
                    public void onCompleted() {}
                });
    }

    /** Every incident as the hub shows it now, by identity. */
    public Map<Sha256, IncidentState> incidents() {
        Map<Sha256, IncidentState> states = new LinkedHashMap<>();
        hub().listIncidents(ListIncidentsRequest.newBuilder()
                        .setPageSize(200)
                        .setClockMs(nowMs())
                        .build())
                .getIncidentsList()
                .forEach(s -> states.put(Sha256.copyOf(s.getIncident()), s));
        return states;
    }

    /** An incident as the hub shows it now. */
    public IncidentState incident(Sha256 incident) {
        return incidents().get(incident);
    }

    /** The bundle that proves what an entry brought to an incident. */
    public byte[] evidence(Sha256 incident, long index) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        hub().getEvidence(GetEvidenceRequest.newBuilder()
                        .setIncidentAt(IncidentAt.newBuilder()
                                .setIncident(incident.byteString())
                                .setIndex(index))
                        .setClockMs(nowMs())
                        .build())
                .forEachRemaining(chunk -> bundle.writeBytes(chunk.getChunk().toByteArray()));
        return bundle.toByteArray();
    }

    /** Dates and signs a notice of the party's desk {@code post}, sound or not, with what every notice has filled in where {@code notice} leaves it out. */
    public byte[] sign(String post, Notice.Builder notice) {
        byte[] body = dated(notice).toByteArray();
        SigningKey key = Keys.signing(party + "/" + post);
        HybridSignature signature = key.sign(Pae.encode(UnverifiedNotice.TYPE, body));
        return SignedNotice.newBuilder()
                .setNotice(ByteString.copyFrom(body))
                .setKeyId(key.publicKey().id().byteString())
                .setEd25519(ByteString.copyFrom(signature.ed25519()))
                .setMlDsa65(ByteString.copyFrom(signature.mlDsa65()))
                .build()
                .toByteArray();
    }

    private Notice dated(Notice.Builder notice) {
        notice.setSuite(PublicKey.SUITE)
                .setNonce(ByteString.copyFrom(ByteBuffer.allocate(16)
                        .putLong(8, NONCES.incrementAndGet())
                        .array()));
        if (notice.getCharter().isEmpty()) {
            notice.setCharter(world.home().charter().hash().byteString());
        }
        if (notice.getAuthor().isEmpty()) {
            notice.setAuthor(party);
        }
        if (notice.getIssuedAtMs() == 0) {
            notice.setIssuedAtMs(nowMs());
        }
        if (notice.getValidUntilMs() == 0) {
            notice.setValidUntilMs(notice.getIssuedAtMs() + 900_000);
        }
        if (!notice.hasAnchor()) {
            Head head = head();
            notice.setAnchor(
                    Anchor.newBuilder().setSize(head.size()).setRoot(head.root().byteString()));
        }
        if (notice.getPrecedence() == Precedence.PRECEDENCE_UNSPECIFIED) {
            notice.setPrecedence(Precedence.PRECEDENCE_ROUTINE);
        }
        return notice.build();
    }

    /** Has the party's watch say something. */
    public Receipt say(String text) {
        return submit(message(text));
    }

    /** A message of the party's watch, signed. */
    public byte[] message(String text) {
        return sign("watch", Notice.newBuilder().setMessage(Message.newBuilder().setText(text)));
    }

    /** Submits bytes as they are. */
    public Receipt submit(byte[] signedNotice) {
        return hub().submit(SubmitRequest.newBuilder()
                        .setSignedNotice(ByteString.copyFrom(signedNotice))
                        .setClockMs(nowMs())
                        .build())
                .getReceipt();
    }

    /** Submits bytes as they are, and goes on at once. */
    public void submit(byte[] signedNotice, StreamObserver<SubmitResponse> answer) {
        DeskServiceGrpc.newStub(line.channel())
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .submit(
                        SubmitRequest.newBuilder()
                                .setSignedNotice(ByteString.copyFrom(signedNotice))
                                .setClockMs(nowMs())
                                .build(),
                        answer);
    }

    /** Submits bytes as they are and returns the reason for which the hub refuses them; an error if it takes them. */
    public String refused(byte[] signedNotice) {
        try {
            submit(signedNotice);
        } catch (StatusRuntimeException e) {
            return reason(e);
        }
        throw new AssertionError("the hub took it");
    }

    /** The reason that an error of the hub states. */
    public static String reason(StatusRuntimeException e) {
        com.google.rpc.Status status = StatusProto.fromThrowable(e);
        if (status != null) {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    try {
                        return detail.unpack(ErrorInfo.class).getReason();
                    } catch (InvalidProtocolBufferException broken) {
                        throw new AssertionError(broken);
                    }
                }
            }
        }
        throw new AssertionError("an error without a reason", e);
    }

    private long nowMs() {
        return world.deskClock().millis();
    }

    @Override
    public void close() {
        line.close();
    }
}
