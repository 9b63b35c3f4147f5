package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Notices;
import org.demarche.client.Receipt;
import org.demarche.command.CommandRun;
import org.demarche.merkle.Head;
import org.demarche.server.cli.Hub;
import org.demarche.world.HubHome;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of a single hub is gone. What its desks have verified is enough to bring the very log back. */
class RestoreIT {
    private static final int CONDITION_NOT_MET = 7;

    @TempDir
    Path directory;

    @Test
    void hub_whoseStoreIsLost_comesBackFromADesksCopyAndDesksGoOn() throws Exception {
        try (World world = World.onRealClocks(directory, Plan.at(1)).start()) {
            List<Receipt> receipts = new ArrayList<>();
            world.desk("NO/watch").catchUp();
            world.close("NO/watch");
            speak(world, "US/watch", receipts);
            speak(world, "UA/watch", receipts);
            Head last = world.desk("UA/watch").catchUp();
            assertThat(world.desk("US/watch").catchUp()).isEqualTo(last);

            world.end();
            lose(world.home());
            world.desk("US/watch").keep(Notices.message("US/watch", "While it is gone."));
            Path complete = world.desk("UA/watch").state();
            requireRefused(
                    world,
                    world.profile("NO/watch").state(),
                    complete.resolve("log").resolve("head"));
            CommandRun restored = CommandRun.of(
                    Hub::main,
                    "restore",
                    "-d",
                    world.home().directory(),
                    "--from-follower",
                    complete,
                    "--not-behind",
                    world.desk("US/watch").state().resolve("log").resolve("head"));
            assertThat(restored.code()).as(restored.err()).isZero();
            assertThat(restored.out()).contains(last.root().hex());
            world.home().requireSound();

            world.start();
            Desk again = world.desk("US/watch");
            assertThat(again.outbox()).hasSize(1);
            receipts.add(again.resend(again.outbox().get(0).id()));
            speak(world, "NO/watch", receipts);
            speak(world, "UA/watch", receipts);
            requireEvery(receipts, world.wire("UA").entries());
            world.child().stop();
            world.home().requireSound();
        }
    }

    private static void speak(World world, String name, List<Receipt> receipts) throws DeskException {
        for (int i = 0; i < 5; i++) {
            receipts.add(world.desk(name).submit(Notices.message(name, "Number " + i + " of " + name + ".")));
        }
    }

    private static void lose(HubHome home) throws IOException {
        try (Stream<Path> files = Files.list(home.directory())) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("hub.sqlite"))
                    .toList()) {
                Files.delete(file);
            }
        }
        assertThat(home.database()).doesNotExist();
    }

    private static void requireRefused(World world, Path state, Path greater) {
        Sentences.require(
                CommandRun.of(
                        Hub::main,
                        "restore",
                        "-d",
                        world.home().directory(),
                        "--from-follower",
                        state,
                        "--not-behind",
                        greater),
                CONDITION_NOT_MET,
                "this hub has signed for",
                greater.toString());
        assertThat(world.home().database()).doesNotExist();
    }

    private static void requireEvery(List<Receipt> receipts, List<byte[]> log) throws Exception {
        for (Receipt receipt : receipts) {
            byte[] entry = org.demarche.proto.v1.Receipt.parseFrom(receipt.bytes())
                    .getEntry()
                    .toByteArray();
            assertThat(log.get((int) receipt.index()))
                    .as("entry %d", receipt.index())
                    .isEqualTo(entry);
        }
    }
}
