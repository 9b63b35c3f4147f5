package org.demarche.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.demarche.world.HubChild;
import org.demarche.world.HubHome;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of a single hub's log is full, or turns read only, under desks that submit without pause: the hub says so, is not ready, and promises nothing. */
@Tag("needs-mounts")
class HubDiskIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Disk disk;
    private World world;
    private HubHome home;
    private HubChild hub;
    private Traffic traffic;

    /** The log is on the disk, and nothing else of the hub. */
    @BeforeEach
    void start() throws IOException {
        disk = new Disk(directory, 16);
        world = World.onRealClocks(directory, Plan.at(1));
        home = world.home();
        Files.move(home.database(), disk.seen().resolve("hub.sqlite"));
        disk.runThere("sync");
        Files.writeString(
                home.directory().resolve("hub.toml"),
                "[store]\nurl = \"sqlite:" + disk.root().resolve("hub.sqlite") + "\"\n",
                StandardOpenOption.APPEND);
        hub = HubChild.start(home, disk.place().entry());
        traffic = new Traffic(world, "UA/watch", "NO/watch");
        traffic.awaitEachDesk();
    }

    @AfterEach
    void end() throws IOException {
        traffic.close();
        world.close();
        hub.close();
        disk.close();
    }

    private void requireEverythingPromised() throws Exception {
        traffic.awaitEachDesk();
        traffic.finish();
        await("the hub is ready").atMost(PATIENCE).until(() -> world.wire("US").isServing());
        Promised.require(traffic.receipts(), world.wire("US").entries());
        hub.stop();
    }

    @Test
    void log_diskFull_isSaidAndPasses() throws Exception {
        byte[] unsent = world.wire("US").message("Hello.");
        disk.fill();
        NotReady.awaitIt(
                world, hub, traffic, unsent, "the disk under " + disk.root().resolve("hub.sqlite") + " is full");
        disk.free();
        requireEverythingPromised();
    }

    /** What a process has open on such a disk is lost to it for good: the hub is started anew when the disk is mended. */
    @Test
    void log_fileSystemReadOnly_isSaidAndPassesWithTheNextStart() throws Exception {
        byte[] unsent = world.wire("US").message("Hello.");
        disk.fail();
        NotReady.awaitIt(world, hub, traffic, unsent, disk.root().resolve("hub.sqlite") + " cannot be ");
        hub.kill();
        disk.mend();
        hub = HubChild.start(home, disk.place().entry());
        requireEverythingPromised();
    }
}
