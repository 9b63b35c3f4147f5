package org.demarche.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Profile;
import org.demarche.client.Receipt;
import org.demarche.situation.Situation;
import picocli.CommandLine.Mixin;

/** A command that opens a desk. */
abstract class DeskCommand implements Callable<Integer> {
    @Mixin
    final Options options = new Options();

    final Terminal terminal;

    DeskCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Whether it does without the network. */
    boolean offline() {
        return false;
    }

    /** Whether it only reads, so that clocks that differ are a warning and no obstacle. */
    boolean reads() {
        return true;
    }

    abstract int run(Desk desk) throws Exception;

    @Override
    public final Integer call() throws Exception {
        Profile profile = options.read(terminal);
        if (offline()) {
            try (Desk desk = Desk.offline(profile, terminal.passphrase(profile), terminal.here())) {
                return run(desk);
            }
        }
        try (Desk desk = open(profile)) {
            if (reads()) {
                desk.clockSkew().ifPresent(skew -> terminal.say("warning: " + skew.getMessage()));
            }
            return run(desk);
        }
    }

    /** Opens the desk; a command that says something may keep it when no hub answers. */
    Desk open(Profile profile) throws DeskException, IOException {
        return Desk.open(profile, terminal.passphrase(profile), terminal.here());
    }

    Page page(Desk desk) {
        return new Page(desk.profile().exercise());
    }

    /** A page for whatever the answer goes to: as wide as the terminal, or as usual where there is none. */
    final Page fitting(Desk desk) {
        Optional<Seat.Size> size = terminal.seat().size();
        return new Page(
                desk.profile().exercise(),
                size.map(Live::width).orElse(Page.WIDTH),
                new Glyphs(Glyphs.of(terminal.environment(), size.isPresent()).utf8(), false));
    }

    /** What there is to see in the log now. */
    static Situation situation(Desk desk) throws DeskException {
        return desk.situation()
                .orElseThrow(() -> new DeskException.Misconfigured("this desk has seen nothing yet", "connect once"));
    }

    /** An object that says, as every answer does, whether it is of an exercise, and as of which size of the log. */
    ObjectNode object(Desk desk) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("exercise", desk.profile().exercise())
                .put("log_size", desk.head().size())
                .set("log_witnessed", WitnessWords.json(desk.witnessed()));
    }

    /** Says as of which size of the log, and when, what stands on the page. */
    final Page asOf(Desk desk, Page page) {
        return page.blank()
                .line("as of " + desk.head().size() + " entries of the log, "
                        + Times.dtg(terminal.here().clock().millis()))
                .line(WitnessWords.ofLog(desk.witnessed()), 3);
    }

    void print(JsonNode json) {
        terminal.out().println(json);
    }

    /** A receipt, for people or scripts, once it was waited for as asked; returns the exit code. */
    final int print(Desk desk, Receipt receipt, WaitWitnessed wait) throws DeskException {
        WaitWitnessed.Waited waited = wait.wait(terminal, desk, receipt);
        print(desk, waited.receipt());
        return waited.code();
    }

    /** A receipt, for people or scripts. */
    final void print(Desk desk, Receipt receipt) {
        if (options.json()) {
            print(json(desk, receipt));
        } else {
            page(desk, receipt).print(terminal.out());
        }
    }

    final ObjectNode json(Desk desk, Receipt receipt) {
        ObjectNode node = object(desk)
                .put("notice", receipt.notice().hex())
                .put("index", receipt.index())
                .put("accepted_at", receipt.acceptedAt().toString())
                .put("head_size", receipt.head().size())
                .put("head_root", receipt.head().root().hex())
                .set("witnessed", WitnessWords.json(receipt.witnessed()));
        receipt.incident().ifPresent(incident -> node.put("incident", incident.hex()));
        return node;
    }

    final Page page(Desk desk, Receipt receipt) {
        Page page = page(desk)
                .line("In the log as entry " + receipt.index() + ", "
                        + Times.dtg(receipt.acceptedAt().toEpochMilli()) + ". Receipt verified.")
                .field("notice", receipt.notice().hex());
        receipt.incident().ifPresent(incident -> page.field("incident", incident.hex()));
        page.field("witness", WitnessWords.of(receipt.witnessed()));
        return page;
    }
}
