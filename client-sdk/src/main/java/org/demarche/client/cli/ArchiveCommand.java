package org.demarche.client.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code liaison archive} and its verbs. */
@Command(
        name = "archive",
        description = "Keep bundles good for decades: status, renew, export. Needs no profile, no hub and no key.",
        synopsisSubcommandLabel = "COMMAND")
final class ArchiveCommand extends Group {
    private ArchiveCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new ArchiveCommand())
                .addSubcommand(new ArchiveStatus(terminal))
                .addSubcommand(new ArchiveRenew(terminal))
                .addSubcommand(new ArchiveExport(terminal));
    }
}
