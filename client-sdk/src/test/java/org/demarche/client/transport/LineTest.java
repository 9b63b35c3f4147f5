package org.demarche.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grpc.Channel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.demarche.client.transport.LineException.Failure;
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
    private volatile Meanwhile meanwhile = () -> {};

    /** What the hub does before it answers. */
    private interface Meanwhile {
        void happens() throws InterruptedException;
    }

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
                        try {
                            meanwhile.happens();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
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

    private static long call(Line line) throws LineException, InterruptedException {
        return line.call(
                Line.Use.READ,
                channel -> DeskServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .reportClock(
                                ReportClockRequest.newBuilder().setClockMs(41).build())
                        .getClockMs());
    }

    private static LineException failureOf(ThrowingCallable call) {
        LineException failure = catchThrowableOfType(LineException.class, call);
        assertThat(failure).isNotNull();
        return failure;
    }

    private static StatusRuntimeException notReady(String sentence) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Status.Code.UNAVAILABLE.value())
                .setMessage(sentence)
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason("NOT_READY")
                        .setDomain("demarche")
                        .build()))
                .build());
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
            assertThat(failureOf(() -> call(line)).failure())
                    .isInstanceOfSatisfying(
                            Failure.WrongPin.class,
                            pin -> assertThat(pin.said())
                                    .contains(
                                            "the hub's TLS key is " + HUB.pin().fingerprint()));
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
                assertThat(failureOf(() -> call(line)).failure()).isInstanceOf(Failure.Unavailable.class);
            }
            start(hub.port());
            assertThat(call(line)).isEqualTo(42);
        }
    }

    @Test
    void close_whileACallRuns_letsItEnd() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        meanwhile = () -> {
            asked.countDown();
            answer.await();
        };
        Line line = Line.to(List.of(here()), security(HUB.pin()), BRIEF);
        FutureTask<Long> running = new FutureTask<>(() -> call(line));
        new Thread(running).start();
        asked.await();
        FutureTask<Void> closing = new FutureTask<>(line::close, null);
        new Thread(closing).start();
        answer.countDown();
        assertThat(running.get()).isEqualTo(42);
        closing.get();
    }

    @Test
    void close_whileACallWaitsForLong_cutsItAndItIsNotTriedAgain() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        meanwhile = () -> {
            asked.countDown();
            new CountDownLatch(1).await();
        };
        Line line = Line.to(List.of(here()), security(HUB.pin()), BRIEF);
        FutureTask<LineException> running = new FutureTask<>(() -> failureOf(() -> call(line)));
        new Thread(running).start();
        asked.await();
        line.close();
        assertThat(running.get().failure()).isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void call_onlyUnavailable_isTriedAgain() throws Exception {
        try (Line line = Line.to(List.of(here()), security(HUB.pin()), BRIEF)) {
            int[] calls = new int[1];
            LineException other = failureOf(() -> line.call(Line.Use.READ, channel -> {
                calls[0]++;
                throw Status.RESOURCE_EXHAUSTED.asRuntimeException();
            }));
            assertThat(other.failure()).isInstanceOf(Failure.Unexplained.class);
            assertThat(calls[0]).isEqualTo(1);
            LineException absent = failureOf(() -> line.call(Line.Use.READ, channel -> {
                calls[0]++;
                throw Status.UNAVAILABLE.asRuntimeException();
            }));
            assertThat(absent.failure()).isInstanceOf(Failure.Unavailable.class);
            assertThat(calls[0]).isEqualTo(1 + BRIEF.tries());
        }
    }

    @Test
    void call_wrongPin_isMadeOnce() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (Line line = Line.to(List.of(here()), security(DESK.pin()), Patience.STANDARD)) {
            failureOf(() -> line.call(Line.Use.READ, channel -> {
                calls.incrementAndGet();
                return DeskServiceGrpc.newBlockingStub(channel).reportClock(ReportClockRequest.getDefaultInstance());
            }));
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void call_patienceAtItsEnd_isNotTriedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Patience none = new Patience(Duration.ofSeconds(10), 9, Duration.ZERO, Duration.ZERO, Duration.ZERO);
        try (Line line = Line.to(List.of(here()), security(HUB.pin()), none)) {
            failureOf(() -> line.call(Line.Use.READ, channel -> {
                calls.incrementAndGet();
                throw Status.UNAVAILABLE.asRuntimeException();
            }));
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void call_thatNobodyAnswersInTime_asksEachHubOnce() throws Exception {
        List<Channel> asked = new ArrayList<>();
        try (Line line = Line.to(List.of(here(), here()), security(HUB.pin()), BRIEF)) {
            LineException late = failureOf(() -> line.call(Line.Use.READ, channel -> {
                asked.add(channel);
                throw Status.DEADLINE_EXCEEDED.asRuntimeException();
            }));
            assertThat(late.failure()).isInstanceOf(Failure.Late.class);
            assertThat(late.hubs()).isEqualTo(2);
        }
        assertThat(asked).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void call_noHubOfUse_tellsTheWordOfAHubRatherThanTheLastAbsence() throws Exception {
        try (Line line = Line.to(List.of(here(), here(), here()), security(HUB.pin()), BRIEF)) {
            int[] calls = new int[1];
            LineException failure = failureOf(() -> line.call(Line.Use.READ, channel -> {
                calls[0]++;
                throw calls[0] % 3 == 1
                        ? notReady("the hub is cut off")
                        : calls[0] % 3 == 2
                                ? Status.DEADLINE_EXCEEDED.asRuntimeException()
                                : Status.UNAVAILABLE.asRuntimeException();
            }));
            assertThat(failure.failure())
                    .isInstanceOfSatisfying(
                            Failure.Stated.class,
                            stated -> assertThat(stated.sentence()).isEqualTo("the hub is cut off"));
            assertThat(failure.hubs()).isEqualTo(3);
        }
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
            failureOf(() -> line.call(Line.Use.FIND, channel -> {
                asked.add(channel);
                throw Status.NOT_FOUND.asRuntimeException();
            }));
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
