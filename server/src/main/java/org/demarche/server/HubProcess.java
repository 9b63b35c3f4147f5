package org.demarche.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.demarche.escalation.Incident;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.TlsIdentity;
import org.demarche.key.Verifiers;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.clock.HubClock;
import org.demarche.server.clock.Reading;
import org.demarche.server.config.HubConfig;
import org.demarche.server.delivery.Followers;
import org.demarche.server.evidence.Bundles;
import org.demarche.server.intake.Intake;
import org.demarche.server.intake.Quotas;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.server.intake.VerificationPool;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.log.Receipts;
import org.demarche.server.log.Refusals;
import org.demarche.server.log.Sequencer;
import org.demarche.server.quorum.Deadlines;
import org.demarche.server.quorum.Incidents;
import org.demarche.server.rpc.GrpcServer;
import org.demarche.server.rpc.HubServices;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.sqlite.SqliteStore;
import org.demarche.server.tls.HubTls;
import org.demarche.server.tls.PinTrust;
import org.demarche.server.tls.TlsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running hub: everything is put together here, by hand. Reads its keys, replays its log, listens; {@link #close} drains it, so that whatever it took in is
 * durable and answered before it ends.
 */
public final class HubProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HubProcess.class);
    private static final int TICK_MS = 20;
    private static final int READINESS_MS = 500;
    private static final int SIGNED_REFUSALS_PER_MINUTE = 120;
    private static final int GRACE_MS = 2_000;
    private static final long ENTRIES_IN_MEMORY_BYTES = 64L << 20;

    private final Path directory;
    private final HubLock lock;
    private final LogStore store;
    private final HubLog log;
    private final ClockGuard guard;
    private final VerificationPool pool;
    private final Sequencer sequencer;
    private final Intake intake;
    private final Followers followers;
    private final Incidents incidents;
    private final ExecutorService executor;
    private final ScheduledExecutorService timer;
    private final GrpcServer server;
    private final Sha256 pin;
    private volatile boolean serving = true;

    /**
     * Starts a hub.
     *
     * @param directory where its files are
     * @param clock the machine's clocks
     * @param random names reports
     * @param announce is told, a sentence at a time, what the operator should know
     * @param onDefect is told when the hub has met a defect of its own after which it must not go on: end the process
     * @throws HubException if it cannot run as it is set up; then nothing is left open
     */
    public static HubProcess start(
            HubConfig config,
            Path directory,
            HubClock clock,
            SecureRandom random,
            Consumer<String> announce,
            Consumer<Throwable> onDefect)
            throws HubException {
        HubLock lock = HubLock.take(directory);
        LogStore store = null;
        try {
            // What a killed hub has left behind would lead its readers astray.
            Files.deleteIfExists(directory.resolve(HubFiles.ADDRESS));
            List<LogSigningKey> logKeys = HubFiles.logKeys(config);
            TlsIdentity identity = HubFiles.tlsIdentity(config);
            SignatureVerifier verifier = Verifiers.fastest(announce);
            SqliteStore.openToRead(config.store()).close();
            store = SqliteStore.open(config.store());
            return new HubProcess(
                    config, directory, lock, store, logKeys, identity, verifier, clock, random, announce, onDefect);
        } catch (StoreException e) {
            abandon(lock, store);
            throw new HubException(HubException.SETUP, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            abandon(lock, store);
            throw new HubException(HubException.SETUP, directory + " cannot be written: " + e.getMessage(), e);
        } catch (HubException | RuntimeException e) {
            abandon(lock, store);
            throw e;
        }
    }

    private HubProcess(
            HubConfig config,
            Path directory,
            HubLock lock,
            LogStore store,
            List<LogSigningKey> logKeys,
            TlsIdentity identity,
            SignatureVerifier verifier,
            HubClock clock,
            SecureRandom random,
            Consumer<String> announce,
            Consumer<Throwable> onDefect)
            throws HubException {
        this.directory = directory;
        this.lock = lock;
        this.store = store;
        this.pin = identity.pin();
        int cores = Runtime.getRuntime().availableProcessors();
        HubConfig.Limits limits = config.limits();

        log = new HubLog(store, logKeys, verifier, clock::wallMs, ENTRIES_IN_MEMORY_BYTES);
        guard = new ClockGuard(clock);
        sequencer = new Sequencer(log, guard, limits.batch(), onDefect);
        pool = new VerificationPool(cores);
        Quotas quotas = new Quotas(
                Map.of(
                        Use.NOTICE, limits.noticesPerMinute(),
                        Use.FLASH, limits.flashPerMinute(),
                        Use.ROOT, limits.rootPerMinute(),
                        Use.REQUEST, limits.requestsPerMinute(),
                        Use.SIGNED_REFUSAL, SIGNED_REFUSALS_PER_MINUTE),
                clock.monotonicNanos());
        intake = new Intake(log, guard, quotas, verifier, pool, sequencer, limits.waiting());

        executor = Executors.newFixedThreadPool(Math.max(2, cores), daemons("hub"));
        timer = Executors.newScheduledThreadPool(1, daemons("timer"));
        Collection<Incident> known = log.incidents();
        incidents = new Incidents(known);
        Deadlines deadlines = new Deadlines(log, guard, clock::wallMs, sequencer::offer, known);
        followers = new Followers(log, executor);
        log.addListener(followers);
        log.addListener(incidents);
        log.addListener(deadlines);

        HubServices services = new HubServices(
                log,
                intake,
                new Receipts(log),
                new Refusals(log, clock::wallMs),
                quotas,
                guard,
                followers,
                incidents,
                new Bundles(log),
                executor);
        sequencer.start();
        server = listen(config, identity, services, random, announce);
        timer.scheduleWithFixedDelay(guarded(deadlines::tick), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(
                guarded(followers::beat), config.heartbeatMs(), config.heartbeatMs(), TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(guarded(this::watchReadiness), READINESS_MS, READINESS_MS, TimeUnit.MILLISECONDS);
        tellAddress();
    }

    private GrpcServer listen(
            HubConfig config,
            TlsIdentity identity,
            HubServices services,
            SecureRandom random,
            Consumer<String> announce)
            throws HubException {
        PinTrust trust =
                new PinTrust(p -> log.published().governance().partyOfPin(p).isPresent());
        try {
            return GrpcServer.start(
                    config,
                    HubTls.context(
                            identity,
                            trust,
                            config.tls().postQuantumOnly(),
                            config.tls().jdkFallback(),
                            announce),
                    services,
                    executor,
                    () -> reportId(random));
        } catch (TlsException e) {
            stopThreads();
            throw new HubException(HubException.TLS, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            stopThreads();
            throw new HubException(
                    HubException.SETUP,
                    "port " + config.port() + " of " + config.host() + " cannot be listened on (" + rootMessage(e)
                            + "): choose another in " + HubConfig.FILE,
                    e);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static String reportId(SecureRandom random) {
        byte[] id = new byte[6];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private void tellAddress() throws HubException {
        Path file = directory.resolve(HubFiles.ADDRESS);
        try {
            Files.writeString(file, address().getHostString() + ":" + address().getPort() + "\n");
        } catch (IOException e) {
            stop();
            throw new HubException(HubException.SETUP, file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The address that the hub listens on. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** The pin of the hub's certificate. */
    public Sha256 pin() {
        return pin;
    }

    /** The log as it stands. */
    public Published published() {
        return log.published();
    }

    private void watchReadiness() {
        Published now = log.published();
        Reading reading =
                guard.read(now.lastAcceptedAtMs(), now.governance().charter().skewMs());
        boolean ready = reading instanceof Reading.Sound;
        if (ready != serving) {
            serving = ready;
            server.serving(ready);
            LOG.warn("the hub is {}: {}", ready ? "ready again" : "not ready", reading);
        }
    }

    /** Takes nothing new, commits and answers what it has, and ends. */
    @Override
    public void close() {
        stop();
        try {
            Files.deleteIfExists(directory.resolve(HubFiles.ADDRESS));
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", HubFiles.ADDRESS, e.getMessage());
        }
    }

    private void stop() {
        timer.shutdown();
        intake.drain();
        incidents.wakeAll();
        followers.part(new Refusal(Reason.NOT_READY, "the hub is stopping; follow it again in a moment, or another"));
        try {
            server.close(GRACE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopThreads();
        abandon(lock, store);
    }

    private void stopThreads() {
        timer.shutdownNow();
        try {
            pool.close();
            sequencer.close();
            executor.shutdown();
            executor.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void abandon(HubLock lock, @Nullable LogStore store) {
        if (store != null) {
            store.close();
        }
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the lock could not be let go: {}", e.getMessage());
        }
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // A periodic task that throws would never run again.
                LOG.error("a periodic task failed", e);
            }
        };
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
