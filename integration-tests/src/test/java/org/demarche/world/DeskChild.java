package org.demarche.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code liaison} command as an officer runs it: a process of its own, from the assembled lib folder. */
public final class DeskChild implements AutoCloseable {
    private static final Path LIB = Path.of(System.getProperty("demarche.lib", "../target/lib"));
    private static final long LONGEST_SECONDS = 60;

    private final Process process;
    private final Path said;

    private DeskChild(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /** Starts the command with this profile, and waits for nothing. */
    public static DeskChild start(Path profile, String... arguments) {
        try {
            Path said = Files.createTempFile(profile.getParent(), "liaison-", ".out");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    LIB + "/*",
                    "org.demarche.client.cli.Liaison"));
            command.addAll(List.of(arguments));
            command.addAll(List.of("--profile", profile.toString()));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            return new DeskChild(process, said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
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
        try {
            if (!process.destroyForcibly().waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("process " + process.pid() + " outlives kill -9");
            }
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
