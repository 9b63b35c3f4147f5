package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterExplainer;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.escalation.Draft;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Outlook;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code liaison charter show}. */
@Command(
        name = "show",
        description =
                "A posted draft against the charter in force: what it changes, who has assented under which rule, who is missing, what its adoption moves. Exit 7 if it cannot follow.")
final class CharterShow extends DeskCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "HASH",
            description =
                    "The draft's hash, or its first digits. Default: the one draft that waits; if none does, the charter in force in plain sentences.")
    private @Nullable String hash;

    CharterShow(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Desk desk) throws DeskException {
        Charter charter = find(desk);
        Outlook outlook = desk.outlook(charter);
        boolean governs = charter.hash().equals(desk.charter().hash());
        List<String> sentences = governs ? CharterExplainer.explain(charter) : List.of();
        if (options.json()) {
            ObjectNode node = object(desk).put("governs", governs);
            OutlookScreen.json(outlook, node);
            ArrayNode explained = node.putArray("sentences");
            sentences.forEach(explained::add);
            print(node);
        } else {
            Page page = page(desk).line("\"" + charter.title() + "\", version " + charter.version());
            HashWords.lines(charter.hash()).forEach(l -> page.line("  " + l));
            page.blank();
            sentences.forEach(s -> page.line(s, 2));
            if (governs) {
                page.blank();
                OutlookScreen.consequences(outlook, page);
            } else {
                OutlookScreen.write(outlook, page);
            }
            asOf(desk, page).print(terminal.out());
        }
        return outlook.refused().isEmpty() ? Exit.OK : Exit.CONDITION;
    }

    private Charter find(Desk desk) throws DeskException {
        Governance governance = desk.governance()
                .orElseThrow(() -> new DeskException.Misconfigured("this desk has seen nothing yet", "connect once"));
        List<Charter> all =
                governance.drafts().values().stream().map(Draft::charter).toList();
        List<Charter> waiting = all.stream()
                .filter(c -> !c.hash().equals(governance.charter().hash()))
                .toList();
        String wanted = hash == null ? "" : hash.replaceFirst("^sha256:", "");
        List<Charter> found = hash == null
                ? waiting.isEmpty() ? List.of(governance.charter()) : waiting
                : all.stream().filter(c -> c.hash().hex().startsWith(wanted)).toList();
        if (found.size() != 1) {
            throw new DeskException.Invalid(
                    hash == null
                            ? found.size() + " drafts wait"
                            : found.size() + " charters that govern or wait begin with " + wanted,
                    "`demarche liaison charter status` lists them with their hashes");
        }
        return found.get(0);
    }
}
