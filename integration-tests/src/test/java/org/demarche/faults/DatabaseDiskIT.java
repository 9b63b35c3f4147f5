package org.demarche.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.demarche.postgres.PostgresServer;
import org.demarche.world.HubHome;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database's disk is full, or turns read only, under a desk that submits without pause: the hub says so, is not ready, promises nothing, and goes on by itself once
 * the database can.
 */
@Tag("needs-mounts")
class DatabaseDiskIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Disk disk;
    private PostgresServer server;

    @BeforeEach
    void start() throws IOException {
        disk = new Disk(directory, 16);
        server = PostgresServer.start("own", disk.place());
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        disk.close();
    }

    /** What breaks, and what mends it. */
    @FunctionalInterface
    private interface Act {
        void run() throws IOException;
    }

    /** Strikes under traffic. */
    private void strike(String database, Act breaks, Act mends, String... says) throws Exception {
        try (World world = World.onDatabase(directory, Plan.at(1), server.url("hub", database), 1, 0)
                        .start();
                Traffic traffic = new Traffic(world, "UA/watch", "NO/watch")) {
            traffic.awaitEachDesk();
            HubHome home = world.homes().get(0);
            byte[] unsent = world.wire("US").message("Hello.");
            breaks.run();
            NotReady.awaitIt(world, world.child(home), traffic, unsent, says);

            long mended = System.nanoTime();
            mends.run();
            traffic.awaitEachDesk();
            System.out.printf(
                    "DatabaseDiskIT: the next receipts %d ms after it was mended; the hub had said:%n%s",
                    Duration.ofNanos(System.nanoTime() - mended).toMillis(),
                    world.child(home)
                            .said()
                            .lines()
                            .filter(l -> l.contains("ready"))
                            .map(l -> "  " + l + "\n")
                            .reduce("", String::concat));
            traffic.finish();
            await("the hub is ready")
                    .atMost(PATIENCE)
                    .until(() -> world.wire("US").isServing());
            Promised.require(traffic.receipts(), world.wire("US").entries());
            world.homes().forEach(HubHome::requireSound);
        }
    }

    private String databaseOnTheDisk() throws IOException {
        Path space = Files.createDirectory(disk.seen().resolve("space"));
        Files.setPosixFilePermissions(space, PosixFilePermissions.fromString("rwxrwxrwx"));
        server.execute("CREATE TABLESPACE small LOCATION '" + disk.root().resolve("space") + "'");
        String database = server.createDatabase("hub");
        server.execute("ALTER DATABASE " + database + " SET TABLESPACE small");
        return database;
    }

    /** The write-ahead log alone is on the disk. */
    private void moveWriteAheadLog() throws IOException {
        server.stop();
        Path log = server.data().resolve("pg_wal");
        Path moved = disk.root().resolve("pg_wal");
        disk.runThere("mv", log.toString(), moved.toString());
        Files.createSymbolicLink(log, moved);
        server.start();
    }

    @Test
    void tables_diskFull_isSaidAndPasses() throws Exception {
        strike(databaseOnTheDisk(), disk::fill, disk::free, "the disk under ");
    }

    @Test
    void tables_fileSystemReadOnly_isSaidAndPasses() throws Exception {
        strike(
                databaseOnTheDisk(),
                disk::fail,
                () -> {
                    server.kill();
                    disk.mend();
                    server.start();
                },
                "the server of ");
    }

    @Test
    void writeAheadLog_diskFull_isSaidAndPasses() throws Exception {
        moveWriteAheadLog();
        strike(
                server.createDatabase("hub"),
                disk::fill,
                () -> {
                    disk.free();
                    restart();
                },
                "cut off from its database");
    }

    @Test
    void writeAheadLog_fileSystemReadOnly_isSaidAndPasses() throws Exception {
        moveWriteAheadLog();
        strike(
                server.createDatabase("hub"),
                disk::fail,
                () -> {
                    server.kill();
                    disk.mend();
                    server.start();
                },
                "cut off from its database");
    }

    /** A server that has given up is started by the system that looks after it. */
    private void restart() {
        if (!server.isReady()) {
            server.kill();
            server.start();
        }
    }
}
