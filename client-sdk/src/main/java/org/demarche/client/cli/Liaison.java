package org.demarche.client.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.demarche.client.DeskException;
import org.demarche.client.Surroundings;
import org.demarche.client.transport.HubAddress;
import org.demarche.hash.Sha256;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The {@code liaison} command. */
@Command(
        name = Liaison.NAME,
        description = "A liaison desk: report, find, warn, propose, acknowledge, and see what follows.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done",
            " 2:usage: the command line, or the notice itself, is not right",
            " 3:the hub refused; the reason is printed",
            " 4:the line is not trusted: TLS, pin or role",
            " 5:charter, key, profile or local files",
            " 6:no hub answered in time",
            " 7:a condition does not hold; clocks that differ among them",
            "10,12,14,20,21,22:the hub was caught: unreadable, signature, proof, split history, time, fold",
            "70:a defect of this software"
        })
public final class Liaison implements Callable<Integer> {
    static final String NAME = "liaison";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Liaison() {}

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** Runs and exits. */
    public static void main(String[] args) {
        // stdout is the answer: what libraries have to say goes to stderr. Whoever sets the property himself knows
        // better.
        System.getProperties().putIfAbsent("logback.configurationFile", "org/demarche/client/cli/logback.xml");
        System.exit(main(args, System.in, System.out, System.err));
    }

    /** Runs in the real surroundings; returns the exit code. */
    public static int main(String[] args, InputStream in, OutputStream out, OutputStream err) {
        return run(args, Terminal.of(in, out, err, System.getenv(), Surroundings::real, new Stty()));
    }

    /** Runs in these surroundings, where nobody sits at a terminal; returns the exit code. */
    public static int run(
            String[] args,
            InputStream in,
            OutputStream out,
            OutputStream err,
            Map<String, String> environment,
            Function<Consumer<String>, Surroundings> surroundings) {
        return run(args, Terminal.of(in, out, err, environment, surroundings, Seat.NONE));
    }

    static int run(String[] args, Terminal terminal) {
        int code;
        try {
            code = commandLine(terminal)
                    .execute(Stream.concat(Stream.of(NAME), Stream.of(args)).toArray(String[]::new));
        } catch (LinkageError | StackOverflowError | AssertionError e) {
            // Not an Exception, so the command line's own handler has not seen it; an incomplete installation for one.
            terminal.error(
                    "a defect of this software, or an incomplete installation: " + e,
                    "install it anew; if that does not help, report it");
            code = Exit.BUG;
        }
        terminal.out().flush();
        terminal.err().flush();
        return code;
    }

    /** The command with its subcommands and options, for what is written of it (man pages, shell completion). */
    public static CommandLine commandLine() {
        Terminal nobody = Terminal.of(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Map.of(),
                Surroundings::real,
                Seat.NONE);
        return Objects.requireNonNull(commandLine(nobody).getSubcommands().get(NAME));
    }

    /** Beneath {@code demarche}, as users type it: so help, hints and completion name every command as it is called. */
    private static CommandLine commandLine(Terminal terminal) {
        CommandLine root = new CommandLine(CommandSpec.create().name("demarche")).addSubcommand(NAME, verbs(terminal));
        root.setOut(new java.io.PrintWriter(terminal.out(), true))
                .setErr(new java.io.PrintWriter(terminal.err(), true))
                .setUsageHelpWidth(Page.WIDTH);
        root.setParameterExceptionHandler((e, args) -> {
            terminal.error(
                    String.valueOf(e.getMessage()),
                    "`" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help` shows what it takes");
            return Exit.USAGE;
        });
        root.setExecutionExceptionHandler((e, command, result) -> failed(terminal, e));
        addHelp(root);
        return root;
    }

    private static CommandLine verbs(Terminal terminal) {
        return new CommandLine(new Liaison())
                .addSubcommand(new ReportCommand(terminal))
                .addSubcommand(new IncidentNotices.Find(terminal))
                .addSubcommand(new IncidentNotices.Warn(terminal))
                .addSubcommand(new IncidentNotices.Measures(terminal))
                .addSubcommand(new IncidentNotices.Propose(terminal))
                .addSubcommand(new AckCommand(terminal))
                .addSubcommand(new OpenNotices.Message(terminal))
                .addSubcommand(new OpenNotices.Correct(terminal))
                .addSubcommand(new OpenNotices.Pledge(terminal))
                .addSubcommand(new OpenNotices.Declare(terminal))
                .addSubcommand(new InboxCommand(terminal))
                .addSubcommand(new WatchCommand(terminal))
                .addSubcommand(new IncidentCommand(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new OutboxCommand(terminal))
                .addSubcommand(new RefusalCommand(terminal))
                .addSubcommand(new SubmitCommand(terminal))
                .addSubcommand(new EvidenceCommand(terminal))
                .addSubcommand(ArchiveCommand.line(terminal))
                .addSubcommand(WitnessCommand.line(terminal))
                .addSubcommand(new MonitorCommand(terminal))
                .addSubcommand(CharterCommand.line(terminal))
                .addSubcommand(new KeygenCommand(terminal))
                .addSubcommand(KeyCommand.line(terminal))
                .addSubcommand(PinCommand.line(terminal))
                .addSubcommand(ProfileCommand.line(terminal))
                .addSubcommand(new AutoComplete.GenerateCompletion())
                .registerConverter(Instant.class, text -> converted(text, Times::instant))
                .registerConverter(Duration.class, text -> converted(text, Times::duration))
                .registerConverter(
                        HubAddress.class,
                        text -> HubAddress.parse(text)
                                .orElseThrow(() -> new TypeConversionException(
                                        "\"" + text + "\" (expected: a host and port, such as 127.0.0.1:7480)")))
                .registerConverter(
                        Sha256.class,
                        text -> Sha256.parseFingerprint(text)
                                .or(() -> Sha256.parseHex(text))
                                .orElseThrow(() -> new TypeConversionException(
                                        "\"" + text + "\" (expected: sha256: and 64 lower-case hex digits)")));
    }

    /** Every command explains itself. */
    private static void addHelp(CommandLine line) {
        line.getSubcommands().values().forEach(sub -> {
            sub.getCommandSpec().mixinStandardHelpOptions(true);
            addHelp(sub);
        });
    }

    private static <T> T converted(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static int failed(Terminal terminal, Exception e) throws Exception {
        if (e instanceof ParameterException) {
            throw e;
        }
        if (e instanceof DeskException.Refused refused) {
            String by = refused.signed() ? "refused by the hub, signed" : "refused by the hub";
            terminal.error(refused.reason() + ": " + refused.getMessage() + " (" + by + ")", refused.hint());
            return Exit.REFUSED;
        }
        if (e instanceof DeskException failure) {
            terminal.error(failure.sentence(), failure.hint());
            return Exit.of(failure);
        }
        if (e instanceof java.io.IOException unreadable) {
            terminal.error(GivenFile.sentence(unreadable), "check the path and its permissions");
            return Exit.CONFIGURATION;
        }
        terminal.error(
                "a defect of this software: " + e, "report it with the command line and this place: " + place(e));
        return Exit.BUG;
    }

    private static String place(Exception e) {
        return e.getStackTrace().length == 0 ? "unknown" : e.getStackTrace()[0].toString();
    }
}
