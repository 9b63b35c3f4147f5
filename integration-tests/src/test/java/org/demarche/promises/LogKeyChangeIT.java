package org.demarche.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.NoteKey;
import org.demarche.client.Delivery;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.DeskListener;
import org.demarche.client.Notices;
import org.demarche.client.Receipt;
import org.demarche.key.Keystore;
import org.demarche.key.LogSigningKey;
import org.demarche.secret.SecretFiles;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parties adopt a charter that names other log keys, while desks follow live: nobody is accused, nothing is lost, and old and new heads are believed. */
class LogKeyChangeIT {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final List<String> PARTIES = List.of("UA", "US", "NO", "GB");

    @TempDir
    Path directory;

    private final LogSigningKey next = LogSigningKey.generate(new SecureRandom());
    private final Queue<DeskException> troubles = new ConcurrentLinkedQueue<>();

    @Test
    void successor_withOtherLogKeys_isFollowedLive() throws Exception {
        try (World world = World.onTwoClocks(directory, Plan.at(3600))) {
            handOutKeys(world);
            world.start();
            for (String party : PARTIES) {
                world.desk(party + "/watch").follow(listener());
            }
            AtomicBoolean adopted = new AtomicBoolean();
            ExecutorService asking = Executors.newSingleThreadExecutor();
            try {
                // Whoever asks all the time is shown heads that its copy has not reached.
                Future<?> asked = asking.submit(
                        untilTrue(adopted, () -> world.desk("GB/watch").catchUp()));
                Charter successor = adopt(world);
                for (String party : PARTIES) {
                    Receipt receipt = world.desk(party + "/watch").submit(Notices.message("", "Under the new text."));
                    assertThat(receipt.index()).isPositive();
                }
                adopted.set(true);
                asked.get(30, TimeUnit.SECONDS);
                for (String party : PARTIES) {
                    Desk desk = world.desk(party + "/watch");
                    desk.catchUp();
                    assertThat(desk.charter().hash()).isEqualTo(successor.hash());
                }
                assertThat(troubles).isEmpty();
            } finally {
                adopted.set(true);
                asking.shutdownNow();
            }
            world.close("NO/watch");
            assertThat(world.desk("NO/watch").charter().version()).isEqualTo(2);
            assertThat(world.desk("FR/minister").head())
                    .isEqualTo(world.desk("NO/watch").head());
        }
    }

    private static Callable<Void> untilTrue(AtomicBoolean end, Callable<?> ask) {
        return () -> {
            // With a pause, so that the party's share of requests lasts.
            await().atMost(LONGEST).pollInterval(Duration.ofMillis(20)).until(() -> {
                ask.call();
                return end.get();
            });
            return null;
        };
    }

    /** The hub gets the next pair, and each machine its public half, before it is named. */
    private void handOutKeys(World world) throws IOException {
        Path hub = world.home().directory();
        byte[] passphrase =
                Files.readString(hub.resolve("log.passphrase")).strip().getBytes(StandardCharsets.UTF_8);
        SecretFiles.write(hub.resolve("next.key"), Keystore.seal(next, passphrase, new SecureRandom()));
        append(hub.resolve("hub.toml"), "[log]\nother_keystores = [\"next.key\"]\n");
        String lines = new CheckpointSigner(Plan.ORIGIN, next)
                .keys().stream().map(NoteKey::text).collect(Collectors.joining("\n", "", "\n"));
        for (String desk : List.of("UA/watch", "US/watch", "NO/watch", "GB/watch", "FR/minister")) {
            append(world.profileFile(desk).resolveSibling("log.pub"), lines);
        }
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private Charter adopt(World world) throws DeskException {
        Charter first = world.home().charter();
        byte[] text = new String(world.home().text(world.plan().after(first)), StandardCharsets.UTF_8)
                .replace(
                        first.log().ed25519().hex(),
                        next.publicKey().ed25519Id().hex())
                .replace(
                        first.log().mlDsa44().hex(),
                        next.publicKey().mlDsa44Id().hex())
                .getBytes(StandardCharsets.UTF_8);
        Charter successor = ((CharterParse.Sound) CharterParser.parse(text)).charter();
        world.desk("UA/watch").submit(Notices.charterText(text), world.key("UA/root"));
        for (String party : PARTIES) {
            Desk desk = world.desk(party + "/watch");
            desk.catchUp();
            desk.assent(successor.hash(), world.key(party + "/root"), List.of());
        }
        for (String party : PARTIES) {
            world.desk(party + "/watch").catchUp();
        }
        return successor;
    }

    private DeskListener listener() {
        return new DeskListener() {
            @Override
            public void onEntry(Delivery entry) {}

            @Override
            public void onTrouble(DeskException trouble) {
                troubles.add(trouble);
            }
        };
    }
}
