package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.KeyFile;
import org.demarche.client.Profile;
import org.demarche.client.WitnessListener;
import org.demarche.client.WitnessPost;
import org.demarche.client.transport.HubAddress;
import org.demarche.client.witness.CosignedFile;
import org.demarche.merkle.Head;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code liaison witness} and its verbs. */
@Command(
        name = "witness",
        description = "The party's witness, which cosigns heads of the log: run, status.",
        synopsisSubcommandLabel = "COMMAND")
final class WitnessCommand extends Group {
    private WitnessCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new WitnessCommand())
                .addSubcommand(new Run(terminal))
                .addSubcommand(new Status(terminal));
    }

    /** Which witness. */
    static final class Which {
        @Option(
                names = "--key",
                required = true,
                paramLabel = "FILE",
                description =
                        "The witness's key, of `demarche liaison keygen --witness`. What it cosigned last lies beside it.")
        private Path key = Path.of("witness.key");

        @Option(names = "--name", required = true, paramLabel = "NAME", description = "Its name in the charter.")
        private String name = "";
    }

    /**
     * {@code liaison witness run}. Ends with 143 or 130 when a signal ends it, as any JVM does, and cleanly: the state file is whole at every moment, and the key is let go of.
     */
    @Command(
            name = "run",
            description =
                    "Follow the log, replay every entry, and cosign the heads that the hub offers, until stopped. Says so when it begins, and once a minute when it has cosigned more.")
    static final class Run implements Callable<Integer> {
        private static final Duration MINUTE = Duration.ofSeconds(60);
        private static final long CLOSE_SECONDS = 20;

        @Mixin
        private final Options options = new Options();

        @Mixin
        private final Which which = new Which();

        @Option(
                names = "--passphrase-file",
                paramLabel = "FILE",
                description = "The key's passphrase in its first line. Default: asked for.")
        private @Nullable Path passphrase;

        @Option(
                names = "--listen",
                paramLabel = "HOST:PORT",
                description =
                        "Also answer C2SP add-checkpoint over HTTP: with the profile's TLS key, or without TLS on a loopback address.")
        private @Nullable HubAddress listen;

        @Option(
                names = {"-v", "--verbose"},
                description = "A line for every head.")
        private boolean verbose;

        @Option(names = "--count", paramLabel = "NUMBER", description = "End after so many cosigned heads.")
        private int count = Integer.MAX_VALUE;

        private final Terminal terminal;

        Run(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws DeskException, InterruptedException {
            Profile profile = options.read(terminal);
            Lines lines = new Lines(profile.exercise());
            CountDownLatch stopped = new CountDownLatch(1);
            try (WitnessPost post = WitnessPost.open(
                    profile,
                    new WitnessPost.Duty(
                            which.name, new KeyFile(which.key, Terminal.passphrase(passphrase)), address()),
                    terminal.here(),
                    lines)) {
                Thread hook = new Thread(() -> {
                    post.stop();
                    await(stopped);
                });
                Runtime.getRuntime().addShutdownHook(hook);
                lines.begin(post);
                while (!post.await(MINUTE)) {
                    lines.minute();
                }
                lines.minute();
                removeHook(hook);
            } finally {
                stopped.countDown();
            }
            return Exit.OK;
        }

        private static void removeHook(Thread hook) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It is what ends the process.
                return;
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                    Runtime.getRuntime().halt(Exit.BUG);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Optional<InetSocketAddress> address() {
            return Optional.ofNullable(listen).map(at -> new InetSocketAddress(at.host(), at.port()));
        }

        /** What is printed. */
        private final class Lines implements WitnessListener {
            private final boolean exercise;
            private Optional<WitnessPost> post = Optional.empty();
            private Optional<ObjectNode> last = Optional.empty();
            private String lastSaid = "";
            private boolean begun;
            private int heads;

            Lines(boolean exercise) {
                this.exercise = exercise;
            }

            synchronized void begin(WitnessPost opened) {
                post = Optional.of(opened);
                opened.address()
                        .ifPresent(at -> terminal.say("answers add-checkpoint at "
                                + (listen == null ? at : new HubAddress(listen.host(), at.getPort()))));
                terminal.say("witness " + which.name + " begins; cosigned so far: "
                        + opened.last().map(h -> h.size() + " entries").orElse("nothing"));
                stopAtCount();
            }

            synchronized void minute() {
                last.ifPresent(this::print);
                last = Optional.empty();
            }

            @Override
            public synchronized void onCosigned(Head head, Instant at, boolean witnessed) {
                heads++;
                lastSaid = "";
                last = Optional.of(JsonNodeFactory.instance
                        .objectNode()
                        .put("exercise", exercise)
                        .put("event", "cosigned")
                        .put("witness", which.name)
                        .put("size", head.size())
                        .put("root", head.root().hex())
                        .put("at", at.toString())
                        .put("witnessed", witnessed)
                        .put("heads", heads));
                if (verbose || !begun) {
                    begun = true;
                    minute();
                }
                stopAtCount();
            }

            private void stopAtCount() {
                if (heads >= count) {
                    post.ifPresent(WitnessPost::stop);
                }
            }

            private void print(ObjectNode line) {
                terminal.out()
                        .println(
                                options.json()
                                        ? line.toString()
                                        : (exercise ? "EXERCISE " : "")
                                                + Times.dtg(Instant.parse(
                                                                line.get("at").asText())
                                                        .toEpochMilli())
                                                + " cosigned "
                                                + line.get("size").asLong() + " entries, "
                                                + (line.get("witnessed").asBoolean()
                                                        ? "witnessed"
                                                        : "not yet witnessed"));
            }

            @Override
            public synchronized void onWithheld(String sentence) {
                say("not cosigned: " + sentence);
            }

            @Override
            public synchronized void onTrouble(DeskException trouble) {
                say("trouble: " + trouble.sentence());
            }

            /** The same trouble again is no news. */
            private void say(String sentence) {
                if (!sentence.equals(lastSaid)) {
                    lastSaid = sentence;
                    terminal.say(sentence);
                }
            }
        }
    }

    /** {@code liaison witness status}. */
    @Command(
            name = "status",
            description =
                    "What the witness has cosigned last, by its state file, and whether it runs. Needs no network and no passphrase.")
    static final class Status extends DeskCommand {
        @Mixin
        private final Which which = new Which();

        Status(Terminal terminal) {
            super(terminal);
        }

        @Override
        boolean offline() {
            return true;
        }

        @Override
        int run(Desk desk) throws DeskException, IOException {
            Path state = CosignedFile.of(which.key);
            Optional<Head> last = cosigned(state);
            boolean runs = isRunning();
            Optional<Charter.Witness> named = desk.charter().witnesses().stream()
                    .filter(w -> w.name().equals(which.name))
                    .findFirst();
            if (options.json()) {
                ObjectNode node = object(desk)
                        .put("witness", which.name)
                        .put("named", named.isPresent())
                        .put("running", runs)
                        .put("cosigned_size", last.map(Head::size).orElse(0L));
                last.ifPresent(head -> node.put("cosigned_root", head.root().hex()));
                print(node);
                return Exit.OK;
            }
            Page page = page(desk)
                    .field(
                            "witness",
                            which.name + named.map(w -> " of " + w.party()).orElse(", which the charter does NOT name"))
                    .field("running", runs ? "yes" : "no");
            if (last.isPresent()) {
                page.field(
                        "cosigned",
                        last.get().size() + " entries, root "
                                + last.get().root().brief() + ", "
                                + Times.dtg(Files.getLastModifiedTime(state).toMillis()));
            } else {
                page.field("cosigned", "nothing yet");
            }
            page.field("copy", desk.head().size() + " entries")
                    .field("log", WitnessWords.ofLog(desk.witnessed()))
                    .print(terminal.out());
            return Exit.OK;
        }

        private static Optional<Head> cosigned(Path state) throws IOException, DeskException {
            Optional<byte[]> note = CosignedFile.read(state);
            try {
                return note.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Checkpoint.parse(Note.parse(note.get()).text()).head());
            } catch (NoteException e) {
                throw new DeskException.Misconfigured(
                        state + ": not what a witness has cosigned: "
                                + e.refusal().sentence(),
                        "bring the right file back from where it was moved or restored",
                        e);
            }
        }

        private boolean isRunning() throws IOException {
            return CosignedFile.isHeld(which.key);
        }
    }
}
