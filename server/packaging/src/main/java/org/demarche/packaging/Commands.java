package org.demarche.packaging;

import java.util.List;
import java.util.stream.Stream;
import org.demarche.client.cli.Liaison;
import org.demarche.client.conformance.Conformance;
import org.demarche.client.exercise.Exercise;
import org.demarche.server.cli.Hub;
import org.demarche.verify.Verify;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code demarche} as a user types it. What is one command to him are several programs, of which the launcher runs one. */
final class Commands {
    private static final String NAME = "demarche";

    private Commands() {}

    /** The launcher's command, with the programs as its subcommands. */
    static CommandLine launcher() {
        CommandLine launcher = new CommandLine(CommandSpec.create().name(NAME));
        launcher.getCommandSpec()
                .usageMessage()
                .description(
                        "Signed notices about violations of a ceasefire, and the proof of what followed from them.");
        add(launcher, "hub", Hub.commandLine());
        add(launcher, "liaison", Liaison.commandLine());
        add(launcher, "verify", Verify.commandLine());
        add(launcher, "exercise", Exercise.commandLine());
        add(launcher, "conformance", Conformance.commandLine());
        launcher.getCommandSpec().usageMessage().synopsisSubcommandLabel("COMMAND");
        return launcher;
    }

    /** This command and all beneath it that do something of their own, in the order of the help. */
    static Stream<CommandSpec> all(CommandSpec command) {
        return Stream.concat(Stream.of(command), beneath(command).stream().flatMap(Commands::all));
    }

    /** The commands right beneath this one, without those that only print help. */
    static List<CommandSpec> beneath(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .distinct()
                .filter(sub -> !sub.helpCommand() && !sub.usageMessage().hidden())
                .toList();
    }

    private static void add(CommandLine launcher, String name, CommandLine program) {
        // On its own a program calls itself by both words.
        program.getCommandSpec().name(name);
        launcher.addSubcommand(name, program);
    }
}
