package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.charter.Desk;
import org.demarche.charter.Expiry;
import org.demarche.charter.Party;
import org.demarche.client.DeskException;
import org.demarche.escalation.Draft;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Outlook;
import org.demarche.hash.Sha256;
import picocli.CommandLine.Command;

/** {@code liaison charter status}. */
@Command(
        name = "status",
        description =
                "Which charter governs, which drafts wait for whose assent, and the keys of this desk's party. Exit 7 if none is in force.")
final class CharterStatus extends DeskCommand {
    CharterStatus(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(org.demarche.client.Desk desk) throws DeskException {
        Governance governance = desk.governance()
                .orElseThrow(() -> new DeskException.Misconfigured("this desk has seen nothing yet", "connect once"));
        List<Outlook> waiting = waiting(desk, governance);
        desk.expiryWarning().ifPresent(w -> terminal.say("warning: " + w));
        if (options.json()) {
            print(json(desk, governance, waiting));
        } else {
            Charter charter = governance.charter();
            Page page = page(desk)
                    .field("charter", charter.title() + ", version " + charter.version())
                    .field("hash", charter.hash().fingerprint())
                    .field("in force", inForce(governance));
            waiting.forEach(o -> draft(o, page));
            charter.party(desk.profile().party()).ifPresent(p -> keys(page, p, governance));
            asOf(desk, page).print(terminal.out());
        }
        return governance.inForce() ? Exit.OK : Exit.CONDITION;
    }

    private String inForce(Governance governance) {
        Charter charter = governance.charter();
        if (!governance.inForce()) {
            return "NO";
        }
        if (governance.closed()) {
            return "yes, and it is the final one: the log is CLOSED";
        }
        return Expiry.isPast(charter, terminal.here().clock().millis())
                ? "EXPIRED at " + Times.dtg(charter.expiresMs())
                : "yes, until " + Times.dtg(charter.expiresMs());
    }

    /** Drafts that could still come into force; version 1 until it has. */
    private static List<Outlook> waiting(org.demarche.client.Desk desk, Governance governance) throws DeskException {
        List<Outlook> waiting = new ArrayList<>();
        for (Draft draft : governance.drafts().values()) {
            if (!governance.inForce()
                    || !draft.charter().hash().equals(governance.charter().hash())) {
                waiting.add(desk.outlook(draft.charter()));
            }
        }
        return waiting;
    }

    private static void draft(Outlook outlook, Page page) {
        page.blank()
                .field(
                        "draft",
                        outlook.draft().hash().brief() + ", version "
                                + outlook.draft().version() + (outlook.draft().closes() ? ", FINAL" : "") + ", "
                                + outlook.differences().size() + " differences: demarche liaison charter show "
                                + outlook.draft().hash().brief());
        OutlookScreen.consequences(outlook, page);
        page.blank();
    }

    private ObjectNode json(org.demarche.client.Desk desk, Governance governance, List<Outlook> waiting) {
        Charter charter = governance.charter();
        ObjectNode node = object(desk)
                .put("hash", charter.hash().hex())
                .put("title", charter.title())
                .put("version", charter.version())
                .put("in_force", governance.inForce())
                .put("closed", governance.closed())
                .put("expires", Instant.ofEpochMilli(charter.expiresMs()).toString())
                .put("expired", Expiry.isPast(charter, terminal.here().clock().millis()));
        ArrayNode drafts = node.putArray("drafts");
        waiting.forEach(o -> {
            ObjectNode draft =
                    drafts.addObject().put("assented", String.join(" ", o.own().assented()));
            OutlookScreen.json(o, draft);
        });
        return node;
    }

    private static void keys(Page page, Party party, Governance governance) {
        page.field(
                "root",
                party.root().brief() + (governance.signer(party.root()).isPresent() ? "" : " (not enrolled yet)"));
        for (Desk post : party.desks()) {
            page.field(
                    "desk",
                    post.name() + ": "
                            + String.join(
                                    " ",
                                    governance.keysOfDesk(party.id(), post.name()).stream()
                                            .map(Sha256::brief)
                                            .toList())
                            + "; may "
                            + String.join(
                                    " ",
                                    post.may().stream()
                                            .map(r -> r.word())
                                            .sorted()
                                            .toList()));
        }
    }
}
