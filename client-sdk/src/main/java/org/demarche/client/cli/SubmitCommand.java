package org.demarche.client.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code liaison submit}. */
@Command(
        name = "submit",
        aliases = "--submit",
        description = "Submit notices that were signed elsewhere with --sign-only, by this party or another.")
final class SubmitCommand extends DeskCommand {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Signed notices.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private final WaitWitnessed wait = new WaitWitnessed();

    SubmitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Desk desk) throws DeskException, IOException {
        int code = Exit.OK;
        for (Path file : files) {
            code = Math.max(code, print(desk, desk.submitSigned(GivenFile.read(file)), wait));
        }
        return code;
    }
}
