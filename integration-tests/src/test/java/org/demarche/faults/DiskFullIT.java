package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Notices;
import org.demarche.client.Pending;
import org.demarche.refusal.Reason;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system tells the hub, at each write to its write-ahead log, that the disk is full; later there is space again. */
@Tag("needs-strace")
class DiskFullIT {
    private static final int REFUSED = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void notice_whileTheDiskIsFull_isRefusedKeptAndLoggedOnceThereIsSpace() throws Exception {
        try (World world = World.onRealClocks(directory, Plan.at(1)).start()) {
            Desk desk = world.desk("NO/watch");
            long size = desk.catchUp().size();
            assertThat(world.wire("UA").isServing()).isTrue();
            Process full = fillDisk(world);
            try {
                assertThat(catchThrowable(() -> desk.submit(Notices.message("", "Hello."))))
                        .isInstanceOfSatisfying(DeskException.Refused.class, e -> {
                            assertThat(e.reason()).isEqualTo(Reason.DISK_FULL);
                            assertThat(e.signed()).isTrue();
                        });
                assertThat(desk.outbox())
                        .singleElement()
                        .extracting(Pending::status)
                        .isEqualTo(Pending.Status.WAITING);
                Sentences.require(world.liaison("GB/watch", "message", "Hello."), REFUSED, "DISK_FULL");
                assertThat(desk.catchUp().size())
                        .as("nothing is logged by halves")
                        .isEqualTo(size);
                await().atMost(PATIENCE).until(() -> !world.wire("UA").isServing());
            } finally {
                full.destroy();
                full.waitFor();
            }
            await().atMost(PATIENCE).until(() -> world.wire("UA").isServing());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    desk.resend(desk.outbox().get(0).id()).index())
                            .isEqualTo(size));
            assertThat(desk.outbox()).isEmpty();
            world.child().stop();
            world.home().requireSound();
        }
    }

    private Process fillDisk(World world) throws Exception {
        File said = directory.resolve("strace.err").toFile();
        Process tracer = new ProcessBuilder(List.of(
                        "strace",
                        "-f",
                        "-p",
                        Long.toString(world.child().pid()),
                        "-P",
                        world.home().database() + "-wal",
                        "-e",
                        "trace=pwrite64",
                        "-e",
                        "inject=pwrite64:error=ENOSPC",
                        "-o",
                        directory.resolve("full").toString()))
                .redirectErrorStream(true)
                .redirectOutput(said)
                .start();
        await().atMost(PATIENCE).until(() -> Files.readString(said.toPath()).contains("attached") || !tracer.isAlive());
        assertThat(tracer.isAlive()).as(Files.readString(said.toPath())).isTrue();
        return tracer;
    }
}
