package org.demarche.client.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code liaison witness} and its verbs. */
@Command(
        name = "witness",
        description = "The party's witness, which cosigns heads of the log: run, status.",
        synopsisSubcommandLabel = "COMMAND")
final class WitnessCommand extends Group {
    private WitnessCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new WitnessCommand())
                .addSubcommand(new WitnessRun(terminal))
                .addSubcommand(new WitnessStatus(terminal));
    }

    /** Which witness. */
    static final class Which {
        @Option(
                names = "--key",
                required = true,
                paramLabel = "FILE",
                description =
                        "The witness's key, of `demarche liaison keygen --witness`. What it cosigned last lies beside it.")
        Path key = Path.of("witness.key");

        @Option(names = "--name", required = true, paramLabel = "NAME", description = "Its name in the charter.")
        String name = "";
    }
}
