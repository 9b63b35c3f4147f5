package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.demarche.charter.Charter;
import org.demarche.charter.Desk;
import org.demarche.charter.Party;
import org.demarche.client.DeskException;
import org.demarche.escalation.Governance;
import org.demarche.hash.Sha256;
import org.demarche.rule.Tally;
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
        Charter charter = governance.charter();
        if (options.json()) {
            ObjectNode node = object(desk)
                    .put("hash", charter.hash().hex())
                    .put("title", charter.title())
                    .put("version", charter.version())
                    .put("in_force", governance.inForce());
            ArrayNode drafts = node.putArray("drafts");
            governance
                    .drafts()
                    .values()
                    .forEach(d -> drafts.addObject()
                            .put("hash", d.charter().hash().hex())
                            .put("version", d.charter().version())
                            .put("assented", String.join(" ", d.byOwnRoot())));
            print(node);
        } else {
            Page page = page(desk)
                    .field("charter", charter.title() + ", version " + charter.version())
                    .field("hash", charter.hash().fingerprint())
                    .field("in force", governance.inForce() ? "yes, until " + Times.dtg(charter.expiresMs()) : "NO");
            governance.drafts().values().stream()
                    .filter(d -> !governance.inForce() || !d.charter().hash().equals(charter.hash()))
                    .forEach(d -> {
                        Tally tally = charter.adoption().tally(d.byCurrentRoot());
                        page.field(
                                        "draft",
                                        d.charter().hash().brief() + ", version "
                                                + d.charter().version() + ", assented: "
                                                + String.join(" ", d.byOwnRoot()))
                                .field("", tally.holds() ? "the current rule is met" : "missing: " + tally.shortfall());
                    });
            charter.party(desk.profile().party()).ifPresent(p -> keys(page, p, governance));
            asOf(desk, page).print(terminal.out());
        }
        return governance.inForce() ? Exit.OK : Exit.CONDITION;
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
                                    " ", post.keys().stream().map(Sha256::brief).toList()) + "; may "
                            + String.join(
                                    " ",
                                    post.may().stream()
                                            .map(r -> r.word())
                                            .sorted()
                                            .toList()));
        }
    }
}
