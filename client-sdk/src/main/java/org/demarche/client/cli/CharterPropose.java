package org.demarche.client.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Notices;
import org.demarche.escalation.Outlook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code liaison charter propose}. */
@Command(
        name = "propose",
        description =
                "Post the text of the next charter, signed by the root key: checks it, shows what it changes, asks, and posts it. It binds nobody before the parties assent.")
final class CharterPropose extends RootCommand {
    @Parameters(paramLabel = "FILE", description = "The text.")
    private Path file = Path.of("charter.toml");

    CharterPropose(Terminal terminal) {
        super(terminal);
    }

    @Override
    Act act(Desk desk) throws DeskException, IOException {
        Charter draft = CharterFile.read(file);
        Outlook outlook = desk.outlook(draft);
        requireNew(desk, outlook);
        Page shown = page(desk).line("To be posted: \"" + draft.title() + "\", version " + draft.version());
        HashWords.lines(draft.hash()).forEach(l -> shown.line("  " + l));
        OutlookScreen.write(outlook, shown.blank());
        List<String> follows = new ArrayList<>();
        follows.add("each party compares the hash by another way than this log, then: demarche liaison charter assent "
                + draft.hash().fingerprint() + " --root FILE");
        follows.add("demarche liaison charter show " + draft.hash().brief() + " tells who is still missing");
        if (!draft.log().equals(desk.charter().log())) {
            follows.add(
                    "it gives the log other keys: no party should assent before the operator has the hub hold them, and every desk has added them: demarche liaison profile log-keys");
        }
        return Act.of(Notices.charterText(GivenFile.read(file)), shown, follows);
    }

    private void requireNew(Desk desk, Outlook outlook) throws DeskException {
        if (!desk.inForce()) {
            throw new DeskException.Invalid(
                    "version 1 is not in force yet, and before that no other text is posted",
                    "`demarche liaison charter status` names the parties that are missing");
        }
        if (outlook.posted()) {
            throw new DeskException.Invalid(
                    "this text has been posted already",
                    "`demarche liaison charter show " + outlook.draft().hash().brief() + "` shows how it stands");
        }
        if (!outlook.refused().isEmpty()) {
            StringBuilder all = new StringBuilder();
            outlook.refused().forEach(p -> all.append("\n  ").append(p));
            throw new DeskException.Misconfigured(
                    file + " cannot follow the charter in force:" + all,
                    "correct every place above; nothing was signed");
        }
    }
}
