package org.demarche.client.cli;

import org.demarche.charter.Predecessor;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import picocli.CommandLine.Command;

/** {@code liaison charter predecessor}. */
@Command(
        name = "predecessor",
        description =
                "Print the [predecessor] table by which version 1 of the next log's charter names this log, from the desk's own verified copy. Exit 7 if the log is not closed.")
final class CharterPredecessor extends DeskCommand {
    CharterPredecessor(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Desk desk) throws DeskException {
        Predecessor table = desk.predecessor();
        boolean closed = Closing.isClosed(desk);
        if (!closed) {
            terminal.say("warning: this log is not closed: it may go on behind entry " + (table.size() - 1)
                    + ", and the table would not cover that; adopt a final version first");
        }
        long unmarked = desk.unmarkedIncidents();
        if (unmarked > 0) {
            terminal.say("warning: the hub has yet to mark " + unmarked
                    + " incidents, and each mark is an entry more; ask again when it has");
        }
        if (options.json()) {
            print(object(desk)
                    .put("closed", closed)
                    .put("origin", table.origin())
                    .put("charter", table.charter().fingerprint())
                    .put("size", table.size())
                    .put("root", table.root().fingerprint())
                    .put("entries", table.entries().fingerprint()));
        } else {
            // The text as it goes into the charter, unwrapped: to be copied.
            terminal.out().print(table.text());
        }
        return closed && unmarked == 0 ? Exit.OK : Exit.CONDITION;
    }
}
