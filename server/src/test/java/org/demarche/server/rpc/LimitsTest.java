package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Path;
import org.demarche.refusal.Reason;
import org.demarche.server.TestDesk;
import org.demarche.server.TestHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection may bring to a real listener. */
final class LimitsTest {
    @TempDir
    private Path directory;

    @Test
    void submit_aLittleTooLarge_isAnsweredAndTheConnectionGoesOn() throws Exception {
        try (TestHub hub = TestHub.start(directory);
                TestDesk ua = hub.desk("UA")) {
            Refused notice = Refused.of(ua.refused(ByteString.copyFrom(new byte[60_000])));
            assertThat(notice.reason()).isEqualTo(Reason.TOO_LARGE);
            StatusRuntimeException e = ua.refused(ByteString.copyFrom(new byte[70_000]));
            assertThat(Refused.of(e).field()).hasValue("SubmitRequest.signed_notice");
            assertThat(HealthGrpc.newBlockingStub(ua.channel())
                            .check(HealthCheckRequest.newBuilder()
                                    .setService("demarche.v1.DeskService")
                                    .build())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
    }
}
