package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.proto.v1.FollowResponse;
import org.demarche.proto.v1.GetCheckpointRequest;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a party may ask at once and in a minute. */
final class CallLimitTest {
    @TempDir
    private Path directory;

    private InProcessHub hub;

    @BeforeEach
    void open() throws Exception {
        hub = new InProcessHub(directory, "[limits]\nrequests_per_minute = 3\nstreams_per_party = 1\n");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void ask(String party) {
        hub.log(party).getCheckpoint(GetCheckpointRequest.getDefaultInstance());
    }

    private Iterator<FollowResponse> follow() {
        return hub.desk("UA")
                .follow(FollowRequest.newBuilder()
                        .setClockMs(hub.clock().wallMs())
                        .build());
    }

    @Test
    void requests_beyondTheQuota_areRefusedToThatPartyUntilTimeHasPassed() {
        for (int i = 0; i < 3; i++) {
            ask("UA");
        }
        assertThat(Refused.by(() -> ask("UA")).reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        ask("US");
        hub.clock().pass(Duration.ofSeconds(20));
        ask("UA");
    }

    @Test
    @Timeout(20)
    void streams_beyondTheLimit_areRefusedUntilOneEnds() throws Exception {
        CancellableContext context = Context.current().withCancellation();
        context.call(() -> follow().next());
        assertThat(Refused.by(() -> follow().next()).reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        context.close();
        hub.clock().pass(Duration.ofMinutes(1));
        // The hub learns of the end on another thread.
        while (!succeeds()) {
            hub.clock().pass(Duration.ofMinutes(1));
        }
        assertThatCode(() -> ask("UA")).doesNotThrowAnyException();
    }

    private boolean succeeds() {
        try {
            return follow().next().hasEntry();
        } catch (io.grpc.StatusRuntimeException e) {
            return Refused.of(e).reason() != Reason.QUOTA_EXCEEDED;
        }
    }
}
