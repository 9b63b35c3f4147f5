package org.demarche.client.example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.demarche.client.Desk;
import org.demarche.client.Notices;
import org.demarche.client.Profile;
import org.demarche.client.Receipt;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Position;

/** The SDK in ten lines, as the README shows it. */
public final class Quickstart {
    private Quickstart() {}

    static void run(Path profile) throws Exception {
        // README: begin
        try (Desk desk = Desk.open(Profile.read(profile))) {
            Instant now = Instant.now();
            Receipt report = desk.submit(Notices.report(
                    Category.CATEGORY_ARTILLERY, Notices.place(48.1235, 37.7654), now.minusSeconds(60), now, "Six impacts."));
            Sha256 incident = report.incident().orElseThrow();
            Receipt proposal = desk.propose(incident, 1);
            desk.acknowledge(proposal.notice(), Position.POSITION_CONCUR);
            System.out.println(desk.incident(incident).orElseThrow());
            Files.write(Path.of("report.evidence"), desk.evidence(report.notice()));
        }
        // README: end
    }
}
