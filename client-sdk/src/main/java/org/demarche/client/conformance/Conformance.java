package org.demarche.client.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs the {@code conformance} command. Exit codes: 0, 2 usage, 5 client or folder, 7 some answers are wrong, 70 a defect. */
public final class Conformance {
    static final int USAGE = 2;
    static final int SETUP = 5;
    static final int WRONG = 7;
    static final int DEFECT = 70;

    private Conformance() {}

    /** Runs the command and ends the process. Answers are UTF-8, whatever the locale. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int code = main(args, System.in, out, err);
        out.flush();
        System.exit(code);
    }

    /** Runs the command; returns its exit code. */
    public static int main(String[] args, InputStream in, PrintStream out, PrintStream err) {
        CommandLine line = commandLine(in, out, err);
        line.setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler(
                (e, arguments) -> fail(err, USAGE, String.valueOf(e.getMessage()), "demarche conformance --help"));
        line.setExecutionExceptionHandler((e, command, result) -> defect(err, e));
        return line.execute(args);
    }

    /** The command with its subcommands and options, for what is written of it (man pages, shell completion). */
    public static CommandLine commandLine() {
        PrintStream nobody = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return commandLine(InputStream.nullInputStream(), nobody, nobody);
    }

    private static CommandLine commandLine(InputStream in, PrintStream out, PrintStream err) {
        return new CommandLine(new AskCommand(out, err))
                .addSubcommand(new KitCommands.Serve(in, out))
                .addSubcommand(new KitCommands.List(out))
                .addSubcommand(new KitCommands.Show(out, err))
                .addSubcommand(new KitCommands.Export(out, err));
    }

    static int fail(PrintStream err, int code, String sentence, String hint) {
        err.println(
                "demarche: error: " + sentence.replaceAll("\\p{Cntrl}+", " ").strip());
        err.println("demarche: hint: " + hint);
        return code;
    }

    private static int defect(PrintStream err, Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String where = Stream.of(failure.getStackTrace())
                .findFirst()
                .map(at -> " at " + at)
                .orElse("");
        return fail(err, DEFECT, "a defect of this program: " + failure + where, "please report it");
    }

    static String reason(IOException failure) {
        return String.valueOf(failure.getMessage());
    }
}
