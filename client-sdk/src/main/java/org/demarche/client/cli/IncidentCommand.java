package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.demarche.client.Delivery;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.TierState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison incident}. */
@Command(
        name = "incident",
        description =
                "Without ID: every incident, newest first. With ID: how it stands, what is missing, whose word is awaited.")
final class IncidentCommand extends DeskCommand {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "The incident's id, or its first digits.")
    private @Nullable String id;

    @Option(names = "--expect-active", paramLabel = "TIER", description = "Exit with 7 unless this tier is active.")
    private int expectActive;

    IncidentCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Desk desk) throws DeskException {
        IncidentScreen screen = new IncidentScreen(
                desk.charter(), desk.profile().party(), terminal.here().clock().millis(), desk::witnessed);
        if (id == null) {
            list(desk, screen);
            return Exit.OK;
        }
        Sha256 incident = desk.resolve(id);
        IncidentState state = desk.incident(incident)
                .orElseThrow(() -> new DeskException.Invalid(
                        "the log has no incident " + incident.brief() + "…",
                        "`demarche liaison incident` lists the incidents with their ids"));
        if (options.json()) {
            ObjectNode node = object(desk);
            node.set("incident_state", ProtoJson.of(state));
            ArrayNode doubtful = node.putArray("doubtful");
            desk.entries(state.getOpenedIndex(), Optional.of(incident)).stream()
                    .filter(e -> e.compromise().isPresent())
                    .forEach(e -> doubtful.add(Entries.json(JsonNodeFactory.instance.objectNode(), e)));
            print(node);
        } else {
            Page page = page(desk);
            screen.write(state, page);
            doubts(desk, incident, page);
            asOf(desk, page).print(terminal.out());
        }
        return expectActive == 0 || active(state, expectActive) ? Exit.OK : Exit.CONDITION;
    }

    /** The rules count what was signed with a key that is now known to be compromised; people should know. */
    private static void doubts(Desk desk, Sha256 incident, Page page) throws DeskException {
        for (Delivery entry : desk.entries(0, Optional.of(incident))) {
            entry.compromise()
                    .ifPresent(c -> page.blank()
                            .line(
                                    "DOUBTFUL: entry " + entry.index() + ", " + Deliveries.from(entry) + " "
                                            + Deliveries.what(entry) + ", is " + c.sentence(),
                                    2));
        }
    }

    private static boolean active(IncidentState state, int tier) {
        List<TierState> tiers = state.getTiersList();
        return tiers.stream()
                .anyMatch(t -> t.getTier() == tier && t.getActivatedAtMs() != 0 && t.getStoodDownAtMs() == 0);
    }

    private void list(Desk desk, IncidentScreen screen) {
        List<IncidentState> states = desk.incidents();
        if (options.json()) {
            ObjectNode node = object(desk);
            ArrayNode array = node.putArray("incidents");
            states.forEach(s -> array.add(ProtoJson.of(s)));
            print(node);
            return;
        }
        Page page = page(desk);
        if (states.isEmpty()) {
            page.line("No incident.");
        } else {
            page.line(IncidentScreen.heading());
            states.forEach(s -> page.line(screen.row(s), 14));
        }
        asOf(desk, page).print(terminal.out());
    }
}
