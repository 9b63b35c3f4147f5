package org.demarche.client;

import java.io.PrintStream;
import java.time.Instant;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Position;

/** The example of the README: what is shown there stands here, and is compared and run by {@link QuickstartTest}. */
final class Quickstart {
    private Quickstart() {}

    static void run(Desk desk, PrintStream out) throws DeskException {
        // README: begin
        // try (Desk desk = Desk.open(Profile.read(Path.of("watch.toml")))) {
        Instant seen = Instant.parse("2026-02-24T04:10:00Z");
        Receipt report = desk.submit(Notices.report(
                Category.CATEGORY_DRONE, Notices.place(50.45, 30.52), seen, seen, "Two drones crossed the line."));
        out.println("entry " + report.index() + ", receipt verified");
        Receipt proposal = desk.propose(report.notice(), 1);
        desk.acknowledge(proposal.notice(), Position.POSITION_CONCUR);
        desk.catchUp();
        desk.incident(report.notice())
                .ifPresent(incident -> out.println(incident.getProposals(0).getConcurringList()));
        // README: end
    }
}
