package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.demarche.world.HubChild;
import org.demarche.world.World;

/** A hub that can promise nothing says so: to who asks after its health, in its log, and to who submits; and desks get no receipt. */
final class NotReady {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private NotReady() {}

    /**
     * Waits until it says so.
     *
     * @param unsent a signed notice of US, made before the hub was struck
     * @param sentences how the reasons begin that must be in its log
     */
    static void awaitIt(World world, HubChild hub, Traffic traffic, byte[] unsent, String... sentences) {
        await("the hub says of itself that it is not ready")
                .atMost(PATIENCE)
                .until(() -> !world.wire("US").isServing());
        for (String sentence : sentences) {
            await(sentence)
                    .atMost(PATIENCE)
                    .until(() -> hub.said().contains("the hub is not ready until this is mended: " + sentence));
        }
        int before = traffic.receipts().size();
        assertThat(world.wire("US").refused(unsent)).isIn("NOT_READY", "DISK_FULL");
        assertThat(traffic.receipts()).as("receipts while it is not ready").hasSize(before);
    }
}
