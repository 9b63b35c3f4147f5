package org.demarche.server;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.demarche.escalation.Incident;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.backup.BackupWatch;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.console.BoardServer;
import org.demarche.server.console.Lookout;
import org.demarche.server.console.Minutes;
import org.demarche.server.console.Surveyor;
import org.demarche.server.delivery.Followers;
import org.demarche.server.evidence.Bundles;
import org.demarche.server.intake.Intake;
import org.demarche.server.intake.Quotas;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.server.intake.Streams;
import org.demarche.server.intake.VerificationPool;
import org.demarche.server.log.Appender;
import org.demarche.server.log.Contact;
import org.demarche.server.log.EntryListener;
import org.demarche.server.log.HeadTrail;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.log.Receipts;
import org.demarche.server.log.Refusals;
import org.demarche.server.log.Sequencer;
import org.demarche.server.log.States;
import org.demarche.server.log.WarmUp;
import org.demarche.server.operations.Unreceived;
import org.demarche.server.operations.Watched;
import org.demarche.server.quorum.Deadlines;
import org.demarche.server.quorum.Incidents;
import org.demarche.server.rpc.HubServices;
import org.demarche.server.rpc.Services;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.tiles.LogFiles;
import org.demarche.server.tiles.Readers;
import org.demarche.server.timestamp.Stamping;
import org.demarche.server.timestamp.TimeAuthorities;
import org.demarche.server.witness.Offers;
import org.demarche.server.witness.Witnessing;

/**
 * What a hub does, put together by hand: intake, log, quorum, delivery. {@link HubProcess} adds what makes it a process: files, listener, timer. It works from the
 * moment it is made; to end it, {@link #drain}, then {@link #finish}, then {@link #close}.
 */
public final class HubCore implements AutoCloseable {
    private static final int SIGNED_REFUSALS_PER_MINUTE = 120;
    private static final long ENTRIES_IN_MEMORY_BYTES = 64L << 20;
    private static final int LAST_ANSWERS_S = 5;
    /** The newest head is left anew every so many calls, though the log has not grown. */
    private static final int IDLE_TRAIL = 5;

    private final HubLog log;
    private final HubClock clock;
    private final WarmUp warmUp;
    private final Contact contact;
    private final VerificationPool pool;
    private final Appender appender;
    private final Sequencer sequencer;
    private final Intake intake;
    private final Followers followers;
    private final Incidents incidents;
    private final Witnessing witnessing;
    private final Stamping stamping;
    private final Optional<Deadlines> deadlines;
    private final Optional<HeadTrail> trail;
    private final ExecutorService executor;
    private final Readiness readiness;
    private final HubServices services;
    private final Readers readers;
    private final Optional<Lookout.Parts> parts;
    private final Surveyor surveyor;
    private final Watched watched;

    /**
     * Replays the log, and begins to work.
     *
     * @param witnesses how witnesses are asked
     * @param timeAuthorities who is asked for the time
     * @param store what the log is kept in; stays its owner's to close
     * @param role whether it takes notices in, or only reads
     * @param clock the machine's clocks
     * @param random gives requests for the time their nonces
     * @param minutes are told every entry, where there is a board; empty: there is none
     * @param onDefect is told when the state in memory can no longer be trusted: the process must end
     * @throws StoreException if the store is empty, cannot be read, or holds what this hub would not have written
     */
    public HubCore(
            HubConfig.Limits limits,
            HubConfig.Witnesses witnesses,
            TimeAuthorities timeAuthorities,
            LogStore store,
            Role role,
            SignatureVerifier verifier,
            HubClock clock,
            SecureRandom random,
            Optional<Minutes> minutes,
            Consumer<Throwable> onDefect) {
        int cores = Runtime.getRuntime().availableProcessors();
        this.clock = clock;
        Unreceived unreceived = new Unreceived();
        EntryListener onEntry = minutes.<EntryListener>map(unreceived::before).orElse(unreceived);
        log = new HubLog(store, role.heads(store, clock::wallMs), verifier, ENTRIES_IN_MEMORY_BYTES, onEntry);
        warmUp = new WarmUp(log, verifier, clock.monotonicNanos());
        contact = new Contact(store, clock::monotonicMs);
        ClockGuard guard = new ClockGuard(clock);
        pool = new VerificationPool(cores);
        appender = new Appender(log);
        sequencer = new Sequencer(log, appender, guard, limits.batch(), pool::waiting, onDefect);
        Quotas quotas = new Quotas(
                Map.of(
                        Use.NOTICE, limits.noticesPerMinute(),
                        Use.FLASH, limits.flashPerMinute(),
                        Use.ROOT, limits.rootPerMinute(),
                        Use.REQUEST, limits.requestsPerMinute(),
                        Use.FILE, limits.requestsPerMinute(),
                        Use.SIGNED_REFUSAL, SIGNED_REFUSALS_PER_MINUTE),
                clock.monotonicNanos());
        intake = new Intake(log, guard, quotas, verifier, pool, sequencer, limits.waiting(), role.closed());

        executor = Executors.newFixedThreadPool(Math.max(2, cores), new Daemons("hub"));
        Collection<Incident> known = log.incidents();
        incidents = new Incidents(known, log.published());
        boolean writes = role instanceof Role.Writes;
        deadlines = writes
                ? Optional.of(new Deadlines(log, guard, clock::wallMs, sequencer::offer, known))
                : Optional.empty();
        trail = writes ? store.heads().map(heads -> new HeadTrail(log, heads, IDLE_TRAIL)) : Optional.empty();
        witnessing = new Witnessing(log, store.cosigned(), witnesses, pool, clock, writes);
        stamping = new Stamping(log, witnessing.heads(), store.stamped(), timeAuthorities, clock, random, writes);
        followers = new Followers(log, witnessing.heads(), executor);
        // What grows is durable, so the hub was at the end of the log just now, however long its next probe waits.
        log.addListener((published, moved) -> contact.knewAll(clock.monotonicMs()));
        log.addListener(followers);
        log.addListener(incidents);
        deadlines.ifPresent(log::addListener);
        witnessing.heads().onNewer(followers::wakeAll);
        Streams streams = new Streams(limits.streamsPerParty());
        services = new HubServices(
                log,
                contact,
                intake,
                new Receipts(log),
                new Refusals(log, clock::wallMs),
                new States(log),
                quotas,
                streams,
                guard,
                followers,
                incidents,
                new Bundles(log, witnessing.heads(), stamping.heads()),
                witnessing,
                executor);
        readers = new Readers(
                new LogFiles(log, witnessing.heads()::note),
                pin -> log.published().governance().partyOfPin(pin),
                contact::refusal,
                quotas,
                new Streams(limits.streamsPerParty()));
        readiness = new Readiness(log, guard, sequencer, appender, contact);
        parts = minutes.map(written -> new Lookout.Parts(
                log,
                written,
                incidents,
                guard,
                clock,
                intake,
                limits.waiting(),
                quotas,
                followers,
                witnessing.heads(),
                this::whyNotReady,
                writes));
        surveyor = surveyor(store, witnesses);
        watched = new Watched(
                log,
                contact,
                unreceived,
                guard,
                clock,
                intake,
                incidents,
                followers,
                streams,
                witnessing.heads(),
                surveyor(store, witnesses),
                pool::waiting);
        store.onGrowth(sequencer::follow);
        sequencer.start();
    }

    /** Whoever surveys does so on a thread of its own. */
    private Surveyor surveyor(LogStore store, HubConfig.Witnesses witnesses) {
        return new Surveyor(
                () -> log.published().governance().charter(),
                store.cosigned(),
                store.stamped(),
                store::peers,
                witnesses.foreign(),
                clock::monotonicMs);
    }

    /**
     * Does what it will do for each notice until that gets no quicker; to be called before anybody can reach the hub.
     *
     * @throws StoreException if the store cannot be read, or holds what this hub would not have written
     */
    void warmUp() {
        warmUp.run();
    }

    /** What the services stand on. */
    public HubServices services() {
        return services;
    }

    /** Those who read the log's files. */
    public Readers readers() {
        return readers;
    }

    /** What the board shows; empty: there is none. */
    Optional<BoardServer.Sight> sight(BackupWatch backups) {
        return parts.map(all -> new BoardServer.Sight(all, surveyor, backups, clock));
    }

    /** What metrics are read off. */
    Watched watched() {
        return watched;
    }

    /** The log as it stands. */
    public Published published() {
        return log.published();
    }

    /** The head of the log when it had {@code size} entries; it must have as many. */
    Head headAt(long size) {
        return log.tree().headAt(size);
    }

    /** Has marks put into the log for what has fallen due; to be called often. */
    void tick() {
        deadlines.ifPresent(Deadlines::tick);
    }

    /** Leaves signed heads in the store for hubs that only read; to be called about once a second, on a thread that may wait for the medium. */
    void leaveHeads() {
        trail.ifPresent(HeadTrail::leave);
    }

    /** Offers heads to witnesses, and shows what they have cosigned; to be called several times in each pause between two offers, on a thread that may wait for the medium. */
    public void attendWitnesses() {
        witnessing.attend();
    }

    /** Has time authorities stamp heads; to be called about once a second, on a thread that may wait for the medium. */
    public void attendTimeAuthorities() {
        stamping.attend();
    }

    /** Sends everybody who has caught up the newest head; to be called every few seconds. */
    void beat() {
        if (contact.refusal().isEmpty()) {
            followers.beat();
        }
    }

    /** Sends everybody away whom it may keep from what another hub knows; to be called often. */
    void partIfCutOff() {
        contact.refusal().ifPresent(this::part);
    }

    private void part(Refusal why) {
        incidents.wakeAll();
        witnessing.offers().ifPresent(Offers::wakeAll);
        followers.part(why);
    }

    /** Why nothing can be appended at present, in a sentence for the operator; empty: it can. */
    Optional<String> whyNotReady() {
        return readiness.whyNot();
    }

    /** Which services do what they are there for. */
    Services serving() {
        boolean reads = contact.refusal().isEmpty();
        return new Services(
                whyNotReady().isEmpty(),
                reads,
                reads && !sequencer.hasStopped() && witnessing.offers().isPresent());
    }

    /** Whether the thread that gives notices their place has ended. */
    boolean hasStopped() {
        return sequencer.hasStopped();
    }

    /** Asks the store how it is; to be called often, on a thread that may wait for the medium. */
    void probe() {
        long askedMs = clock.monotonicMs();
        boolean answered = appender.probe();
        contact.answered(clock.monotonicMs() - askedMs);
        if (answered) {
            sequencer.follow().thenAccept(all -> {
                if (all) {
                    contact.knewAll(askedMs);
                }
            });
        }
    }

    /** Takes nothing new, and tells everybody who listens to a stream. */
    public void drain() {
        intake.drain();
        part(new Refusal(Reason.NOT_READY, "the hub is stopping; follow it again in a moment, or another"));
    }

    /** Verifies, commits and answers what has been taken in. */
    void finish() throws InterruptedException {
        pool.close();
        sequencer.close();
        witnessing.close();
        stamping.close();
    }

    /** Ends its threads. */
    @Override
    public void close() {
        try {
            finish();
            executor.shutdown();
            executor.awaitTermination(LAST_ANSWERS_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
