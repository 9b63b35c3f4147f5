package org.demarche.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Writes what is said of the commands into a folder; the build runs it. */
public final class Documents {
    /** zsh reads bash's completions; it looks for a file of this name on its path when the command is completed for the first time. */
    private static final String ZSH_BEGIN = """
            #compdef demarche
            autoload -U +X bashcompinit && bashcompinit
            # bash alone has it; what it would switch off is not on here.
            compopt() { : }
            """;

    /** The file has only told zsh how to complete; this completes what was asked for when it was read. */
    private static final String ZSH_END = "_bash_complete -o default -F _complete_demarche\n";

    private Documents() {}

    /** @param arguments the folder, the version of the release, its date, and the file with what has changed in it */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        write(folder, arguments[1], arguments[2].substring(0, "2026-02-24".length()));
        Files.write(folder.resolve("changelog.gz"), Gzip.of(Files.readString(Path.of(arguments[3]))));
    }

    static void write(Path folder, String version, String date) throws IOException {
        CommandLine launcher = Commands.launcher();
        Path man = Files.createDirectories(folder.resolve("man"));
        for (CommandSpec command : Commands.all(launcher.getCommandSpec()).toList()) {
            Files.write(
                    man.resolve(ManPage.name(command) + ".1.gz"), Gzip.of(new ManPage(command, version, date).text()));
        }
        Path completion = Files.createDirectories(folder.resolve("completion"));
        // It is read by a shell, never run, and so begins like no program.
        String bash = AutoComplete.bash(launcher.getCommandName(), launcher).replaceFirst("^#!.*\\R#\\R", "");
        Files.writeString(completion.resolve("demarche"), bash);
        Files.writeString(completion.resolve("_demarche"), ZSH_BEGIN + bash + ZSH_END);
        Files.writeString(folder.resolve("exit-codes.md"), ExitCodes.page());
    }
}
