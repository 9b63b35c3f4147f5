package org.demarche.client.exercise;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.demarche.charter.Charter;
import org.demarche.client.exercise.scenario.Scenario;
import org.demarche.client.exercise.scenario.ScenarioException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code exercise} command. */
@Command(
        name = "demarche exercise",
        description =
                "Play the whole plan from a scenario: twenty parties over real connections, a hub of its own, and the proof of it all afterwards.",
        mixinStandardHelpOptions = true,
        versionProvider = Exercise.Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:played, proven, and every forgery refused",
            "2:wrong usage, or a folder that is not empty",
            "5:scenario, launcher or folder are not what they must be",
            "7:the play has not gone as the scenario says",
            "70:a defect of the program's own",
            "130:interrupted (Ctrl-C)",
            "143:ended by SIGTERM"
        })
public final class Exercise implements Callable<Integer> {
    static final int USAGE = 2;
    static final int SETUP = 5;
    static final int NOT_AS_SAID = 7;
    static final int DEFECT = 70;
    static final int INTERRUPTED = 130;

    private static final String LAUNCHER = "demarche.launcher";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

    @Option(
            names = "--pace",
            paramLabel = "N",
            defaultValue = "" + CharterTemplate.USUAL_PACE,
            description = "Hours of the plan that pass in an hour (default: ${DEFAULT-VALUE}, 72 hours in 36 seconds).")
    private int pace = CharterTemplate.USUAL_PACE;

    @Option(
            names = "--as",
            paramLabel = "PARTY",
            description = "Play this party yourself: you are asked when it is its turn to concur or to decline.")
    private @Nullable String as;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "Another scenario than the shipped one, which \"--print-scenario\" prints and explains.")
    private @Nullable Path scenario;

    @Option(names = "--print-scenario", description = "Print the shipped scenario, and play nothing.")
    private boolean printScenario;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for evidence, report and installation: new or empty (default: ./exercise-<date and time>).")
    private @Nullable Path directory;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    private Exercise(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Runs the command and ends the process. */
    public static void main(String[] args) {
        // stdout is the play: what libraries have to say goes to stderr. Whoever sets the property himself knows
        // better.
        System.getProperties().putIfAbsent("logback.configurationFile", "org/demarche/client/cli/logback.xml");
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int code = main(args, System.in, out, err);
        out.flush();
        System.exit(code);
    }

    /** The command with its options, for what is written of it (man pages, shell completion). */
    public static CommandLine commandLine() {
        PrintStream nobody = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return commandLine(InputStream.nullInputStream(), nobody, nobody);
    }

    private static CommandLine commandLine(InputStream in, PrintStream out, PrintStream err) {
        return new CommandLine(new Exercise(in, out, err));
    }

    /** Runs the command and returns its exit code. */
    public static int main(String[] args, InputStream in, PrintStream out, PrintStream err) {
        CommandLine line = commandLine(in, out, err);
        line.setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler(
                (e, arguments) -> fail(err, USAGE, String.valueOf(e.getMessage()), "demarche exercise --help"));
        line.setExecutionExceptionHandler((e, command, result) -> defect(err, e));
        return line.execute(args);
    }

    private static int defect(PrintStream err, Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String where = Stream.of(failure.getStackTrace())
                .findFirst()
                .map(at -> " at " + at)
                .orElse("");
        return fail(
                err,
                DEFECT,
                "the exercise has met a defect of its own: " + failure + where,
                "please report it, with what you did before");
    }

    private static int fail(PrintStream err, int code, String sentence, String hint) {
        err.println("demarche: error: " + sentence);
        err.println("demarche: hint: " + hint);
        return code;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (printScenario) {
            out.print(Resources.text(Playthrough.SHIPPED_SCENARIO));
            out.flush();
            return 0;
        }
        if (pace < 1 || pace > CharterTemplate.GREATEST_PACE) {
            return fail(
                    err,
                    USAGE,
                    "--pace: " + pace + " (expected: 1 to " + CharterTemplate.GREATEST_PACE + ")",
                    "without it, 72 hours pass in 36 seconds");
        }
        Charter rehearsed = CharterTemplate.shipped().rehearse(pace);
        if (as != null && rehearsed.party(as).isEmpty()) {
            return fail(
                    err,
                    USAGE,
                    "--as: " + as + " is not a party (expected: one such as NO)",
                    "the parties are "
                            + String.join(
                                    ", ",
                                    rehearsed.parties().stream()
                                            .map(p -> p.id())
                                            .toList()));
        }
        Optional<Path> launcher =
                Optional.ofNullable(System.getProperty(LAUNCHER)).map(Path::of).filter(Files::isExecutable);
        if (launcher.isEmpty()) {
            return fail(
                    err,
                    SETUP,
                    "the system property " + LAUNCHER + " names no launcher, so the hub cannot be started",
                    "run \"demarche exercise\"");
        }
        Path target = directory != null
                ? directory
                : Path.of("exercise-" + STAMP.format(Clock.systemUTC().instant().atZone(ZoneOffset.UTC)));
        target = target.toAbsolutePath().normalize();
        if (occupied(target)) {
            return fail(err, USAGE, target + " is not an empty folder", "name a new one: --out DIR");
        }
        return play(rehearsed, launcher.get(), target);
    }

    private static boolean occupied(Path target) throws IOException {
        if (!Files.exists(target)) {
            return false;
        }
        if (!Files.isDirectory(target)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(target)) {
            return entries.findAny().isPresent();
        }
    }

    private int play(Charter rehearsed, Path launcher, Path target) throws InterruptedException {
        Scenario played;
        try {
            played = Scenario.parse(
                    scenario == null ? Resources.text(Playthrough.SHIPPED_SCENARIO) : Files.readString(scenario));
            played.check(rehearsed);
        } catch (ScenarioException e) {
            e.problems().forEach(problem -> err.println("demarche: error: " + problem));
            return fail(
                    err,
                    SETUP,
                    "the scenario has " + e.problems().size() + (e.problems().size() == 1 ? " fault" : " faults"),
                    "\"--print-scenario\" prints one that is sound, with the language explained");
        } catch (IOException e) {
            return fail(
                    err,
                    SETUP,
                    scenario + " cannot be read: " + e.getMessage(),
                    "give a scenario file, or leave --scenario out");
        }
        try {
            Files.createDirectories(target);
        } catch (IOException e) {
            return fail(
                    err,
                    SETUP,
                    "the folder " + target + " cannot be made (" + e.getMessage() + ")",
                    "name one where you may write: --out DIR");
        }
        Playthrough.Setting setting = new Playthrough.Setting(
                played,
                CharterTemplate.shipped(),
                pace,
                target,
                new Launcher(launcher),
                Optional.ofNullable(as),
                screen());
        Interruption interruption =
                new Interruption(out, err, "interrupted: the hub ends too, and what there is lies in " + target);
        try (interruption) {
            new Playthrough(setting, new Playthrough.Terminal(in, out, err), Clock.systemUTC(), new SecureRandom())
                    .run();
            return 0;
        } catch (PlayException e) {
            if (interruption.happened()) {
                return INTERRUPTED;
            }
            out.flush();
            return fail(
                    err,
                    NOT_AS_SAID,
                    e.getMessage() == null ? "the play has failed" : e.getMessage(),
                    "what there is lies in " + target + "; a slower play may help a slow machine: --pace "
                            + Math.max(1, pace / 2));
        }
    }

    private static Timeline.Screen screen() {
        Console console = System.console();
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        boolean terminal = console != null && !dumb;
        return new Timeline.Screen(terminal, terminal && System.getenv("NO_COLOR") == null);
    }

    /** The version of the jar that runs. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Exercise.class.getPackage().getImplementationVersion();
            return new String[] {"exercise " + (version == null ? "(unpackaged)" : version) + ", protocol demarche.v1"};
        }
    }
}
