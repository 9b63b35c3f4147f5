package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.testing.TestMethodDescriptors;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.GetCheckpointRequest;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.ReportClockRequest;
import org.demarche.refusal.Reason;
import org.demarche.server.Says;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may call what. */
final class RoleCheckTest {
    @TempDir
    private Path directory;

    private static void callAll(Channel channel) {
        DeskServiceGrpc.newBlockingStub(channel)
                .reportClock(ReportClockRequest.newBuilder().setClockMs(1).build());
        LogServiceGrpc.newBlockingStub(channel).getCheckpoint(GetCheckpointRequest.getDefaultInstance());
        HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
    }

    @Test
    void call_ofAParty_isLetThrough() throws Exception {
        try (InProcessHub hub = new InProcessHub(directory)) {
            callAll(hub.channel("NO"));
            assertThat(HealthGrpc.newBlockingStub(hub.channel("NO"))
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
    }

    @Test
    void call_ofNobodyOrAStranger_isRefusedByEveryService() throws Exception {
        try (InProcessHub hub = new InProcessHub(directory)) {
            for (Optional<Sha256> pin : List.of(Optional.<Sha256>empty(), Optional.of(Sha256.of(new byte[1])))) {
                Channel channel = hub.connect(pin);
                assertThat(Refused.by(() -> DeskServiceGrpc.newBlockingStub(channel)
                                        .reportClock(ReportClockRequest.newBuilder()
                                                .setClockMs(1)
                                                .build()))
                                .reason())
                        .isEqualTo(Reason.PIN_UNKNOWN);
                assertThat(Refused.by(() -> LogServiceGrpc.newBlockingStub(channel)
                                        .getCheckpoint(GetCheckpointRequest.getDefaultInstance()))
                                .reason())
                        .isEqualTo(Reason.PIN_UNKNOWN);
                assertThat(Refused.by(() -> HealthGrpc.newBlockingStub(channel)
                                        .check(HealthCheckRequest.getDefaultInstance()))
                                .reason())
                        .isEqualTo(Reason.PIN_UNKNOWN);
            }
        }
    }

    @Test
    void call_onAConnectionWhosePinHasEndedMeanwhile_isRefused() throws Exception {
        try (InProcessHub hub = new InProcessHub(directory)) {
            hub.assent(Says.ADOPTERS);
            Channel open = hub.channel("UA");
            callAll(open);
            hub.say(
                    "UA/root",
                    Notice.newBuilder()
                            .setKeyChange(KeyChange.newBuilder()
                                    .addTlsEnded(InProcessHub.pin("UA").byteString())));
            assertThat(Refused.by(() -> callAll(open)).reason()).isEqualTo(Reason.PIN_UNKNOWN);
        }
    }

    @Test
    void call_ofAServiceThatStatesNoRole_isRefusedToParties() throws Exception {
        var method = TestMethodDescriptors.voidMethod();
        Server server = InProcessServerBuilder.forName("no-role")
                .directExecutor()
                .addService(ServerInterceptors.interceptForward(
                        ServerServiceDefinition.builder("service_foo")
                                .addMethod(
                                        method,
                                        ServerCalls.asyncUnaryCall((request, response) -> response.onCompleted()))
                                .build(),
                        new ErrorConformance(() -> "r-1"),
                        new RoleCheck(pin -> Optional.of("NO"))))
                .build()
                .start();
        ManagedChannel channel =
                InProcessChannelBuilder.forName("no-role").directExecutor().build();
        try {
            assertThat(Refused.by(() -> ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, null))
                            .reason())
                    .isEqualTo(Reason.NOT_FOUND);
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }
}
