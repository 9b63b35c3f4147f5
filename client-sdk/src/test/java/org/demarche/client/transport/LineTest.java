package org.demarche.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Channel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.ReportClockRequest;
import org.demarche.proto.v1.ReportClockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets and real TLS on this machine. */
class LineTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final TlsIdentity HUB = TlsIdentity.generate("hub", RANDOM, Instant.now());
    private static final TlsIdentity DESK = TlsIdentity.generate("desk", RANDOM, Instant.now());
    private static final Patience BRIEF =
            new Patience(Duration.ofSeconds(10), 3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(60));

    private final List<String> announced = new ArrayList<>();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        start(0);
    }

    private void start(int port) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sslContext(GrpcSslContexts.configure(
                                io.netty.handler.ssl.SslContextBuilder.forServer(HUB.key(), HUB.certificate())
                                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                                        .clientAuth(ClientAuth.REQUIRE)
                                        .protocols("TLSv1.3"),
                                SslProvider.JDK)
                        .build())
                .addService(new DeskServiceGrpc.DeskServiceImplBase() {
                    @Override
                    public void reportClock(ReportClockRequest request, StreamObserver<ReportClockResponse> answer) {
                        answer.onNext(ReportClockResponse.newBuilder()
                                .setClockMs(request.getClockMs() + 1)
                                .build());
                        answer.onCompleted();
                    }
                })
                .build()
                .start();
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    private LineSecurity security(Sha256 pin) throws IOException {
        return LineSecurity.of(DESK.key(), DESK.certificate(), Set.of(pin), false, announced::add);
    }

    private static long call(Line line) throws InterruptedException {
        return line.call(
                Line.Use.READ,
                channel -> DeskServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .reportClock(
                                ReportClockRequest.newBuilder().setClockMs(41).build())
                        .getClockMs());
    }

    private HubAddress here() {
        return new HubAddress("127.0.0.1", server.getPort());
    }

    @Test
    void call_rightPin_isAnswered() throws Exception {
        try (Line line = Line.to(List.of(here()), security(HUB.pin()), BRIEF)) {
            assertThat(call(line)).isEqualTo(42);
        }
    }

    @Test
    void call_wrongPin_failsAtOnceAndSaysWhichKeyWasShown() throws Exception {
        try (Line line = Line.to(List.of(here()), security(DESK.pin()), BRIEF)) {
            StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, () -> call(line));
            assertThat(failure)
                    .hasStackTraceContaining("the hub's TLS key is " + HUB.pin().fingerprint());
        }
    }

    @Test
    void call_firstHubAway_goesOnWithTheNext() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (Line line = Line.to(List.of(new HubAddress("127.0.0.1", free), here()), security(HUB.pin()), BRIEF)) {
            assertThat(call(line)).isEqualTo(42);
        }
    }

    @Test
    void call_hubBackAfterManyFailures_isAnsweredAtOnce() throws Exception {
        HubAddress hub = here();
        server.shutdownNow().awaitTermination();
        Patience none = new Patience(Duration.ofSeconds(10), 1, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        try (Line line = Line.to(List.of(hub), security(HUB.pin()), none)) {
            for (int i = 0; i < 8; i++) {
                assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> call(line)))
                        .isNotNull();
            }
            start(hub.port());
            assertThat(call(line)).isEqualTo(42);
        }
    }

    @Test
    void call_onlyUnavailable_isTriedAgain() throws Exception {
        try (Line line = Line.to(List.of(here()), security(HUB.pin()), BRIEF)) {
            int[] calls = new int[1];
            StatusRuntimeException other = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> line.call(Line.Use.READ, channel -> {
                        calls[0]++;
                        throw Status.RESOURCE_EXHAUSTED.asRuntimeException();
                    }));
            assertThat(other.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(calls[0]).isEqualTo(1);
            StatusRuntimeException absent = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> line.call(Line.Use.READ, channel -> {
                        calls[0]++;
                        throw Status.UNAVAILABLE.asRuntimeException();
                    }));
            assertThat(absent.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(calls[0]).isEqualTo(1 + BRIEF.tries());
        }
    }

    @Test
    void call_wrongPin_isMadeOnce() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Line line = Line.to(List.of(here()), security(DESK.pin()), Patience.STANDARD)) {
            assertThat(catchThrowableOfType(
                            StatusRuntimeException.class,
                            () -> line.call(Line.Use.READ, channel -> {
                                calls.incrementAndGet();
                                return DeskServiceGrpc.newBlockingStub(channel)
                                        .reportClock(ReportClockRequest.getDefaultInstance());
                            })))
                    .isNotNull();
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void call_patienceAtItsEnd_isNotTriedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Patience none = new Patience(Duration.ofSeconds(10), 9, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        try (Line line = Line.to(List.of(here()), security(HUB.pin()), none)) {
            assertThat(catchThrowableOfType(
                            StatusRuntimeException.class,
                            () -> line.call(Line.Use.READ, channel -> {
                                calls.incrementAndGet();
                                throw Status.UNAVAILABLE.asRuntimeException();
                            })))
                    .isNotNull();
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void call_thatNobodyAnswersInTime_asksEachHubOnce() throws Exception {
        List<Channel> asked = new ArrayList<>();
        try (Line line = Line.to(List.of(here(), here()), security(HUB.pin()), BRIEF)) {
            StatusRuntimeException late = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> line.call(Line.Use.READ, channel -> {
                        asked.add(channel);
                        throw Status.DEADLINE_EXCEEDED.asRuntimeException();
                    }));
            assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        }
        assertThat(asked).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void call_patienceAtItsEndBeforeTheLastHub_asksEachOnce() throws Exception {
        List<Channel> asked = new ArrayList<>();
        Patience none = new Patience(Duration.ofSeconds(10), 2, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        try (Line line = Line.to(List.of(here(), here(), here()), security(HUB.pin()), none)) {
            int answer = line.call(Line.Use.READ, channel -> {
                asked.add(channel);
                if (asked.size() < 3) {
                    throw Status.UNAVAILABLE.asRuntimeException();
                }
                return 42;
            });
            assertThat(answer).isEqualTo(42);
        }
        assertThat(asked).doesNotHaveDuplicates().hasSize(3);
    }

    @Test
    void call_forWhatMustBeThere_isMadeAtEachHubOnceUntilOneFindsIt() throws Exception {
        List<Channel> asked = new ArrayList<>();
        try (Line line = Line.to(List.of(here(), here(), here()), security(HUB.pin()), BRIEF)) {
            int answer = line.call(Line.Use.FIND, channel -> {
                asked.add(channel);
                if (asked.size() < 3) {
                    throw Status.NOT_FOUND.asRuntimeException();
                }
                return 42;
            });
            assertThat(answer).isEqualTo(42);
            assertThat(asked).doesNotHaveDuplicates().hasSize(3);
            asked.clear();
            assertThat(catchThrowableOfType(
                            StatusRuntimeException.class,
                            () -> line.call(Line.Use.FIND, channel -> {
                                asked.add(channel);
                                throw Status.NOT_FOUND.asRuntimeException();
                            })))
                    .isNotNull();
            assertThat(asked).doesNotHaveDuplicates().hasSize(3);
        }
    }

    @Test
    void submit_toAHubThatOnlyReads_goesToTheNextWithoutAPauseAndReadingStays() throws Exception {
        List<Channel> asked = new ArrayList<>();
        Patience forever =
                new Patience(Duration.ofSeconds(10), 3, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
        try (Line line = Line.to(List.of(here(), here()), security(HUB.pin()), forever)) {
            Channel reads = line.channel();
            for (int i = 0; i < 2; i++) {
                line.call(Line.Use.SUBMIT, channel -> {
                    asked.add(channel);
                    if (channel == reads) {
                        throw Status.UNAVAILABLE.asRuntimeException();
                    }
                    return 42;
                });
            }
            assertThat(asked).hasSize(3);
            assertThat(asked.subList(1, 3)).doesNotContain(reads);
            assertThat(line.channel()).isSameAs(reads);
        }
    }

    @Test
    void patience_pauses_doubleUpToTheLongest() {
        Patience patience = Patience.STANDARD;
        assertThat(patience.pause(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(patience.pause(2)).isEqualTo(Duration.ofMillis(400));
        assertThat(patience.pause(9)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void clockProbe_hubWithinTheTimeOfTheQuestion_isNeitherAheadNorBehind() {
        assertThat(ClockProbe.ahead(100, 105, 110)).isZero();
        assertThat(ClockProbe.ahead(100, 90, 110)).isEqualTo(-10);
        assertThat(ClockProbe.ahead(100, 130, 110)).isEqualTo(20);
    }
}
