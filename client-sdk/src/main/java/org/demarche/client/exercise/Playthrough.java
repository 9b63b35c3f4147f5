package org.demarche.client.exercise;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.demarche.charter.Party;
import org.demarche.client.exercise.scenario.Scenario;
import org.demarche.hash.Sha256;

/** An exercise from the first key to the last line. */
final class Playthrough {
    /** The scenario that is shipped. */
    static final String SHIPPED_SCENARIO = "/exercise/ceasefire.toml";

    private final Setting setting;
    private final Terminal terminal;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Set<String> announced = ConcurrentHashMap.newKeySet();

    /**
     * What is played, and where.
     *
     * @param scenario what is played
     * @param template its charter
     * @param pace plan hours per hour
     * @param directory what is left behind
     * @param launcher runs the hub
     * @param as the party that the person at the terminal plays
     * @param screen how the output is shown
     */
    record Setting(Scenario scenario, CharterTemplate template, int pace, Path directory, Launcher launcher, Optional<String> as, Timeline.Screen screen) {}

    /** Where the person sits. */
    record Terminal(InputStream in, PrintStream out, PrintStream err) {}

    Playthrough(Setting setting, Terminal terminal, InstantSource clock, SecureRandom random) {
        this.setting = setting;
        this.terminal = terminal;
        this.clock = clock;
        this.random = random;
    }

    /** Plays, proves, and leaves everything behind. */
    void run() throws PlayException, InterruptedException {
        PrintStream out = terminal.out();
        out.println("EXERCISE  EXERCISE  EXERCISE");
        out.println(setting.scenario().title() + ". The hours of the plan pass " + setting.pace() + " times as fast as the clock.");
        out.println("Keys, charter and hub are made in " + setting.directory());
        out.flush();
        Installation installation = Installation.make(setting.directory(), setting.template(), setting.pace(), setting.launcher(), clock, random);
        out.println("Charter " + installation.charter().hash().fingerprint());
        out.flush();
        Sha256 incident;
        Chronicle chronicle = new Chronicle(installation.charter(), new Timeline(out, installation.charter(), setting.screen()));
        try (HubChild hub = HubChild.start(setting.launcher(), installation.hub(), setting.directory().resolve("hub.log"));
                Cast cast = Cast.connect(installation, this::announce)) {
            out.println(installation.charter().parties().size() + " parties are connected, each over a line of its own; the hub is process " + hub.pid());
            Optional<Human> human = setting.as().map(party -> human(installation, party));
            incident = new Play(setting.scenario(), installation.charter(), cast, chronicle, human).run();
        }
        out.println(incident);
        out.flush();
    }

    private Human human(Installation installation, String party) {
        String name = installation.charter().party(party).map(Party::name).orElse(party);
        return new Human(party, name, terminal.in(), terminal.out());
    }

    /** Twenty desks say the same thing; once is enough. */
    private void announce(String sentence) {
        if (announced.add(sentence)) {
            terminal.err().println("demarche: " + sentence);
        }
    }
}
