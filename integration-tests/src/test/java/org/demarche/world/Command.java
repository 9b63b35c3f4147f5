package org.demarche.world;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.demarche.server.cli.Hub;

/** A command, run in this process as its {@code main} runs it. */
public final class Command {
    private Command() {}

    /**
     * What came of it.
     *
     * @param code the exit code
     * @param out stdout
     * @param err stderr
     */
    public record Ran(int code, String out, String err) {}

    /** A command's {@code main} that ends no process. */
    @FunctionalInterface
    public interface Main {
        /** Runs and returns the exit code. */
        int run(String[] args, InputStream in, PrintStream out, PrintStream err);
    }

    /** Runs {@code hub}. */
    public static Ran hub(Object... args) {
        return run(Hub::main, args);
    }

    /** Runs a command with an empty stdin. */
    public static Ran run(Main main, Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = main.run(
                Stream.of(args).map(String::valueOf).toArray(String[]::new),
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
