package org.demarche.client;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.demarche.charter.Charter;
import org.demarche.charter.Predecessor;
import org.demarche.checkpoint.LogKeys;
import org.demarche.client.follow.Exhibits;
import org.demarche.client.follow.Follower;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.MissingLogKeyException;
import org.demarche.client.follow.Prosecutor;
import org.demarche.client.follow.ReceiptCheck;
import org.demarche.client.follow.RefusalCheck;
import org.demarche.client.follow.Replica;
import org.demarche.client.follow.Trust;
import org.demarche.client.outbox.Outbox;
import org.demarche.client.transport.ClockProbe;
import org.demarche.client.transport.Line;
import org.demarche.client.transport.LineException;
import org.demarche.client.transport.RemoteHub;
import org.demarche.client.witness.WitnessedHeads;
import org.demarche.copy.CopyDigest;
import org.demarche.escalation.Entry;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.Verifiers;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.proto.v1.SignedState;
import org.demarche.refusal.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a desk is made of, wired by hand in one place: the copy of the log, the outbox, the line, and the two threads that follow the log and compare the clocks.
 *
 * @param profile who the desk is
 * @param surroundings what it runs in
 * @param online whether it connects
 */
record DeskParts(
        Profile profile,
        Surroundings surroundings,
        boolean online,
        Replica replica,
        WitnessedHeads witnessed,
        Line line,
        Failures failures,
        Watch watch,
        Deliveries deliveries,
        Dispatch dispatch,
        Signing signing,
        RefusalCheck refusals,
        Evidence evidence,
        Thread follower,
        ScheduledExecutorService probes) {
    /** Most bytes of entries that are asked for to prove a lie. */
    private static final long MOST_SERVED = 64L << 20;

    private static final Logger LOGGER = LoggerFactory.getLogger(Desk.class);

    /** Announces to the log of the surrounding software. */
    static final Consumer<String> LOG = LOGGER::warn;

    /** Chosen once for the process, while the first desk reads its files: it takes a good part of a second. */
    private static final CompletableFuture<SignatureVerifier> VERIFIER =
            CompletableFuture.supplyAsync(() -> Verifiers.fastest(LOGGER::debug));

    private static final long PROBE_SECONDS = 10;
    private static final Duration FIRST_CATCH_UP = Duration.ofSeconds(60);
    private static final Duration CATCH_UP = Duration.ofSeconds(20);
    private static final long CLOSE_MS = 2000;

    static DeskParts assemble(Profile profile, KeyFile.Passphrase passphrase, Surroundings surroundings, boolean online)
            throws DeskException {
        Charter charter = DeskFiles.charter(profile);
        LogKeys keys = DeskFiles.logKeys(profile, charter);
        requireNoLie(exhibits(profile), online);
        Outbox outbox = outbox(profile);
        Line line = Line.none();
        if (online) {
            line = surroundings.lines().open(profile);
            // Whether the hub may be believed at all is known by the time the copy has been read.
            line.connect();
        }
        Trust trust = new Trust(charter, keys, VERIFIER.join(), surroundings.clock());
        try {
            Replica replica = replica(profile, trust);
            try {
                WitnessedHeads witnessed = WitnessedHeads.open(profile.state().resolve("log"), replica);
                return assemble(profile, passphrase, surroundings, online, trust, outbox, replica, witnessed, line);
            } catch (IOException e) {
                replica.close();
                throw e;
            }
        } catch (IOException e) {
            line.close();
            throw DeskFiles.unreadable(profile.state(), "state", e);
        } catch (DeskException e) {
            line.close();
            throw e;
        }
    }

    private static DeskParts assemble(
            Profile profile,
            KeyFile.Passphrase passphrase,
            Surroundings surroundings,
            boolean online,
            Trust trust,
            Outbox outbox,
            Replica replica,
            WitnessedHeads witnessed,
            Line line) {
        RemoteHub hub = new RemoteHub(line);
        RefusalCheck refusals = new RefusalCheck(replica, trust.keys());
        Deliveries deliveries = new Deliveries(replica, witnessed, surroundings.announce());
        Failures failures = new Failures(refusals::open, hub.description());
        Watch watch = new Watch(
                replica,
                witnessed,
                exhibits(profile),
                new Prosecutor(replica, trust, size -> served(hub, size)),
                surroundings.clock(),
                failures,
                deliveries,
                hub.hubs());
        Dispatch dispatch = new Dispatch(
                outbox,
                profile.state().resolve("receipts"),
                hub,
                replica,
                witnessed,
                new ReceiptCheck(replica, trust),
                failures,
                watch,
                surroundings.clock());
        Signing signing = new Signing(
                profile.party(),
                profile.key().map(key -> new KeyFile(key, passphrase)),
                replica,
                surroundings.clock(),
                surroundings.random());
        Thread follower = new Thread(
                new Follower(hub, replica, surroundings.clock(), surroundings.pause(), watch), "demarche-follower");
        follower.setDaemon(true);
        ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread t = new Thread(task, "demarche-clock");
            t.setDaemon(true);
            return t;
        });
        Evidence evidence = new Evidence(hub, failures, trust, watch);
        return new DeskParts(
                profile,
                surroundings,
                online,
                replica,
                witnessed,
                line,
                failures,
                watch,
                deliveries,
                dispatch,
                signing,
                refusals,
                evidence,
                follower,
                probes);
    }

    /** What the hub serves now of its first {@code size} entries, for the proof that it is not what it served before; none if it does not answer. */
    private static List<byte[]> served(RemoteHub hub, long size) {
        try {
            return hub.entries(size, MOST_SERVED);
        } catch (LineException e) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static Exhibits exhibits(Profile profile) {
        return new Exhibits(profile.state().resolve("misbehaviour"));
    }

    private static void requireNoLie(Exhibits exhibits, boolean online) throws DeskException {
        try {
            Optional<Path> standing = online ? exhibits.standing() : Optional.empty();
            if (standing.isPresent()) {
                throw new DeskException.Misconfigured(
                        "this hub was caught at what can't be true, and is not trusted since; its own bytes are in "
                                + standing.get(),
                        "when the parties have settled it, move the file away, and the desk connects again");
            }
        } catch (IOException e) {
            throw DeskFiles.unreadable(Path.of("misbehaviour"), "state", e);
        }
    }

    private static Outbox outbox(Profile profile) throws DeskException {
        try {
            return new Outbox(profile.state().resolve("outbox"));
        } catch (IOException e) {
            throw DeskFiles.unreadable(profile.state(), "state", e);
        }
    }

    private static Replica replica(Profile profile, Trust trust) throws DeskException {
        try {
            return Replica.open(profile.state().resolve("log"), trust);
        } catch (MissingLogKeyException e) {
            throw new DeskException.Misconfigured(
                    profile.logKeys() + ": " + e.getMessage(),
                    "get the newest file of log keys from the operator, and add it: `demarche liaison profile log-keys FILE`",
                    e);
        } catch (IOException e) {
            throw DeskFiles.unreadable(profile.state(), "state", e);
        } catch (RefusedException e) {
            throw new DeskException.Misconfigured(
                    profile.state() + ": " + e.refusal().sentence(),
                    "the state folder belongs to another charter; name another one in the profile",
                    e);
        }
    }

    /** Begins to follow and to compare the clocks, and waits for the first comparison alone: whoever runs on, whatever comes, hears of the rest. */
    void begin() throws InterruptedException {
        ClockProbe probe = new ClockProbe(new RemoteHub(line), surroundings.clock());
        follower.start();
        watch.probe(probe);
        probe(probe);
    }

    /** Compares the clocks, begins to follow, and waits for the end of the log. */
    void connect() throws DeskException {
        ClockProbe probe = new ClockProbe(new RemoteHub(line), surroundings.clock());
        follower.start();
        requireAnswer(probe);
        watch.await(0, FIRST_CATCH_UP);
        if (new RemoteHub(line).hubs() > 1) {
            awaitSeen();
        }
        probe(probe);
    }

    private void probe(ClockProbe probe) {
        probes.scheduleWithFixedDelay(
                () -> {
                    try {
                        watch.probe(probe);
                        watch.look(this::states);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        // One that is let go would end the comparing for ever, and nobody would know.
                        watch.faulted(e);
                    }
                },
                PROBE_SECONDS,
                PROBE_SECONDS,
                TimeUnit.SECONDS);
    }

    /** Of several hubs the first that answers may be behind another: one is waited for that shows what this desk has been shown before. */
    void awaitSeen() throws DeskException {
        long seen = replica.greatestSeen();
        watch.awaitShown(seen, CATCH_UP)
                .ifPresent(why -> surroundings
                        .announce()
                        .accept("no hub shows the " + seen
                                + " entries that this desk has seen, and what is shown here is the log as of "
                                + replica.size() + ": " + why.getMessage() + "; " + why.hint()));
    }

    Head catchUp() throws DeskException {
        long claimed = requireAnswer(new ClockProbe(new RemoteHub(line), surroundings.clock()));
        watch.await(Math.max(replica.greatestSeen(), claimed), CATCH_UP);
        try {
            watch.look(this::states);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeskException.Unreachable("interrupted", "try again", e);
        }
        watch.requireTrust();
        return replica.head();
    }

    private List<SignedState> states() throws LineException, InterruptedException {
        return new RemoteHub(line).states(surroundings.clock().millis());
    }

    /** Returns the size of the head that the hub has shown. */
    private long requireAnswer(ClockProbe probe) throws DeskException {
        try {
            Watch.Probed probed = watch.probe(probe);
            if (probed.unanswered().isPresent()) {
                throw probed.unanswered().get();
            }
            return probed.claimed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeskException.Unreachable("interrupted", "try again", e);
        }
    }

    void requireOnline() throws DeskException {
        if (!online) {
            throw new DeskException.Invalid(
                    "this desk is offline",
                    "sign here with --sign-only FILE, and submit the file from a desk with a network");
        }
        watch.requireTrust();
    }

    Optional<Delivery> find(Sha256 notice) throws DeskException {
        OptionalLong index = replica.index(notice);
        return index.isPresent() ? Optional.of(delivery(index.getAsLong())) : Optional.empty();
    }

    Sha256 resolve(String hex) throws DeskException {
        if (!hex.matches("[0-9a-f]{6,64}")) {
            throw new DeskException.Invalid(
                    "\"" + hex + "\" is no id (expected: 6 to 64 lower-case hex digits)",
                    "`demarche liaison inbox` lists the notices with their ids");
        }
        Optional<Sha256> whole = Sha256.parseHex(hex);
        if (whole.isPresent()) {
            return whole.get();
        }
        List<Sha256> found = replica.noticesBeginning(hex, 2);
        if (found.size() != 1) {
            throw new DeskException.Invalid(
                    found.isEmpty() ? "the log has no notice " + hex + "…" : "more than one notice begins with " + hex,
                    found.isEmpty()
                            ? "`demarche liaison inbox` lists the notices with their ids"
                            : "write more of its digits");
        }
        return found.get(0);
    }

    List<Delivery> entries(long from, Optional<Sha256> incident) throws DeskException {
        List<Delivery> found = new ArrayList<>();
        for (long index = from; index < replica.size(); index++) {
            Delivery delivery = delivery(index);
            if (incident.isEmpty() || incident.equals(delivery.incident())) {
                found.add(delivery);
            }
        }
        return found;
    }

    private Delivery delivery(long index) throws DeskException {
        try {
            Entry entry = replica.entry(index);
            return deliveries.delivery(entry);
        } catch (IOException e) {
            throw DeskFiles.unreadable(profile.state(), "state", e);
        }
    }

    Predecessor predecessor() throws DeskException {
        long size = replica.size();
        if (size == 0) {
            throw new DeskException.Misconfigured("this desk has seen nothing yet", "connect once");
        }
        CopyDigest digest = new CopyDigest();
        try {
            for (long index = 0; index < size; index++) {
                digest.add(replica.entry(index).bytes());
            }
        } catch (IOException e) {
            throw DeskFiles.unreadable(profile.state(), "state", e);
        }
        return digest.end(replica.charter().log().origin(), profile.charterHash());
    }

    Optional<HubRefusal> openRefusal(byte[] bytes) throws DeskException {
        SignedRefusal signed;
        try {
            signed = SignedRefusal.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
        Optional<HubRefusal> word = refusals.open(signed).map(opened -> HubRefusal.of(opened, signed));
        if (word.isPresent()) {
            try {
                replica.requireBehind(word.get().head(), signed);
            } catch (LieException e) {
                throw watch.lied(e);
            }
        }
        return word;
    }

    Comparison compare(byte[] head) throws DeskException {
        try {
            return new Comparing(replica).compare(head);
        } catch (LieException e) {
            throw watch.lied(e);
        } catch (IOException e) {
            throw DeskFiles.unreadable(profile.state(), "state", e);
        }
    }

    Optional<DeskException.NotWitnessed> lateWitnesses() throws DeskException {
        try {
            return watch.lateWitnesses();
        } catch (IOException e) {
            throw DeskFiles.unreadable(profile.state(), "state", e);
        }
    }

    long nowMs() {
        return surroundings.clock().millis();
    }

    void close() {
        probes.shutdownNow();
        follower.interrupt();
        try {
            follower.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        line.close();
        deliveries.close();
        try {
            replica.close();
        } catch (IOException e) {
            surroundings.announce().accept("the desk's copy of the log could not be closed: " + e.getMessage());
        }
    }
}
