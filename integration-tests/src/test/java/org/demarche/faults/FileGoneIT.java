package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody moves a running hub's files away, and later brings them back. */
class FileGoneIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void notice_whileTheFileIsGone_isNotPromisedAndIsLoggedOnceItIsBack() throws Exception {
        try (World world = World.onRealClocks(directory, Plan.at(1)).start();
                Traffic traffic = new Traffic(world, "UA/watch", "NO/watch")) {
            traffic.awaitEachDesk();
            Path file = world.home().database();
            Path log = file.resolveSibling("hub.sqlite-wal");
            for (Path gone : List.of(file, log)) {
                Path away = Files.move(gone, directory.resolve("away"));
                await("not ready without " + gone)
                        .atMost(PATIENCE)
                        .until(() -> !world.wire("US").isServing());
                int before = traffic.receipts().size();
                assertThat(world.wire("US").head().size())
                        .as("what it knows it shows")
                        .isPositive();
                assertThat(world.wire("US").refused(world.wire("US").message("Hello.")))
                        .isEqualTo("NOT_READY");
                assertThat(traffic.receipts()).as("receipts without " + gone).hasSize(before);
                Files.move(away, gone);
                traffic.awaitEachDesk();
                await("ready again")
                        .atMost(PATIENCE)
                        .until(() -> world.wire("US").isServing());
            }
            traffic.finish();
            assertThat(world.child().said())
                    .contains("not ready until this is mended: " + file
                            + " is not where the hub opened it: bring it back")
                    .contains("not ready until this is mended: " + log
                            + " is not where the hub opened it: bring it back");
            Promised.require(traffic.receipts(), world.wire("US").entries());
            world.child().stop();
            world.home().requireSound();
        }
    }
}
