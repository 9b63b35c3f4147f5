package org.demarche.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.LogKeys;
import org.demarche.client.follow.Exhibits;
import org.demarche.client.follow.Follower;
import org.demarche.client.follow.MissingLogKeyException;
import org.demarche.client.follow.Prosecutor;
import org.demarche.client.follow.ReceiptCheck;
import org.demarche.client.follow.RefusalCheck;
import org.demarche.client.follow.Replica;
import org.demarche.client.follow.StateCheck;
import org.demarche.client.follow.Trust;
import org.demarche.client.outbox.Outbox;
import org.demarche.client.transport.Line;
import org.demarche.client.transport.LineException;
import org.demarche.client.transport.RemoteHub;
import org.demarche.client.witness.WitnessedHeads;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.Verifiers;
import org.demarche.refusal.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a desk is made of, wired by hand in one place.
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
        Records records,
        Connection connection,
        Confidence confidence,
        Clocks clocks,
        LateWitnesses late,
        Watch watch,
        Failures failures,
        Deliveries deliveries,
        Dispatch dispatch,
        Signing signing,
        Comparing comparing,
        Evidence evidence) {
    /** Most bytes of entries that are asked for to prove a lie. */
    private static final long MOST_SERVED = 64L << 20;

    private static final Logger LOGGER = LoggerFactory.getLogger(Desk.class);

    /** Announces to the log of the surrounding software. */
    static final Consumer<String> LOG = LOGGER::warn;

    /** Chosen once for the process, while the first desk reads its files: it takes a good part of a second. */
    private static final CompletableFuture<SignatureVerifier> VERIFIER =
            CompletableFuture.supplyAsync(() -> Verifiers.fastest(LOGGER::debug));

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
        InstantSource clock = surroundings.clock();
        RefusalCheck refusals = new RefusalCheck(replica, trust);
        Failures failures = new Failures(refusals::open, hub.description());
        Deliveries deliveries = new Deliveries(replica, witnessed, surroundings.announce());
        Prosecutor prosecutor = new Prosecutor(replica, trust, size -> served(hub, size));
        Confidence confidence = new Confidence(replica, exhibits(profile), prosecutor, clock);
        Clocks clocks = new Clocks();
        LateWitnesses late = new LateWitnesses(replica, witnessed, clock);
        Watch watch = new Watch(replica, witnessed, confidence, failures, deliveries, clock, hub.hubs());
        confidence.onLoss(watch::lost);
        StateCheck states = new StateCheck(replica, trust);
        Probing probing =
                new Probing(hub, clock, replica, states, confidence, clocks, late, watch, failures, deliveries);
        Follower follower = new Follower(hub, replica, clock, surroundings.pause(), watch);
        return new DeskParts(
                profile,
                surroundings,
                online,
                replica,
                witnessed,
                new Records(profile, replica, deliveries),
                new Connection(line, follower, replica, confidence, watch, probing, surroundings.announce()),
                confidence,
                clocks,
                late,
                watch,
                failures,
                deliveries,
                new Dispatch(
                        outbox,
                        profile.state().resolve("receipts"),
                        hub,
                        replica,
                        witnessed,
                        new ReceiptCheck(replica, trust),
                        refusals,
                        failures,
                        confidence,
                        clocks,
                        watch,
                        clock),
                new Signing(
                        profile.party(),
                        profile.key().map(key -> new KeyFile(key, passphrase)),
                        replica,
                        clock,
                        surroundings.random()),
                new Comparing(profile, replica, refusals, confidence),
                new Evidence(hub, failures, trust, confidence));
    }

    /** What the hub serves now of its first {@code size} entries, for the proof that it is not what it served before; none if it does not answer. */
    static List<byte[]> served(RemoteHub hub, long size) {
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

    void requireOnline() throws DeskException {
        if (!online) {
            throw new DeskException.Invalid(
                    "this desk is offline",
                    "sign here with --sign-only FILE, and submit the file from a desk with a network");
        }
        confidence.require();
    }

    long nowMs() {
        return surroundings.clock().millis();
    }

    void close() {
        connection.close();
        deliveries.close();
        try {
            replica.close();
        } catch (IOException e) {
            surroundings.announce().accept("the desk's copy of the log could not be closed: " + e.getMessage());
        }
    }
}
