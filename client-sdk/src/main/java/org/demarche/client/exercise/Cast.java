package org.demarche.client.exercise;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.demarche.charter.Party;
import org.demarche.client.Delivery;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.DeskListener;
import org.demarche.client.Draft;
import org.demarche.client.KeyFile;
import org.demarche.client.OpenKey;
import org.demarche.client.Pending;
import org.demarche.client.Profile;
import org.demarche.client.ProfileException;
import org.demarche.client.Receipt;
import org.demarche.client.Surroundings;
import org.demarche.client.exercise.scenario.Actor;
import org.demarche.client.witness.Witnessing;
import org.demarche.evidence.Report;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.TierState;

/** The parties, each connected over a line of its own. The first of them is also the observer, by whose replay the play goes on. */
final class Cast implements Stage, AutoCloseable {
    private static final int AT_ONCE = 4;

    private final Installation installation;
    private final Map<String, Desk> desks;
    private final Desk observer;
    private final Witnesses witnesses;
    private final SignatureVerifier verifier;
    private final InstantSource clock;
    private final Object news = new Object();
    private long heard;
    private long told;
    private volatile long newestMs;
    private volatile String doubt = "";

    /**
     * Beside whom a cast plays.
     *
     * @param witnesses the parties' witnesses, at work
     * @param verifier checks the evidence
     */
    record Beside(Witnesses witnesses, SignatureVerifier verifier) {}

    private Cast(Installation installation, Beside beside, Map<String, Desk> desks, InstantSource clock)
            throws DeskException {
        this.installation = installation;
        this.witnesses = beside.witnesses();
        this.verifier = beside.verifier();
        this.clock = clock;
        this.desks = desks;
        this.observer = desks.values().iterator().next();
        observer.follow(new DeskListener() {
            @Override
            public void onEntry(Delivery entry) {
                newestMs = entry.acceptedAt().toEpochMilli();
                hear();
            }

            @Override
            public void onHead(Head head, boolean caughtUp) {
                hear();
            }
        });
    }

    /** Connects every party of the charter with its first desk's profile. */
    static Cast connect(Installation installation, Beside beside, InstantSource clock, Consumer<String> announce)
            throws PlayException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        Map<String, Future<Desk>> opening = new LinkedHashMap<>();
        Map<String, Desk> desks = new LinkedHashMap<>();
        boolean connected = false;
        try {
            for (Party party : installation.charter().parties()) {
                opening.put(party.id(), pool.submit(() -> open(installation, party, announce)));
            }
            for (Map.Entry<String, Future<Desk>> one : opening.entrySet()) {
                desks.put(one.getKey(), one.getValue().get());
            }
            Cast cast = new Cast(installation, beside, desks, clock);
            connected = true;
            return cast;
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new PlayException("a party could not connect: " + cause.getMessage(), cause);
        } catch (DeskException e) {
            throw new PlayException("the observer cannot follow: " + e.getMessage(), e);
        } finally {
            pool.shutdownNow();
            if (!connected) {
                desks.values().forEach(Desk::close);
            }
        }
    }

    private static Desk open(Installation installation, Party party, Consumer<String> announce)
            throws IOException, ProfileException, DeskException {
        PartyFiles files = installation.party(party.id());
        String first = party.desks().get(0).name();
        return Desk.open(
                Profile.read(files.profile(first)),
                KeyFile.Passphrase.inFile(files.passphrase(first)),
                Surroundings.real(announce));
    }

    /** The observer's desk. */
    Desk observer() {
        return observer;
    }

    /** The desk of a party. */
    Desk desk(String party) {
        return Optional.ofNullable(desks.get(party))
                .orElseThrow(() -> new IllegalArgumentException("party: " + party + " (expected: one of the charter)"));
    }

    private OpenKey key(String party, String name) {
        return Optional.ofNullable(installation.keys().get(party + "/" + name)).orElseThrow();
    }

    @Override
    public Receipt submit(Actor actor, Draft draft) throws DeskException {
        Desk desk = desk(actor.party());
        desk.catchUp();
        try {
            return desk.submit(draft, key(actor.party(), actor.desk()));
        } catch (DeskException.Refused e) {
            dropRefused(desk);
            throw e;
        }
    }

    /** What the hub refuses stays in the outbox, for an officer to mend; nobody will mend what the scenario has had refused on purpose. */
    private static void dropRefused(Desk desk) throws DeskException {
        for (Pending pending : desk.outbox()) {
            if (pending.status() == Pending.Status.REFUSED) {
                desk.drop(pending.id());
            }
        }
    }

    @Override
    public Receipt assent(String party) throws DeskException {
        Desk desk = desk(party);
        Sha256 charter = installation.charter().hash();
        List<EnrolledKey> keys = new ArrayList<>();
        for (org.demarche.charter.Desk post :
                installation.charter().party(party).orElseThrow().desks()) {
            keys.add(desk.prove(key(party, post.name()), charter));
        }
        OpenKey root = key(party, PartyFiles.ROOT);
        keys.add(desk.prove(root, charter));
        desk.catchUp();
        return desk.assent(charter, root, keys);
    }

    @Override
    public Receipt repeat(Actor actor, Receipt earlier) throws DeskException {
        return desk(actor.party()).submitSigned(signedNotice(earlier));
    }

    private static byte[] signedNotice(Receipt receipt) {
        try {
            return LogEntry.parseFrom(org.demarche.proto.v1.Receipt.parseFrom(receipt.bytes())
                            .getEntry())
                    .getNotice()
                    .toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("a verified receipt holds an entry", e);
        }
    }

    @Override
    public void stopWitness(String party) {
        witnesses.stop(party);
    }

    @Override
    public Optional<Vouched> vouched(Sha256 incident, int tier) throws DeskException {
        IncidentState state = observer.incident(incident).orElseThrow();
        long index = state.getTiersList().stream()
                .filter(t -> t.getTier() == tier)
                .mapToLong(TierState::getActivatedIndex)
                .findFirst()
                .orElse(state.getClockStartedIndex());
        if (observer.witnessed(index) instanceof Witnessing.NotYet) {
            return Optional.empty();
        }
        if (tier != 0) {
            return vouched(observer.evidence(incident, tier));
        }
        Sha256 start =
                observer.entries(index, Optional.of(incident)).get(0).id().orElseThrow();
        return vouched(observer.evidence(start));
    }

    /** Who vouches for what a bundle of evidence proves; empty: nobody yet, or not all that the charter asks. */
    Optional<Vouched> vouched(byte[] bundle) {
        Report report = Verification.verify(bundle, installation.charter().hash(), Optional.empty(), verifier);
        Optional<Vouched> vouched = Vouched.in(report);
        doubt = vouched.isPresent()
                ? ""
                : "; its evidence says: " + report.verdict().sentence();
        return vouched;
    }

    @Override
    public String unvouched() throws InterruptedException {
        return witnesses.troubles() + doubt;
    }

    @Override
    public boolean inForce() {
        return observer.inForce();
    }

    @Override
    public Optional<IncidentState> incident(Sha256 id) {
        return observer.incident(id);
    }

    @Override
    public long size() {
        return observer.head().size();
    }

    @Override
    public long newestMs() {
        return newestMs;
    }

    @Override
    public void await(long atMostMs) throws InterruptedException {
        synchronized (news) {
            // A notice that comes between two calls is not missed: what has been heard since the last one ends this one
            // at once.
            if (heard == told) {
                news.wait(atMostMs);
            }
            told = heard;
        }
    }

    private void hear() {
        synchronized (news) {
            heard++;
            news.notifyAll();
        }
    }

    @Override
    public long nowMs() {
        return clock.millis();
    }

    @Override
    public void close() {
        desks.values().forEach(Desk::close);
    }
}
