package org.demarche.client.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.demarche.client.DeskException;
import org.demarche.client.KeyFile;
import org.demarche.client.Profile;
import org.demarche.client.WitnessPost;
import org.demarche.client.transport.HubAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code liaison witness run}. Ends with 143 or 130 when a signal ends it, as any JVM does, and cleanly: the state file is whole at every moment, and the key is let go of.
 */
@Command(
        name = "run",
        description =
                "Follow the log, replay every entry, and cosign the heads that the hub offers, until stopped. Says so when it begins, and once a minute when it has cosigned more.")
final class WitnessRun implements Callable<Integer> {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final long CLOSE_SECONDS = 20;

    @Mixin
    private final Options options = new Options();

    @Mixin
    private final WitnessCommand.Which which = new WitnessCommand.Which();

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

    WitnessRun(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws DeskException, InterruptedException {
        Profile profile = options.read(terminal);
        WitnessLines lines = new WitnessLines(
                terminal, which.name, profile.exercise(), new WitnessLines.Form(options.json(), verbose, count));
        CountDownLatch stopped = new CountDownLatch(1);
        try (WitnessPost post = WitnessPost.open(
                profile,
                new WitnessPost.Duty(which.name, new KeyFile(which.key, Terminal.passphrase(passphrase)), address()),
                terminal.here(),
                lines)) {
            Thread hook = new Thread(() -> {
                post.stop();
                await(stopped);
            });
            Runtime.getRuntime().addShutdownHook(hook);
            lines.begin(post, post.address().map(this::said));
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

    /** As it was asked for, with the port that it was given. */
    private String said(InetSocketAddress at) {
        return listen == null ? at.toString() : new HubAddress(listen.host(), at.getPort()).toString();
    }
}
