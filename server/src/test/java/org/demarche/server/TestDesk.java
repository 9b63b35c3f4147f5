package org.demarche.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.escalation.TestKeys;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;
import org.demarche.merkle.Head;
import org.demarche.merkle.ProofCheck;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.GetEvidenceResponse;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Receipt;
import org.demarche.proto.v1.ReportClockRequest;
import org.demarche.proto.v1.ReportClockResponse;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.proto.v1.SubmitRequest;
import org.demarche.refusal.RefusedException;

/** A desk's machine: signs by hand, and checks what it gets. */
public final class TestDesk implements AutoCloseable {
    private final TestHub hub;
    private final String party;
    private final ManagedChannel channel;
    private final Charter charter;
    private final CheckpointVerifier checkpoints;

    TestDesk(TestHub hub, String party, TlsIdentity identity) {
        this(hub, party, identity, "X25519MLKEM768", "X25519");
    }

    TestDesk(TestHub hub, String party, TlsIdentity identity, String... groups) {
        this.hub = hub;
        this.party = party;
        this.charter = hub.charter().charter();
        this.checkpoints =
                new CheckpointVerifier(charter.log().origin(), TestKeys.log().publicKey());
        try {
            // The test looks at the pin itself; whether names match is no question here.
            SslContextBuilder tls = SslContextBuilder.forClient()
                    .keyManager(identity.key(), identity.certificate())
                    .keyStoreType(TlsIdentity.IN_MEMORY)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .option(OpenSslContextOption.GROUPS, groups);
            channel = NettyChannelBuilder.forAddress(hub.process().address())
                    .sslContext(GrpcSslContexts.configure(tls, SslProvider.OPENSSL)
                            .protocols("TLSv1.3")
                            .build())
                    .overrideAuthority("hub")
                    .build();
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    /** The services, each call with a deadline. */
    public DeskServiceGrpc.DeskServiceBlockingStub desk() {
        return DeskServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    /** The services, asynchronous. */
    public DeskServiceGrpc.DeskServiceStub async() {
        return DeskServiceGrpc.newStub(channel);
    }

    /** The log's service. */
    public LogServiceGrpc.LogServiceBlockingStub log() {
        return LogServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    /** The channel. */
    public ManagedChannel channel() {
        return channel;
    }

    /** Tells the hub what the clock shows, and learns the head. */
    public Head reportClock() {
        ReportClockResponse response = desk().reportClock(ReportClockRequest.newBuilder()
                .setClockMs(hub.clock().wallMs())
                .build());
        return head(response.getCheckpoint());
    }

    /** The head of a checkpoint whose signatures verify. */
    public Head head(ByteString checkpoint) {
        try {
            return checkpoints.open(checkpoint.toByteArray()).head();
        } catch (NoteException e) {
            throw new AssertionError(e);
        }
    }

    /** Signs a notice of the party's desk {@code post}, with what every notice has filled in. */
    public ByteString sign(String post, Notice.Builder notice) {
        return Says.signed(charter, reportClock(), hub.clock().wallMs(), party + "/" + post, notice);
    }

    /** Submits a signed notice, and checks the receipt. */
    public Receipt submit(ByteString signed) {
        Receipt receipt = desk().submit(SubmitRequest.newBuilder()
                        .setSignedNotice(signed)
                        .setClockMs(hub.clock().wallMs())
                        .build())
                .getReceipt();
        UnverifiedEntry entry = entry(receipt.getEntry());
        assertThat(entry.notice().orElseThrow().bytes()).isEqualTo(signed);
        List<Sha256> inclusion =
                receipt.getInclusionList().stream().map(Sha256::copyOf).toList();
        assertThat(ProofCheck.inclusion(entry.index(), entry.leaf(), inclusion, head(receipt.getCheckpoint())))
                .isTrue();
        return receipt;
    }

    /** Signs and submits. */
    public Receipt say(String post, Notice.Builder notice) {
        return submit(sign(post, notice));
    }

    /** Submits a notice that must be refused. */
    public StatusRuntimeException refused(ByteString signed) {
        return catchThrowableOfType(
                StatusRuntimeException.class,
                () -> desk().submit(SubmitRequest.newBuilder()
                        .setSignedNotice(signed)
                        .setClockMs(hub.clock().wallMs())
                        .build()));
    }

    /** An evidence bundle. */
    public byte[] evidence(GetEvidenceRequest.Builder request) {
        ByteString bytes = ByteString.EMPTY;
        Iterator<GetEvidenceResponse> chunks =
                desk().getEvidence(request.setClockMs(hub.clock().wallMs()).build());
        while (chunks.hasNext()) {
            bytes = bytes.concat(chunks.next().getChunk());
        }
        return bytes.toByteArray();
    }

    /** The reason in an error. */
    public static String reason(StatusRuntimeException e) {
        List<ErrorInfo> infos = details(e, ErrorInfo.class).toList();
        assertThat(infos).as("details of %s", e.getStatus()).hasSize(1);
        assertThat(infos.get(0).getDomain()).isEqualTo("demarche");
        return infos.get(0).getReason();
    }

    /** The hub's signature under a refusal. */
    public static SignedRefusal signedRefusal(StatusRuntimeException e) {
        return details(e, SignedRefusal.class).findFirst().orElseThrow();
    }

    private static <M extends com.google.protobuf.Message> Stream<M> details(StatusRuntimeException e, Class<M> type) {
        com.google.rpc.Status status = StatusProto.fromThrowable(e);
        return status == null
                ? Stream.of()
                : status.getDetailsList().stream().filter(d -> d.is(type)).map(d -> unpack(d, type));
    }

    private static <M extends com.google.protobuf.Message> M unpack(Any detail, Class<M> type) {
        try {
            return detail.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** An entry, strictly parsed. */
    public static UnverifiedEntry entry(ByteString bytes) {
        try {
            return UnverifiedEntry.parse(bytes.toByteArray());
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    /** The identity of the notice that a receipt is for. */
    public static Sha256 id(Receipt receipt) {
        return entry(receipt.getEntry()).notice().orElseThrow().id();
    }

    /** The party's assent to the charter, with all its keys. */
    public Receipt assent() {
        return say("root", Says.assent(party, charter, id -> false));
    }

    /** A report that opens an incident. */
    public Notice.Builder report() {
        return Says.report(hub.clock().wallMs());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
