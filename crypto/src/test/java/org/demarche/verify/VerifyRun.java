package org.demarche.verify;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.stream.Stream;
import org.demarche.command.CommandRun;

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
        CommandRun run = CommandRun.on(in, Verify::main, (Object[]) args);
        return new VerifyRun(run.code(), run.out(), run.err());
    }

    @Override
    public String toString() {
        return "exit " + exit + "\n" + out + err;
    }
}
