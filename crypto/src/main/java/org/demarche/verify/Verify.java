package org.demarche.verify;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.demarche.hash.Sha256;
import picocli.CommandLine;

/**
 * The {@code verify} command. Exit codes: those of {@link org.demarche.evidence.Code}; 2 usage; 7 if the file proves another result than {@code --expect} asks for; 70 a
 * defect of this program.
 */
public final class Verify {
    /** Wrong usage. */
    static final int USAGE = 2;

    /** Another result than expected. */
    static final int UNEXPECTED = 7;

    /** A defect of this program. */
    static final int DEFECT = 70;

    private Verify() {}

    /** Runs the command and ends the process. Answers are UTF-8, whatever the locale. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int exit = main(args, System.in, out, err);
        out.flush();
        System.exit(exit);
    }

    /**
     * Runs the command.
     *
     * @return the exit code
     */
    static int main(String[] args, InputStream in, PrintStream out, PrintStream err) {
        CommandLine command = commandLine(in, out, err)
                .setExpandAtFiles(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(new java.io.PrintWriter(out, true))
                .setParameterExceptionHandler((e, given) -> {
                    complain(err, String.valueOf(e.getMessage()), "demarche verify --help");
                    return USAGE;
                })
                .setExecutionExceptionHandler((e, on, parsed) -> defect(err, e));
        try {
            return command.execute(args);
        } catch (StackOverflowError | OutOfMemoryError e) {
            return defect(err, e);
        }
    }

    /** The command with its options, for what is written of it (man pages, shell completion). */
    public static CommandLine commandLine() {
        PrintStream nobody = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return commandLine(InputStream.nullInputStream(), nobody, nobody);
    }

    private static CommandLine commandLine(InputStream in, PrintStream out, PrintStream err) {
        return new CommandLine(new VerifyCommand(in, out, err));
    }

    static void complain(PrintStream err, String error, String hint) {
        err.println("demarche: error: " + oneLine(error));
        err.println("demarche: hint: " + oneLine(hint));
    }

    /** One line, no stack trace: where it happened, and an id that is the same for the same defect. */
    private static int defect(PrintStream err, Throwable defect) {
        StackTraceElement[] trace = defect.getStackTrace();
        String where = Arrays.stream(trace)
                .filter(t -> t.getClassName().startsWith("org.demarche."))
                .findFirst()
                .map(t -> t.getFileName() + ":" + t.getLineNumber())
                .orElse("?");
        String id = Sha256.of((defect.getClass().getName() + Arrays.toString(trace)).getBytes(StandardCharsets.UTF_8))
                .brief();
        err.println("demarche: error: a defect of this program, report " + id + " ("
                + defect.getClass().getSimpleName() + " at " + where + "); the file was not judged");
        return DEFECT;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
