package org.demarche.client.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code liaison charter} and its verbs. */
@Command(
        name = "charter",
        description =
                "The signed text: check, explain, compare, show a draft, status, propose, assent; and the end of a log.",
        synopsisSubcommandLabel = "COMMAND")
final class CharterCommand extends Group {
    private CharterCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new CharterCommand())
                .addSubcommand(new CharterCheck(terminal))
                .addSubcommand(new CharterExplain(terminal))
                .addSubcommand(new CharterDiff(terminal))
                .addSubcommand(new CharterStatus(terminal))
                .addSubcommand(new CharterShow(terminal))
                .addSubcommand(new CharterPropose(terminal))
                .addSubcommand(new CharterAssent(terminal))
                .addSubcommand(new CharterPredecessor(terminal));
    }
}
