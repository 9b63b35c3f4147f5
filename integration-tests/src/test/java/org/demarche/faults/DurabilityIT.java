package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.world.HubChild;
import org.demarche.world.Plan;
import org.demarche.world.Wire;
import org.demarche.world.World;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receipt's bytes leave the hub only after the disk has said that the notice is on it: seen from outside, in the hub's system calls. */
@Tag("needs-strace")
class DurabilityIT {
    private static final int NOTICES = 10;

    @TempDir
    Path directory;

    @Test
    void receipt_leavesTheHub_onlyAfterTheFlushHasReturned() throws Exception {
        Path trace = directory.resolve("trace");
        try (World world = World.onRealClocks(directory, Plan.at(1))) {
            try (HubChild hub = HubChild.start(world.home(), SystemCalls.tracing(trace))) {
                Wire desk = world.wire("UA");
                desk.reportClock();
                List<byte[]> notices = new ArrayList<>();
                for (int i = 0; i < NOTICES; i++) {
                    notices.add(desk.sign(
                            "watch",
                            Notice.newBuilder().setMessage(Message.newBuilder().setText("Number " + i))));
                }
                for (byte[] notice : notices) {
                    desk.submit(notice);
                }
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> SystemCalls.read(trace).receipts() >= NOTICES);
                hub.stop();
            }
            SystemCalls calls = SystemCalls.read(trace);
            assertThat(calls.early())
                    .as("receipts sent while the write-ahead log was not flushed")
                    .isEmpty();
            assertThat(calls.receipts()).isEqualTo(NOTICES);
            assertThat(calls.flushesBeforeReceipts())
                    .as("a flush of its own before each")
                    .isEqualTo(NOTICES);
        }
    }
}
