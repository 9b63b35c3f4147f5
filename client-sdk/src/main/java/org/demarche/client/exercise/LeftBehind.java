package org.demarche.client.exercise;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.charter.Party;
import org.demarche.hash.Sha256;

/** The last lines of an exercise: what it leaves behind, and with which commands to go on. */
final class LeftBehind {
    private static final String PROFILE = "--profile";

    private final Installation installation;
    private final Launcher launcher;

    LeftBehind(Installation installation, Launcher launcher) {
        this.installation = installation;
        this.launcher = launcher;
    }

    /**
     * The lines.
     *
     * @param party whose desk looks at the incident
     * @param highest the evidence to be verified
     */
    List<String> lines(String party, Sha256 incident, Path highest) {
        String desk = installation
                .charter()
                .party(party)
                .map(Party::desks)
                .map(desks -> desks.get(0).name())
                .orElseThrow();
        List<String> lines = new ArrayList<>(List.of(
                "Left in " + installation.directory() + ":",
                "report.html, the charter and its hash, the evidence, the hub, every party's desks and witness with their keys, and the exercise's",
                "own time authorities, which have ended with the play. The first command starts the hub again and stays in the foreground; the",
                "second looks at the incident as " + party + " while it runs. The others need no hub:",
                "  " + launcher.line("hub", "run", "--dir", installation.hub()),
                "  "
                        + launcher.line(
                                "liaison",
                                "incident",
                                incident.brief(),
                                PROFILE,
                                installation.party(party).profile(desk))));
        installation.charter().witnesses().stream().findFirst().ifPresent(witness -> {
            lines.add("  " + launcher.line("hub", "witnesses", "--dir", installation.hub()));
            lines.add("  " + status(witness));
        });
        lines.add("  " + launcher.line("verify", "--charter", installation.charterFile(), highest));
        return lines;
    }

    private String status(Charter.Witness witness) {
        PartyFiles files = installation.party(witness.party());
        return launcher.line(
                "liaison",
                "witness",
                "status",
                "--name",
                witness.name(),
                "--key",
                files.key(witness.name()),
                PROFILE,
                files.profile(witness.name()));
    }
}
