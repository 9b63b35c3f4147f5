package org.demarche.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * What came of {@code hub}, run in this process as its {@code main} runs it.
 *
 * @param code the exit code
 * @param out stdout
 * @param err stderr
 */
public record HubRun(int code, String out, String err) {
    /** Runs it with an empty stdin. */
    public static HubRun of(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Hub.main(
                Stream.of(args).map(String::valueOf).toArray(String[]::new),
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new HubRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
