package org.demarche.client.conformance;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.demarche.conformance.Case;
import org.demarche.conformance.Kit;
import org.demarche.conformance.ReferenceClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks a client the kit's cases. */
@Command(
        name = "demarche conformance",
        description = {
            "Holds an implementation of the protocol against the conformance kit.",
            "The client under test is a command that answers questions on its standard input, one per line, on its standard output; appendix A of PROTOCOL.md says how. "
                    + "\"demarche conformance serve\" is such a client: this implementation's own."
        },
        mixinStandardHelpOptions = true,
        versionProvider = AskCommand.Version.class,
        sortOptions = false,
        synopsisSubcommandLabel = "[COMMAND]",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:all answers are the protocol's",
            " 2:wrong usage",
            " 5:the client can't be started or does not speak the protocol, or a folder is not what it must be",
            " 7:some answers are not the protocol's",
            "70:a defect of this program"
        })
final class AskCommand implements Callable<Integer> {
    private static final int GREATEST_TIMEOUT_S = 3600;

    private final PrintStream out;
    private final PrintStream err;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--against",
            paramLabel = "COMMAND",
            description = "The client under test, as a shell takes it, such as \"node client.js\".")
    private @Nullable String against;

    @Option(
            names = "--subject",
            paramLabel = "SUBJECT",
            split = ",",
            description = "Ask about these subjects alone; \"demarche conformance list\" names them.")
    private List<String> subjects = new ArrayList<>();

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description =
                    "Ask about the evidence files in this folder too, which a table lies.tsv lists: crypto/src/test/resources/lies of the sources.")
    private @Nullable Path files;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long an answer may take (default: ${DEFAULT-VALUE}).")
    private int timeoutS;

    @Option(
            names = "-o",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "Form of the answer (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String form;

    AskCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (against == null) {
            throw wrong("against which client? (expected: --against COMMAND, or serve, list, show, export)");
        }
        if (!form.equals("table") && !form.equals("json")) {
            throw wrong("-o " + form + " (expected: table or json)");
        }
        if (timeoutS < 1 || timeoutS > GREATEST_TIMEOUT_S) {
            throw wrong("--timeout " + timeoutS + " (expected: 1 to " + GREATEST_TIMEOUT_S + ")");
        }
        try {
            Run.Result result = new Run(against, Duration.ofSeconds(timeoutS)).ask(cases());
            out.print(form.equals("json") ? RunReport.json(result) : RunReport.table(result));
            out.flush();
            return result.outcomes().stream().allMatch(Outcome::passed) ? 0 : Conformance.WRONG;
        } catch (ClientException e) {
            return Conformance.fail(err, Conformance.SETUP, e.sentence(), e.hint());
        } catch (IOException e) {
            return Conformance.fail(
                    err,
                    Conformance.SETUP,
                    "--files " + files + ": can't be read: " + Conformance.reason(e),
                    "give a folder with evidence files and a table lies.tsv");
        }
    }

    private List<Case> cases() throws IOException {
        Set<String> known = Kit.names().stream()
                .map(n -> n.substring(0, n.indexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String subject : subjects) {
            if (!known.contains(subject)) {
                throw wrong("--subject " + subject + " (expected: one of " + String.join(", ", known) + ")");
            }
        }
        List<Case> cases = new ArrayList<>(Kit.cases());
        if (files != null) {
            cases.addAll(LieFolder.cases(files));
        }
        cases.removeIf(c -> !subjects.isEmpty() && !subjects.contains(c.subject()));
        return cases;
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    /** The version of the jar that runs. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = AskCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "conformance " + (version == null ? "(unpackaged)" : version) + ", protocol " + ReferenceClient.PROTOCOL
                        + " of the kit"
            };
        }
    }
}
