package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.TierState;
import org.demarche.situation.Situation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison incident}. */
@Command(
        name = "incident",
        description = {
            "With ID: how an incident stands, what comes next, who is missing, and whose word is awaited with the"
                    + " command that gives it. Without ID: every incident, by its next deadline.",
            "On a terminal it is live: drawn anew each second and with each entry, STALE in words when nothing"
                    + " verified comes; q or Ctrl-C leaves it. In a pipe, with -o json, --once or --expect-active it"
                    + " answers and ends."
        })
final class IncidentCommand extends DeskCommand {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "The incident's id, or its first digits.")
    private @Nullable String id;

    @Option(names = "--once", description = "Answer and end, on a terminal too.")
    private boolean once;

    @Option(names = "--expect-active", paramLabel = "TIER", description = "Exit with 7 unless this tier is active.")
    private int expectActive;

    IncidentCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Desk desk) throws DeskException, IOException, InterruptedException {
        Optional<Sha256> incident = id == null ? Optional.empty() : Optional.of(desk.resolve(id));
        if (incident.isPresent()) {
            state(desk, incident.get());
        }
        if (!once && expectActive == 0 && !options.json() && Live.possible(terminal)) {
            return new Live(terminal).show(desk, (beat, rows, page) -> {
                Situation now = situation(desk);
                WatchScreen.status(now, beat, desk.witnessed(), page);
                write(desk, now, incident, page.blank());
            });
        }
        if (options.json()) {
            print(json(desk, incident));
        } else {
            Page page = fitting(desk);
            write(desk, situation(desk), incident, page);
            asOf(desk, page).print(terminal.out());
        }
        return expectActive == 0 || incident.isEmpty() || active(state(desk, incident.get()), expectActive)
                ? Exit.OK
                : Exit.CONDITION;
    }

    private void write(Desk desk, Situation now, Optional<Sha256> incident, Page page) throws DeskException {
        if (incident.isEmpty()) {
            IncidentRows.write(now, Integer.MAX_VALUE, true, page);
            return;
        }
        new IncidentScreen(desk.profile().party(), options.repeated(), desk::witnessed)
                .write(now.incident(incident.get()).orElseThrow(() -> unknown(incident.get())), page);
    }

    private static IncidentState state(Desk desk, Sha256 incident) throws DeskException {
        return desk.incident(incident).orElseThrow(() -> unknown(incident));
    }

    private static DeskException unknown(Sha256 incident) {
        return new DeskException.Invalid(
                "the log has no incident " + incident.brief() + "…",
                "`demarche liaison incident` lists the incidents with their ids");
    }

    private ObjectNode json(Desk desk, Optional<Sha256> incident) throws DeskException {
        ObjectNode node = object(desk);
        if (incident.isEmpty()) {
            ArrayNode array = node.putArray("incidents");
            desk.incidents().forEach(s -> array.add(ProtoJson.of(s)));
            return node;
        }
        IncidentState state = state(desk, incident.get());
        node.set("incident_state", ProtoJson.of(state));
        ArrayNode doubtful = node.putArray("doubtful");
        desk.entries(state.getOpenedIndex(), incident).stream()
                .filter(e -> e.compromise().isPresent())
                .forEach(e -> doubtful.add(Entries.json(JsonNodeFactory.instance.objectNode(), e)));
        return node;
    }

    private static boolean active(IncidentState state, int tier) {
        List<TierState> tiers = state.getTiersList();
        return tiers.stream()
                .anyMatch(t -> t.getTier() == tier && t.getActivatedAtMs() != 0 && t.getStoodDownAtMs() == 0);
    }
}
