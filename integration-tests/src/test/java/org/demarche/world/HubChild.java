package org.demarche.world;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A hub as an operator runs it: a process of its own, from the assembled lib folder. */
public final class HubChild implements AutoCloseable {
    private static final Path LIB = Path.of(System.getProperty("demarche.lib", "../target/lib"));
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final String READY = "hub ready on ";
    private static final String STOPPED = "hub stopped";
    private static final int SIGTERM_EXIT = 143;

    private final Process process;
    private final Path said;

    private HubChild(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /** Starts {@code hub run} and waits until it is ready. */
    public static HubChild start(HubHome home) {
        return start(home, List.of());
    }

    /** The same under another program, such as a tracer, whose command line comes first. */
    public static HubChild start(HubHome home, List<String> wrapper) {
        HubChild child = launch(home, wrapper);
        await().atMost(LONGEST_START)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> child.said().contains(READY) || !child.process.isAlive());
        if (!child.process.isAlive()) {
            throw new AssertionError("the hub ended at once: " + child.said());
        }
        return child;
    }

    /** Starts {@code hub run} and waits for nothing. */
    public static HubChild launch(HubHome home, List<String> wrapper) {
        try {
            Path said = Files.createTempFile(home.directory(), "hub-", ".err");
            List<String> command = new ArrayList<>(wrapper);
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    LIB + "/*",
                    "org.demarche.server.cli.Hub",
                    "run",
                    "-d",
                    home.directory().toString()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            return new HubChild(process, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its id. */
    public long pid() {
        return process.pid();
    }

    /** What it has written so far, to stdout and stderr. */
    public String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}; returns when the process is gone. */
    public void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** SIGTERM; an error unless the hub finishes what it has taken in and ends of it. */
    public void stop() {
        process.destroy();
        int code = exitCode();
        // A JVM that has run its hooks to the end still says which signal ended it.
        if (code != SIGTERM_EXIT || !said().contains(STOPPED)) {
            throw new AssertionError(
                    "exit code: " + code + " (expected: " + SIGTERM_EXIT + ", after \"" + STOPPED + "\"): " + said());
        }
    }

    /** Waits for its end. */
    public int exitCode() {
        try {
            if (!process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the hub did not end within " + LONGEST_START.toSeconds() + " s: " + said());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        kill();
    }
}
