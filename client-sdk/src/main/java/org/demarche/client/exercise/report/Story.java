package org.demarche.client.exercise.report;

import java.util.List;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.charter.Party;
import org.demarche.client.exercise.Happening;
import org.demarche.client.exercise.PlanClock;
import org.demarche.client.exercise.Proven;
import org.demarche.client.exercise.Turn;
import org.demarche.client.exercise.forge.Attempt;
import org.demarche.proto.v1.IncidentState;

/**
 * What the page tells.
 *
 * @param title the scenario's title
 * @param charter the charter
 * @param clock time of the plan
 * @param state the incident at the end
 * @param happenings what happened, in order
 * @param assented parties that have assented to the charter
 * @param entries number of entries of the log
 * @param proven the evidence and its verdicts
 * @param attempts what a dishonest operator tried
 * @param command the command that verifies a file, up to the file's name
 */
public record Story(
        String title,
        Charter charter,
        PlanClock clock,
        IncidentState state,
        List<Happening> happenings,
        Set<String> assented,
        long entries,
        List<Proven> proven,
        List<Attempt> attempts,
        String command) {
    public Story {
        happenings = List.copyOf(happenings);
        assented = Set.copyOf(assented);
        proven = List.copyOf(proven);
        attempts = List.copyOf(attempts);
    }

    /** What followed, in order. */
    List<Turn> turns() {
        return happenings.stream()
                .filter(h -> h instanceof Happening.Followed)
                .map(h -> ((Happening.Followed) h).turn())
                .toList();
    }

    /** The name people use. */
    String name(String party) {
        return charter.party(party).map(Party::name).orElse(party);
    }
}
