package org.demarche.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.KeyFile;
import org.demarche.client.Profile;
import org.demarche.client.ProfileException;
import org.demarche.client.Surroundings;
import org.demarche.client.cli.Liaison;
import org.demarche.client.transport.Pause;
import org.demarche.command.CommandRun;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.HubProcess;
import org.demarche.server.config.StoreAddress;

/**
 * Six parties, their desks, and a hub, in one directory. The hub runs as a process of its own, which can be killed ({@link #onRealClocks}), or in this process under
 * clocks that a test moves ({@link #onTwoClocks}); desks are real in both cases, and their clock is the test's where the hub's is.
 */
public final class World implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;
    private final Plan plan;
    private final HubHome home;
    private final List<HubHome> homes;
    private final Optional<TwoClocks> hubClocks;
    private final InstantSource deskClock;
    private final Map<String, Desk> desks = new LinkedHashMap<>();
    private final Map<String, Wire> wires = new LinkedHashMap<>();
    private final List<Throwable> defects = new ArrayList<>();
    private final Map<HubHome, HubChild> children = new LinkedHashMap<>();
    private Optional<HubProcess> process = Optional.empty();

    private World(
            Path directory, Plan plan, List<HubHome> homes, Optional<TwoClocks> hubClocks, InstantSource deskClock) {
        this.directory = directory;
        this.plan = plan;
        this.home = homes.get(0);
        this.homes = homes;
        this.hubClocks = hubClocks;
        this.deskClock = deskClock;
    }

    /** A world on the machine's clock, whose hub is a process, with the charter in force. The hub does not run yet. */
    public static World onRealClocks(Path directory, Plan plan) {
        return new World(directory, plan, List.of(Adopted.copy(plan, directory)), Optional.empty(), Clock.systemUTC());
    }

    /** A world on the machine's clock with several hubs on one database, each a process, with the charter in force. The hubs do not run yet. */
    public static World onDatabase(Path directory, Plan plan, String url, int hubs) {
        return onDatabase(directory, plan, url, hubs, 1);
    }

    /** The same, where so many standbys must have each commit. */
    public static World onDatabase(Path directory, Plan plan, String url, int hubs, int standbys) {
        return onDatabase(directory, plan, Collections.nCopies(hubs, Site.here(url, standbys)));
    }

    /** The same with a hub on each of these sites. */
    public static World onDatabase(Path directory, Plan plan, List<Site> sites) {
        HubHome single = Adopted.copy(plan, directory);
        List<HubHome> homes = single.shared(sites);
        Adopted.readdress(directory, quoted(single), addresses(homes));
        return new World(directory, plan, homes, Optional.empty(), Clock.systemUTC());
    }

    private static String quoted(HubHome home) {
        return "\"" + home.address() + "\"";
    }

    private static String addresses(List<HubHome> homes) {
        return homes.stream().map(World::quoted).collect(Collectors.joining(", "));
    }

    /** A world whose hub runs in this process; hub and desks share a clock that the test moves. The charter is in force; the hub does not run yet. */
    public static World onTwoClocks(Path directory, Plan plan) {
        return onTwoClocks(directory, plan, Adopted.copy(plan, directory));
    }

    /** The same, with a charter that nobody has assented to. */
    public static World draft(Path directory, Plan plan) {
        return onTwoClocks(directory, plan, HubHome.begin(hub(directory), plan));
    }

    private static World onTwoClocks(Path directory, Plan plan, HubHome home) {
        TwoClocks clocks = new TwoClocks(Instant.now());
        return new World(directory, plan, List.of(home), Optional.of(clocks), clocks);
    }

    /** A world whose hub runs in this process under a clock of its own, apart from the desks'. The charter is in force; the hub does not run yet. */
    public static World onClocksApart(Path directory, Plan plan) {
        HubHome home = Adopted.copy(plan, directory);
        Instant now = Instant.now();
        return new World(directory, plan, List.of(home), Optional.of(new TwoClocks(now)), new TwoClocks(now));
    }

    static Path hub(Path directory) {
        return directory.resolve("hub");
    }

    // The hub
    // --------------------------------------------------------------------------------------------------------------------------------------------------

    /** Starts the hub, or all that are not running, each on the same port and directory as ever. */
    public World start() {
        if (hubClocks.isEmpty()) {
            homes.forEach(h -> children.computeIfAbsent(h, HubChild::start));
            return this;
        }
        try {
            process = Optional.of(HubProcess.start(
                    HubFiles.config(home.directory(), Map.of()),
                    home.directory(),
                    hubClocks.get().forHub(),
                    RANDOM,
                    sentence -> {},
                    defects::add));
            return this;
        } catch (HubException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** Ends the hub, or all of them: {@code kill -9} for a process of its own; else it drains. */
    public void end() {
        homes.forEach(this::end);
        process.ifPresent(HubProcess::close);
        process = Optional.empty();
    }

    /** {@code kill -9} of one hub, if it runs. */
    public void end(HubHome one) {
        HubChild child = children.remove(one);
        if (child != null) {
            child.kill();
        }
    }

    /** Ends the hub and starts it anew. */
    public void restart() {
        end();
        start();
    }

    /** The hub's process. */
    public HubChild child() {
        return child(home);
    }

    /** The process of one of several hubs. */
    public HubChild child(HubHome one) {
        return Optional.ofNullable(children.get(one)).orElseThrow();
    }

    /** The directories of all hubs. */
    public List<HubHome> homes() {
        return homes;
    }

    /** The name of the database that the hubs share. */
    public String database() {
        return ((StoreAddress.Database) home.config().store()).database().url().database();
    }

    /** The hub's directory. */
    public HubHome home() {
        return home;
    }

    /** The clocks of a hub in this process. */
    public TwoClocks clocks() {
        return hubClocks.orElseThrow();
    }

    /** The desks' clock. */
    public InstantSource deskClock() {
        return deskClock;
    }

    /** The charter in short. */
    public Plan plan() {
        return plan;
    }

    // The desks
    // ------------------------------------------------------------------------------------------------------------------------------------------------

    /** The desk, such as {@code NO/watch}, connected; opened when it is first asked for. */
    public Desk desk(String name) {
        Desk known = desks.get(name);
        if (known == null) {
            try {
                known = open(name, deskClock);
            } catch (DeskException e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            }
            desks.put(name, known);
        }
        return known;
    }

    /** Opens a desk on another clock. The caller closes it. */
    public Desk open(String name, InstantSource clock) throws DeskException {
        return open(profile(name), clock);
    }

    /** Opens a desk with this profile. The caller closes it. */
    public Desk open(Profile profile, InstantSource clock) throws DeskException {
        return Desk.open(
                profile,
                KeyFile.Passphrase.inFile(profile.passphraseFile().orElseThrow()),
                surroundings(clock, sentence -> {}));
    }

    /** Real surroundings, but for the clock. */
    public Surroundings surroundings(InstantSource clock, Consumer<String> announce) {
        return new Surroundings(clock, RANDOM, Surroundings.real(announce).lines(), Pause.real(), announce);
    }

    /** Runs {@code liaison} as this desk. */
    public CommandRun liaison(String desk, Object... args) {
        return liaison(profileFile(desk), deskClock, args);
    }

    /** Runs {@code liaison} with this profile, on this clock. */
    public CommandRun liaison(Path profile, InstantSource clock, Object... args) {
        Map<String, String> environment = Map.of("LIAISON_PROFILE", profile.toString());
        return CommandRun.of(
                (a, in, out, err) ->
                        Liaison.run(a, in, out, err, environment, announce -> surroundings(clock, announce)),
                args);
    }

    /** Closes a desk; {@link #desk} opens it again, on what it has kept. */
    public void close(String name) {
        Desk desk = desks.remove(name);
        if (desk != null) {
            desk.close();
        }
    }

    /** Every desk that is open. */
    public List<Desk> desks() {
        return List.copyOf(desks.values());
    }

    /** A party's machine without an SDK: the bare services. */
    public Wire wire(String party) {
        return wire(party, home);
    }

    /** The same, connected to one of several hubs. */
    public Wire wire(String party, HubHome one) {
        return wires.computeIfAbsent(party + " at " + one.port(), key -> new Wire(this, party, one));
    }

    /** Every party assents, from its {@code watch} desk, with its root key. */
    public World adopt() {
        Plan.PARTIES.forEach(this::assent);
        return this;
    }

    /** A party assents with its root key and brings its keys. */
    public void assent(String party) {
        Desk desk = desk(party + "/watch");
        try {
            List<EnrolledKey> keys = new ArrayList<>();
            for (String post : List.of("root", "watch", "minister")) {
                keys.add(desk.prove(key(party + "/" + post), home.charter().hash()));
            }
            desk.assent(home.charter().hash(), key(party + "/root"), keys);
        } catch (DeskException e) {
            throw new AssertionError(party + ": " + e.getMessage(), e);
        }
    }

    /** The file of a key, such as {@code NO/root}. */
    public KeyFile key(String name) {
        Path file = machine(name).resolve(name.substring(name.indexOf('/') + 1) + ".key");
        write(file, Keys.sealed(name));
        return new KeyFile(file, f -> Keys.PASSPHRASE.clone());
    }

    /** The profile of a desk. */
    public Profile profile(String name) {
        try {
            return Profile.read(profileFile(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ProfileException e) {
            throw new AssertionError(e);
        }
    }

    /** The profile's file, with everything that it names. */
    public Path profileFile(String name) {
        String party = name.substring(0, name.indexOf('/'));
        Path machine = machine(name);
        Path file = machine.resolve("desk.toml");
        if (Files.exists(file)) {
            return file;
        }
        try {
            Files.write(machine.resolve("charter.toml"), home.charter().text().toByteArray());
            Files.writeString(machine.resolve("log.pub"), home.logKeys());
            key(name);
            write(machine.resolve("desk.pass"), Keys.PASSPHRASE);
            write(machine.resolve("tls.key"), Keys.tls(party).keyPem().getBytes(StandardCharsets.US_ASCII));
            Files.writeString(machine.resolve("tls.crt"), Keys.tls(party).certificatePem());
            return Files.writeString(file, """
                    status = "exercise"
                    party = "%s"
                    hubs = [%s]
                    hub_pins = ["%s"]
                    charter = "charter.toml"
                    charter_hash = "%s"
                    log_keys = "log.pub"
                    key = "%s.key"
                    passphrase_file = "desk.pass"
                    tls_key = "tls.key"
                    tls_certificate = "tls.crt"
                    state = "state"
                    """.formatted(
                            party,
                            addresses(homes),
                            home.pin().fingerprint(),
                            home.charter().hash().fingerprint(),
                            name.substring(name.indexOf('/') + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path machine(String name) {
        try {
            return Files.createDirectories(directory.resolve(name.replace('/', '-')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] secret) {
        try {
            if (!Files.exists(file)) {
                SecretFiles.write(file, secret);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes desks and hub; an error if the hub has met a defect of its own. */
    @Override
    public void close() {
        desks.values().forEach(Desk::close);
        wires.values().forEach(Wire::close);
        end();
        if (!defects.isEmpty()) {
            throw new AssertionError("the hub has met a defect of its own", defects.get(0));
        }
    }
}
