package org.demarche.client;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.IncidentState;

/** The example of the SDK's documentation: whatever is shown there stands here and is run by {@link QuickstartTest}. */
final class Quickstart {
    private Quickstart() {}

    static void reportAndFollow(Path profile, PrintStream out) throws IOException, ProfileException, DeskException {
        try (Desk desk = Desk.open(Profile.read(profile))) {
            reportAndFollow(desk, out);
        }
    }

    static void reportAndFollow(Desk desk, PrintStream out) throws DeskException {
        Instant seen = Instant.ofEpochMilli(desk.incidents().isEmpty() ? 1_772_344_740_000L : desk.incidents().get(0).getOpenedAtMs());
        Draft report = Notices.report(Category.CATEGORY_DRONE, Notices.place(50.45, 30.52), seen, seen, "Two drones crossed the line.");
        Receipt receipt = desk.submit(report);
        out.println("entry " + receipt.index() + ", receipt verified");

        desk.catchUp();
        IncidentState incident = desk.incident(receipt.notice()).orElseThrow();
        out.println(incident.getPhase() + ", opened as entry " + incident.getOpenedIndex());
    }
}
