package org.demarche.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the assembled lib folder as a process of its own. What it writes to stdout and stderr goes into one file. */
final class JavaChild {
    private static final Path LIB = Path.of(System.getProperty("demarche.lib", "../target/lib"));
    private static final long LONGEST_SECONDS = 60;

    private final Process process;
    private final Path said;

    private JavaChild(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /**
     * Starts it, and waits for nothing.
     *
     * @param wrapper the command line of another program, such as a tracer, which comes first
     * @param said what it writes goes into this file
     * @param program main class and arguments, after the options of the virtual machine
     */
    static JavaChild start(List<String> wrapper, Path said, List<String> options, List<String> program) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Two cores have better to do than to collect and to compile on threads of their own.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", LIB + "/*"));
        command.addAll(program);
        try {
            return new JavaChild(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start(),
                    said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty file for {@link #start}. */
    static Path output(Path directory, String prefix) {
        try {
            return Files.createTempFile(directory, prefix, ".out");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What it has written so far. */
    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** {@code kill -9}; returns when the process is gone. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Waits for its end. */
    int exitCode() {
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the process did not end within " + LONGEST_SECONDS + " s: " + said());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
