package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.demarche.server.TestDesk.reason;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.GetCheckpointRequest;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.proto.v1.ReportClockRequest;
import org.demarche.proto.v1.ReportClockResponse;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a service does wrong, callers see one shape and nothing of the inside. */
final class ErrorConformanceTest {
    private Consumer<StreamObserver<ReportClockResponse>> behaviour = observer -> {};
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws Exception {
        DeskServiceGrpc.DeskServiceImplBase service = new DeskServiceGrpc.DeskServiceImplBase() {
            @Override
            public void reportClock(ReportClockRequest request, StreamObserver<ReportClockResponse> response) {
                behaviour.accept(response);
            }
        };
        server = InProcessServerBuilder.forName("conformance")
                .directExecutor()
                .fallbackHandlerRegistry(new UnknownMethods())
                .addService(ServerInterceptors.interceptForward(
                        service, new ErrorConformance(() -> "r-1"), new ShapeCheck()))
                .build()
                .start();
        channel =
                InProcessChannelBuilder.forName("conformance").directExecutor().build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private StatusRuntimeException call() {
        return catchThrowableOfType(
                StatusRuntimeException.class,
                () -> DeskServiceGrpc.newBlockingStub(channel)
                        .reportClock(
                                ReportClockRequest.newBuilder().setClockMs(1).build()));
    }

    private void assertHidden(StatusRuntimeException e) {
        assertThat(reason(e)).isEqualTo("INTERNAL");
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(e.getMessage()).contains("r-1").doesNotContain("secret");
    }

    @Test
    void handler_throws_isAReportIdAndNothingMore() {
        behaviour = observer -> {
            throw new IllegalStateException("a secret detail");
        };
        assertHidden(call());
    }

    @Test
    void handler_answersWithABareStatus_isAReportIdAndNothingMore() {
        behaviour = observer -> observer.onError(
                Status.PERMISSION_DENIED.withDescription("a secret detail").asRuntimeException());
        assertHidden(call());
    }

    @Test
    void handler_answersWithAnException_isAReportIdAndNothingMore() {
        behaviour = observer -> observer.onError(new IllegalStateException("a secret detail"));
        assertHidden(call());
    }

    @Test
    void handler_thatCannotReadTheStore_asksToTryAgainAndSaysNoMore() {
        behaviour = observer -> observer.onError(
                new CompletionException(new StoreException(StoreException.Kind.FAILED, "a secret detail")));
        StatusRuntimeException e = call();
        assertThat(reason(e)).isEqualTo("NOT_READY");
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(e.getMessage()).doesNotContain("secret");
    }

    @Test
    void handler_thatFoundTheStoreDamaged_isAReportIdAndNothingMore() {
        behaviour = observer -> {
            throw new StoreException(StoreException.Kind.DAMAGED, "a secret detail");
        };
        assertHidden(call());
    }

    @Test
    void handler_throwsARefusal_isLetThrough() {
        behaviour = observer -> {
            throw Errors.of(new Refusal(Reason.NOT_FOUND, "no such page"));
        };
        StatusRuntimeException e = call();
        assertThat(reason(e)).isEqualTo("NOT_FOUND");
        assertThat(e.getMessage()).contains("no such page");
    }

    @Test
    void request_misshapen_neverReachesTheService() {
        behaviour = observer -> {
            throw new IllegalStateException("reached");
        };
        StatusRuntimeException e = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> DeskServiceGrpc.newBlockingStub(channel).reportClock(ReportClockRequest.getDefaultInstance()));
        assertThat(reason(e)).isEqualTo("FIELD_INVALID");
        assertThat(e.getMessage()).contains("clock_ms");
    }

    @Test
    void method_unknown_isNotFound() {
        StatusRuntimeException e = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> LogServiceGrpc.newBlockingStub(channel).getCheckpoint(GetCheckpointRequest.getDefaultInstance()));
        assertThat(reason(e)).isEqualTo("NOT_FOUND");
    }
}
