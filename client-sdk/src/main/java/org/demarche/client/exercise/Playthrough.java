package org.demarche.client.exercise;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.demarche.charter.Charter;
import org.demarche.charter.Party;
import org.demarche.client.Desk;
import org.demarche.client.exercise.forge.Attempt;
import org.demarche.client.exercise.forge.Forger;
import org.demarche.client.exercise.forge.LogCopy;
import org.demarche.client.exercise.report.ReportPage;
import org.demarche.client.exercise.report.Story;
import org.demarche.client.exercise.scenario.Scenario;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.Verifiers;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.TierState;
import org.demarche.refusal.RefusedException;

/** An exercise from the first key to the last line. */
final class Playthrough {
    /** The scenario that is shipped. */
    static final String SHIPPED_SCENARIO = "/exercise/ceasefire.toml";

    private static final int AT_ONCE = 4;

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
    record Setting(
            Scenario scenario,
            CharterTemplate template,
            int pace,
            Path directory,
            Launcher launcher,
            Optional<String> as,
            Timeline.Screen screen) {}

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
        out.println(setting.scenario().title() + ". The hours of the plan pass " + setting.pace()
                + " times as fast as the clock.");
        out.println("Making the hub and the keys of every party in " + setting.directory());
        out.flush();
        Installation installation = Installation.make(
                setting.directory(), setting.template(), setting.pace(), setting.launcher(), clock, random);
        out.println("Charter " + installation.charter().hash().fingerprint());
        out.flush();
        Chronicle chronicle =
                new Chronicle(installation.charter(), new Timeline(out, installation.charter(), setting.screen()));
        SignatureVerifier verifier = Verifiers.fastest(this::announce);
        Remains remains = play(installation, chronicle, verifier);
        List<Proven> proven =
                Proof.verify(remains.evidence(), installation.charter().hash(), verifier);
        ProofText told = new ProofText(out, setting.screen().styled());
        told.proven(
                proven,
                remains.highest(),
                setting.launcher().line("verify", "--charter", installation.charterFile(), remains.highest()));
        List<Attempt> attempts = forge(installation, remains, verifier);
        told.attempts(attempts);
        write(installation, remains, chronicle, proven, attempts);
        out.println();
        new LeftBehind(installation, setting.launcher())
                .lines(setting.as().orElse("NO"), Sha256.copyOf(remains.state().getIncident()), remains.highest())
                .forEach(out::println);
        out.flush();
        requireSound(proven, attempts);
    }

    /** What the play leaves behind, for those who look at it afterwards. */
    private record Remains(IncidentState state, List<byte[]> entries, List<Path> evidence) {
        /** The evidence of the highest tier that was activated; of the report, if none was. */
        Path highest() {
            return evidence.get(Math.max(0, evidence.size() - 2));
        }
    }

    private Remains play(Installation installation, Chronicle chronicle, SignatureVerifier verifier)
            throws PlayException, InterruptedException {
        PrintStream out = terminal.out();
        try (Authorities authorities = Authorities.open(installation, clock, random);
                HubChild hub = HubChild.start(
                        setting.launcher(),
                        installation.hub(),
                        installation.hub().resolve("hub.log"));
                Witnesses witnesses = Witnesses.open(installation, this::announce);
                Cast cast = Cast.connect(installation, new Cast.Beside(witnesses, verifier), clock, this::announce)) {
            out.println(installation.charter().parties().size()
                    + " parties are connected, each over a line of its own; the hub is process " + hub.pid() + ".");
            others(installation.charter()).ifPresent(out::println);
            out.println("Watch it in a browser of this machine, while it lasts: " + installation.board());
            out.flush();
            Optional<Human> human = setting.as().map(party -> human(installation, party));
            Sha256 incident = perform(installation, cast, chronicle, human);
            IncidentState state = cast.incident(incident).orElseThrow();
            List<Path> evidence = Proof.fetch(cast, state, setting.directory());
            Desk observer = cast.observer();
            List<byte[]> log =
                    LogFetch.entries(observer.profile(), observer.head().size(), this::announce);
            return new Remains(state, log, evidence);
        }
    }

    /** Who besides the hub keeps watch; empty: nobody. */
    private static Optional<String> others(Charter charter) {
        List<String> towns = charter.witnesses().stream()
                .map(w -> charter.party(w.party()).map(Party::name).orElse(w.party()))
                .toList();
        List<String> authorities = charter.timeAuthorities().stream()
                .map(Charter.TimeAuthority::name)
                .toList();
        return towns.isEmpty() || authorities.isEmpty()
                ? Optional.empty()
                : Optional.of("Nobody has to trust it: " + Phrase.and(towns)
                        + " each run a witness of the log, and the exercise's own time authorities "
                        + Phrase.and(authorities) + " stamp it.");
    }

    private Sha256 perform(Installation installation, Cast cast, Chronicle chronicle, Optional<Human> human)
            throws PlayException, InterruptedException {
        ExecutorService desks = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "exercise-desk");
            thread.setDaemon(true);
            return thread;
        });
        try {
            return new Play(setting.scenario(), installation.charter(), cast, chronicle, human, desks).run();
        } finally {
            desks.shutdownNow();
        }
    }

    /** Has a dishonest operator try to change the evidence of the highest tier that was activated. */
    private List<Attempt> forge(Installation installation, Remains remains, SignatureVerifier verifier)
            throws PlayException {
        Optional<TierState> highest = remains.state().getTiersList().stream()
                .filter(t -> t.getActivatedAtMs() != 0)
                .reduce((lower, higher) -> higher);
        if (highest.isEmpty()) {
            return List.of();
        }
        Charter charter = installation.charter();
        LogSigningKey key = installation.logKey();
        try {
            LogCopy log = LogCopy.sign(remains.entries(), charter.log().origin(), key, clock.instant());
            Sha256 incident = Sha256.copyOf(remains.state().getIncident());
            long proven = log.firstOf(incident, highest.get().getActivatedIndex());
            return new Forger(charter, log, key, verifier, clock)
                    .attempts(
                            incident,
                            proven,
                            remains.state().getClockStartedIndex(),
                            Files.readAllBytes(remains.highest()));
        } catch (RefusedException e) {
            throw new PlayException(
                    "the hub's log cannot be read: " + e.refusal().sentence(), e);
        } catch (IOException e) {
            throw new PlayException("the evidence cannot be read: " + e.getMessage(), e);
        }
    }

    private void write(
            Installation installation,
            Remains remains,
            Chronicle chronicle,
            List<Proven> proven,
            List<Attempt> attempts)
            throws PlayException {
        String page = ReportPage.of(new Story(
                setting.scenario().title(),
                installation.charter(),
                chronicle.clock(),
                remains.state(),
                chronicle.happenings(),
                chronicle.assented(),
                remains.entries().size(),
                proven,
                attempts,
                "demarche verify --charter " + installation.charter().hash().hex()));
        try {
            Files.writeString(setting.directory().resolve("report.html"), page);
        } catch (IOException e) {
            throw new PlayException("the report could not be written: " + e.getMessage(), e);
        }
    }

    private static void requireSound(List<Proven> proven, List<Attempt> attempts) throws PlayException {
        for (Proven one : proven) {
            if (one.report().verdict().code().exit() != 0) {
                throw new PlayException(one.file() + " proves nothing: "
                        + one.report().verdict().sentence());
            }
        }
        for (Attempt attempt : attempts) {
            if (!attempt.refused()) {
                throw new PlayException("a forgery was not found out: the operator " + attempt.what());
            }
        }
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
