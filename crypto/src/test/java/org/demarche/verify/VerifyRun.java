package org.demarche.verify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * What the command answered in this process.
 *
 * @param exit the exit code
 * @param out standard output
 * @param err standard error
 */
public record VerifyRun(int exit, String out, String err) {
    /** Runs the command with nothing on standard input. */
    public static VerifyRun of(String... args) {
        return on(InputStream.nullInputStream(), args);
    }

    /** Runs the command on a file that comes from standard input. */
    public static VerifyRun onFile(byte[] file, String... options) {
        return on(
                new ByteArrayInputStream(file),
                Stream.concat(Stream.of("-"), Stream.of(options)).toArray(String[]::new));
    }

    private static VerifyRun on(InputStream in, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Verify.main(
                args,
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new VerifyRun(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "exit " + exit + "\n" + out + err;
    }
}
