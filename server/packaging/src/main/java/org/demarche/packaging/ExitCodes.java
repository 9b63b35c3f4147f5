package org.demarche.packaging;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands' exit codes mean, as the commands declare it. */
final class ExitCodes {
    private ExitCodes() {}

    /** The meaning of each code of this command; those of the command above it, if it declares none. */
    static Map<String, String> of(CommandSpec command) {
        Map<String, String> codes = new LinkedHashMap<>();
        command.usageMessage().exitCodeList().forEach((code, meaning) -> codes.put(code.strip(), meaning));
        CommandSpec above = command.parent();
        return codes.isEmpty() && above != null ? of(above) : codes;
    }

    /** The page of the operator's documents that lists them. */
    static String page() {
        StringBuilder page = new StringBuilder("""
                # Exit codes

                As `--help` and the man pages of the commands say them; this page is written from the same source, and a test holds it to that. A subcommand's
                codes are among those of its command, unless it has a list of its own.
                """);
        Commands.all(Commands.launcher().getCommandSpec())
                .filter(command -> !command.usageMessage().exitCodeList().isEmpty())
                .forEach(command -> append(page, command));
        return page.toString();
    }

    private static void append(StringBuilder page, CommandSpec command) {
        page.append("\n## ").append(command.qualifiedName(" ")).append("\n\n| code | means |\n|---|---|\n");
        of(command)
                .forEach((code, meaning) -> page.append("| ")
                        .append(code)
                        .append(" | ")
                        .append(meaning.replace("|", "\\|"))
                        .append(" |\n"));
    }
}
