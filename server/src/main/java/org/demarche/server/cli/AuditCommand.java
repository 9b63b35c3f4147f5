package org.demarche.server.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.demarche.hash.Sha256;
import org.demarche.server.HubException;
import org.demarche.server.audit.AuditLine;
import org.demarche.server.audit.AuditTrail;
import org.demarche.time.Dtg;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hub audit}. */
@Command(
        name = "audit",
        description = "Read what operators have done to this hub: its audit trail, audit.log.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AuditCommand.Show.class, AuditCommand.Verify.class})
final class AuditCommand {
    private AuditCommand() {}

    private static AuditTrail.Reading read(Directory directory) throws HubException {
        try {
            return new AuditTrail(directory.path(), InstantSource.system(), "").read();
        } catch (NoSuchFileException e) {
            throw new HubException(
                    HubException.SETUP,
                    directory.path().resolve(AuditTrail.FILE) + " does not exist: nothing was done to this hub yet",
                    e);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, AuditTrail.FILE + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> summary(AuditTrail.Reading reading) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("lines", reading.lines().size());
        data.put("head", reading.head().hex());
        return data;
    }

    /** {@code hub audit show}. */
    @Command(name = "show", description = "Show every line, oldest first.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Directory directory = new Directory();

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() throws HubException {
            AuditTrail.Reading reading = read(directory);
            List<Map<String, Object>> rows = new ArrayList<>();
            for (AuditLine line : reading.lines()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("number", line.number());
                row.put(
                        "at",
                        output.isJson()
                                ? line.at().toString()
                                : Dtg.of(line.at().toEpochMilli()));
                row.put("who", line.who());
                row.put("act", line.act());
                row.put(
                        "details",
                        line.details().entrySet().stream()
                                .map(e -> e.getKey() + "=" + e.getValue())
                                .collect(Collectors.joining(" ")));
                rows.add(row);
            }
            output.print(spec.commandLine().getOut(), summary(reading), "acts", rows);
            return 0;
        }
    }

    /** {@code hub audit verify}. */
    @Command(
            name = "verify",
            description = {
                "Say whether a line was changed, left out or put in between.",
                "What was cut off at the end shows only against a head that was kept elsewhere: give it with --passed."
            },
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:nothing was changed, left out or put in",
                "2:wrong usage",
                "5:the trail cannot be read",
                "7:something was, or the trail never went through the head that was given",
                "70:a defect of the hub's own"
            })
    static final class Verify implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Directory directory = new Directory();

        @Mixin
        private Output output = new Output();

        @Option(
                names = "--passed",
                paramLabel = "HEAD",
                description = "A head that this command printed earlier, which the trail must have gone through.")
        private String passed = "";

        @Override
        public Integer call() throws HubException {
            Optional<Sha256> earlier = Sha256.parseHex(passed);
            if (!passed.isEmpty() && earlier.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "--passed: expected 64 lower-case hexadecimal digits, a head from before");
            }
            AuditTrail.Reading reading = read(directory);
            List<String> problems = new ArrayList<>(reading.problems());
            if (earlier.isPresent() && !reading.passed(earlier.get())) {
                problems.add("it never went through that head: its end was cut off, or it is another trail");
            }
            problems.forEach(problem -> Messages.error(spec.commandLine(), AuditTrail.FILE + ": " + problem));
            output.print(spec.commandLine().getOut(), summary(reading));
            return problems.isEmpty() ? 0 : HubException.CONDITION_NOT_MET;
        }
    }
}
