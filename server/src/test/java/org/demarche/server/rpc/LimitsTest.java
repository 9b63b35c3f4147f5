package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.demarche.server.TestDesk.message;
import static org.demarche.server.TestDesk.reason;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.proto.v1.FollowResponse;
import org.demarche.proto.v1.GetConsistencyRequest;
import org.demarche.proto.v1.GetEntriesRequest;
import org.demarche.proto.v1.GetInclusionRequest;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Precedence;
import org.demarche.server.TestDesk;
import org.demarche.server.TestHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a party may ask of a hub, against a real one. */
final class LimitsTest {
    @TempDir
    private Path directory;

    private TestHub hub;
    private TestDesk ua;

    @BeforeEach
    void start() throws Exception {
        hub = TestHub.start(
                directory, "[limits]\nnotices_per_minute = 2\nflash_per_minute = 1\nstreams_per_party = 1\n");
        ua = hub.desk("UA");
        ua.assent();
    }

    @AfterEach
    void stop() {
        ua.close();
        hub.close();
    }

    private ByteString flash() {
        return ua.sign("watch", message("f").setPrecedence(Precedence.PRECEDENCE_FLASH));
    }

    @Test
    void submit_beyondTheQuota_isRefusedButFlashHasItsReserve() {
        ua.say("watch", message("1"));
        ua.say("watch", message("2"));
        ByteString third = ua.sign("watch", message("3"));
        assertThat(reason(ua.refused(third))).isEqualTo("QUOTA_EXCEEDED");
        ua.submit(flash());
        assertThat(reason(ua.refused(flash()))).isEqualTo("QUOTA_EXCEEDED");
        hub.clock().pass(Duration.ofSeconds(31));
        ua.submit(third);
    }

    @Test
    void follow_moreStreamsThanAllowed_isRefusedUntilOneEnds() {
        FollowRequest request =
                FollowRequest.newBuilder().setClockMs(hub.clock().wallMs()).build();
        Iterator<FollowResponse> first = ua.desk().follow(request);
        first.next();
        assertThatThrownBy(() -> ua.desk().follow(request).next())
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class, e -> assertThat(reason(e)).isEqualTo("QUOTA_EXCEEDED"));
    }

    @Test
    void submit_moreBytesThanANoticeMayHave_isTooLarge() {
        assertThat(reason(ua.refused(ByteString.copyFrom(new byte[60_000])))).isEqualTo("TOO_LARGE");
    }

    @Test
    void submit_moreBytesThanARequestMayHave_saysWhichField() {
        StatusRuntimeException e = ua.refused(ByteString.copyFrom(new byte[70_000]));
        assertThat(reason(e)).isEqualTo("FIELD_INVALID");
        assertThat(e.getMessage()).contains("SubmitRequest.signed_notice");
    }

    @Test
    void submit_withoutABody_isRefused() {
        assertThatThrownBy(() -> ua.sign("watch", Notice.newBuilder())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void health_forAParty_isServing() {
        assertThat(HealthGrpc.newBlockingStub(ua.channel())
                        .check(HealthCheckRequest.newBuilder()
                                .setService("demarche.v1.DeskService")
                                .build())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void log_askedBeyondItsEnd_isNotFound() {
        assertNotFound(() -> ua.log()
                .getInclusion(
                        GetInclusionRequest.newBuilder().setIndex(5).setSize(2).build()));
        assertNotFound(() -> ua.log()
                .getInclusion(
                        GetInclusionRequest.newBuilder().setIndex(0).setSize(9).build()));
        assertNotFound(() -> ua.log()
                .getConsistency(GetConsistencyRequest.newBuilder()
                        .setFromSize(2)
                        .setToSize(1)
                        .build()));
        assertNotFound(() -> ua.log()
                .getEntries(GetEntriesRequest.newBuilder().setFromIndex(3).build())
                .next());
    }

    private static void assertNotFound(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class, e -> assertThat(reason(e)).isEqualTo("NOT_FOUND"));
    }

    @Test
    void log_entries_areAllThere() {
        Iterator<org.demarche.proto.v1.GetEntriesResponse> entries =
                ua.log().getEntries(GetEntriesRequest.getDefaultInstance());
        assertThat(TestDesk.entry(entries.next().getEntry()).message().hasGenesis())
                .isTrue();
        assertThat(TestDesk.entry(entries.next().getEntry()).index()).isEqualTo(1);
        assertThat(entries.hasNext()).isFalse();
    }
}
