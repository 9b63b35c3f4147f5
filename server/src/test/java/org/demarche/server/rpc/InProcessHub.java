package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Attributes;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.escalation.TestKeys;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.DeskServiceGrpc.DeskServiceBlockingStub;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.proto.v1.LogServiceGrpc.LogServiceBlockingStub;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.ReportClockRequest;
import org.demarche.proto.v1.SubmitRequest;
import org.demarche.proto.v1.WitnessServiceGrpc;
import org.demarche.proto.v1.WitnessServiceGrpc.WitnessServiceBlockingStub;
import org.demarche.refusal.RefusedException;
import org.demarche.server.HubCore;
import org.demarche.server.Role;
import org.demarche.server.Says;
import org.demarche.server.TestHub;
import org.demarche.server.clock.ManualClock;
import org.demarche.server.config.ConfigParse;
import org.demarche.server.config.HubConfig;
import org.demarche.server.log.Beginning;
import org.demarche.server.store.sqlite.SqliteStore;
import org.demarche.server.timestamp.TimeAuthorities;

/**
 * A hub without a network: real log, store, signatures and threads, real interceptors, behind grpc's in-process transport. The one thing made up is what TLS would say
 * of a connection: the client's pin.
 */
final class InProcessHub implements AutoCloseable {
    private static final int ANSWER_WITHIN_S = 20;

    private final ManualClock clock = new ManualClock(TestHub.START);
    private final Charter charter;
    private final HubConfig config;
    private final SqliteStore store;
    private final HubCore core;
    private final BlockingQueue<Throwable> defects = new LinkedBlockingQueue<>();
    private final List<Server> servers = new ArrayList<>();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final Map<String, Channel> parties = new ConcurrentHashMap<>();

    /** A hub whose log holds the charter's text and nothing else; or another hub of the log in {@code directory}. */
    InProcessHub(Path directory) throws RefusedException {
        this(directory, "");
    }

    /** The same, with more configuration. */
    InProcessHub(Path directory, String configuration) throws RefusedException {
        this(
                directory,
                configuration,
                SampleCharter.actual(TestKeys::fingerprint).charter());
    }

    /** The same, under another charter. */
    InProcessHub(Path directory, String configuration, Charter charter) throws RefusedException {
        this(directory, configuration, charter, TimeAuthorities.NONE);
    }

    /** The same, which asks time authorities. */
    InProcessHub(Path directory, String configuration, Charter charter, TimeAuthorities timeAuthorities)
            throws RefusedException {
        this.charter = charter;
        config = ((ConfigParse.Sound) HubConfig.parse(configuration, Map.of(), directory)).config();
        store = SqliteStore.open(directory.resolve("hub.sqlite"));
        if (store.size() == 0) {
            Beginning.write(store, charter.text(), SignatureVerifier.bouncyCastle(), clock.wallMs());
        }
        core = new HubCore(
                config.limits(),
                config.witnesses(),
                timeAuthorities,
                store,
                new Role.Writes(List.of(TestKeys.log())),
                SignatureVerifier.bouncyCastle(),
                clock.hubClock(),
                new SecureRandom(),
                Optional.empty(),
                defects::add);
    }

    ManualClock clock() {
        return clock;
    }

    HubCore core() {
        return core;
    }

    /** Waits for the defect that it meets; one that nobody waits for is an error of the test. */
    Optional<Throwable> awaitDefect() throws InterruptedException {
        return Optional.ofNullable(defects.poll(ANSWER_WITHIN_S, TimeUnit.SECONDS));
    }

    Charter charter() {
        return charter;
    }

    /** The pin that the charter gives to a party. */
    static Sha256 pin(String party) {
        return TestKeys.fingerprint(party + "/tls");
    }

    /** The hub looks after its offers, as a running one does several times a second. */
    void attendWitnesses() {
        core.attendWitnesses();
    }

    /** The witnesses' service, as a party calls it. */
    WitnessServiceBlockingStub witness(String party) {
        return WitnessServiceGrpc.newBlockingStub(channel(party)).withDeadlineAfter(ANSWER_WITHIN_S, TimeUnit.SECONDS);
    }

    /** A new connection, of a client with this pin, or with none. */
    ManagedChannel connect(Optional<Sha256> pin) {
        String name = InProcessServerBuilder.generateName();
        InProcessServerBuilder builder = InProcessServerBuilder.forName(name)
                .executor(core.services().executor())
                .addTransportFilter(new ServerTransportFilter() {
                    @Override
                    public Attributes transportReady(Attributes attributes) {
                        return pin.map(p -> attributes.toBuilder()
                                        .set(Caller.PIN, p)
                                        .build())
                                .orElse(attributes);
                    }
                });
        GrpcServer.addServices(builder, core.services(), new HealthStatusManager(), own -> false, () -> "r-1");
        try {
            servers.add(builder.build().start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        channels.add(channel);
        return channel;
    }

    /** The one connection of a party. */
    Channel channel(String party) {
        return parties.computeIfAbsent(party, p -> connect(Optional.of(pin(p))));
    }

    /** The desks' service, as a party calls it. */
    DeskServiceBlockingStub desk(String party) {
        return DeskServiceGrpc.newBlockingStub(channel(party)).withDeadlineAfter(ANSWER_WITHIN_S, TimeUnit.SECONDS);
    }

    /** The log's service, as a party calls it. */
    LogServiceBlockingStub log(String party) {
        return LogServiceGrpc.newBlockingStub(channel(party)).withDeadlineAfter(ANSWER_WITHIN_S, TimeUnit.SECONDS);
    }

    /** A notice that the desk or root {@code signer} has signed over the newest head. */
    ByteString sign(String signer, Notice.Builder notice) {
        Head head = core.published().head();
        return Says.signed(charter, head, clock.wallMs(), signer, notice);
    }

    /** What brings a signed notice. */
    SubmitRequest request(ByteString signed) {
        return SubmitRequest.newBuilder()
                .setSignedNotice(signed)
                .setClockMs(clock.wallMs())
                .build();
    }

    /** Signs a notice, has its author submit it, and returns its entry. */
    UnverifiedEntry say(String signer, Notice.Builder notice) throws RefusedException {
        ByteString signed = sign(signer, notice);
        ByteString entry = desk(signer.substring(0, signer.indexOf('/')))
                .submit(request(signed))
                .getReceipt()
                .getEntry();
        return UnverifiedEntry.parse(entry.toByteArray());
    }

    /** Signs a notice, submits it, and returns its identity. */
    Sha256 say(String signer, Notice notice) throws RefusedException {
        return say(signer, notice.toBuilder()).notice().orElseThrow().id();
    }

    /** These parties assent to the charter. */
    void assent(List<String> parties) throws RefusedException {
        for (String party : parties) {
            say(party + "/root", Says.assent(party, charter, id -> false));
        }
    }

    /** A party's client tells its clock. */
    void reportClock(String party) {
        desk(party)
                .reportClock(ReportClockRequest.newBuilder()
                        .setClockMs(clock.wallMs())
                        .build());
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        servers.forEach(Server::shutdownNow);
        core.close();
        store.close();
        assertThat(defects).isEmpty();
    }
}
