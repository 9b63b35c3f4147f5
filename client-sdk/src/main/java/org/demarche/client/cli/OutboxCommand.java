package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Pending;
import org.demarche.hash.Sha256;
import org.demarche.situation.Phrases;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code liaison outbox}. */
@Command(
        name = "outbox",
        description = "What was signed and has no receipt yet: list it, send it again, sign it anew, or drop it.")
final class OutboxCommand extends DeskCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "list|send|renew|drop",
            description = "What to do. Default: list. send without ID: everything that can be sent.")
    private Act act = Act.list;

    @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "The notice's id, or its first digits.")
    private @Nullable String id;

    @ArgGroup(exclusive = false, heading = "To renew what a root key has signed:%n")
    private @Nullable RootKey root;

    @Mixin
    private final WaitWitnessed wait = new WaitWitnessed();

    /** What can be done. */
    enum Act {
        list,
        send,
        renew,
        drop
    }

    OutboxCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean offline() {
        return act == Act.list || act == Act.drop;
    }

    @Override
    int run(Desk desk) throws DeskException {
        int code = Exit.OK;
        switch (act) {
            case list -> list(desk);
            case send -> {
                for (Pending pending : id == null ? waiting(desk) : List.of(find(desk))) {
                    code = Math.max(code, print(desk, desk.resend(pending.id()), wait));
                }
            }
            case renew -> {
                Sha256 old = find(desk).id();
                code = print(desk, root == null ? desk.renew(old) : desk.renew(old, root.file()), wait);
            }
            case drop -> {
                Sha256 dropped = find(desk).id();
                desk.drop(dropped);
                page(desk).line("Dropped " + dropped.brief() + ".").print(terminal.out());
            }
            default -> throw new AssertionError(act);
        }
        return code;
    }

    private static List<Pending> waiting(Desk desk) throws DeskException {
        return desk.outbox().stream()
                .filter(p -> p.status() == Pending.Status.WAITING)
                .toList();
    }

    private Pending find(Desk desk) throws DeskException {
        String wanted = id == null ? "" : id;
        List<Pending> found = desk.outbox().stream()
                .filter(p -> p.id().hex().startsWith(wanted))
                .toList();
        if (found.size() != 1 || wanted.isEmpty()) {
            throw new DeskException.Invalid(
                    wanted.isEmpty()
                            ? act + " needs an id"
                            : found.size() + " notices of the outbox begin with " + wanted,
                    "`demarche liaison outbox` lists what waits");
        }
        return found.get(0);
    }

    private void list(Desk desk) throws DeskException {
        List<Pending> all = desk.outbox();
        if (options.json()) {
            ObjectNode node = object(desk);
            ArrayNode array = node.putArray("outbox");
            for (Pending p : all) {
                ObjectNode item = array.addObject()
                        .put("id", p.id().hex())
                        .put("status", p.status().name())
                        .put("valid_until", p.validUntil().toString());
                p.refusal().ifPresent(r -> item.put("reason", r.reason().name()).put("sentence", r.sentence()));
                p.signedRefusal().ifPresent(file -> item.put("signed_refusal", file.toString()));
                item.set("notice", ProtoJson.of(p.notice()));
            }
            print(node);
            return;
        }
        Page page = page(desk);
        if (all.isEmpty()) {
            page.line("Nothing waits.");
        }
        for (Pending p : all) {
            page.line(String.format(
                    "%-12s %-8s until %s  %s",
                    p.id().brief(),
                    p.status(),
                    Times.dtg(p.validUntil().toEpochMilli()),
                    Page.cut(Phrases.what(p.notice()), 35)));
            p.refusal().ifPresent(r -> page.line("             " + r, 13));
            p.signedRefusal().ifPresent(file -> page.line("             signed by the log: " + file, 13));
            page.line("             demarche liaison outbox "
                    + (p.status() == Pending.Status.WAITING ? "send " : "renew|drop ") + p.id().brief());
        }
        page.print(terminal.out());
    }
}
