package org.demarche.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.HubRefusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code liaison refusal}. */
@Command(
        name = "refusal",
        description =
                "Check a refusal that the log has signed, this desk's or another's: which notice it would not take, why and when. Needs no network. Exit 7 if it is not the log's word, or shows that the log has signed two histories.")
final class RefusalCommand extends DeskCommand {
    private static final long LARGEST = 65_536;

    @Parameters(paramLabel = "FILE", description = "The .refusal file beside a notice in the outbox.")
    private Path file = Path.of("notice.refusal");

    RefusalCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean offline() {
        return true;
    }

    @Override
    int run(Desk desk) throws DeskException, IOException {
        if (Files.size(file) > LARGEST) {
            throw new DeskException.Invalid(file + ": too large for a refusal", "the outbox names the file");
        }
        HubRefusal word;
        try {
            word = desk.openRefusal(GivenFile.read(file)).orElse(null);
        } catch (DeskException.Misbehaved e) {
            terminal.error(file + ": " + e.getMessage(), e.hint());
            return Exit.CONDITION;
        }
        if (word == null) {
            terminal.error(
                    file + ": not a refusal that the keys of "
                            + desk.charter().log().origin() + " have signed",
                    "if it is newer than this desk's copy of the log, connect once: `demarche liaison status`");
            return Exit.CONDITION;
        }
        if (options.json()) {
            print(object(desk)
                    .put("notice", word.notice().hex())
                    .put("reason", word.refusal().reason().name())
                    .put("sentence", word.refusal().sentence())
                    .put("refused_at", word.at().toString())
                    .put("size", word.head().size())
                    .put("root", word.head().root().hex()));
        } else {
            page(desk)
                    .line("The log would not take this notice. Signed with both its keys.")
                    .field("notice", word.notice().hex())
                    .field(
                            "reason",
                            word.refusal().reason() + ": " + word.refusal().sentence())
                    .field("when", Times.dtg(word.at().toEpochMilli()))
                    .field("behind", "entry " + (word.head().size() - 1))
                    .print(terminal.out());
        }
        return Exit.OK;
    }
}
