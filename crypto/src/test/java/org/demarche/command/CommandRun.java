package org.demarche.command;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * What came of a command, run in this process as its {@code main} runs it.
 *
 * @param code the exit code
 * @param out stdout
 * @param err stderr
 */
public record CommandRun(int code, String out, String err) {
    /** A command's {@code main} that ends no process. */
    @FunctionalInterface
    public interface Main {
        /** Runs and returns the exit code. */
        int run(String[] args, InputStream in, PrintStream out, PrintStream err);
    }

    /** Runs a command with an empty stdin. */
    public static CommandRun of(Main main, Object... args) {
        return on(InputStream.nullInputStream(), main, args);
    }

    /** Runs a command on this stdin. */
    public static CommandRun on(InputStream in, Main main, Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = main.run(
                Stream.of(args).map(String::valueOf).toArray(String[]::new),
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
