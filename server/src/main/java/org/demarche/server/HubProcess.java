package org.demarche.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.TlsIdentity;
import org.demarche.key.Verifiers;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.server.backup.BackupWatch;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.console.Minutes;
import org.demarche.server.log.Published;
import org.demarche.server.operations.Meters;
import org.demarche.server.operations.OperationsServer;
import org.demarche.server.operations.Premises;
import org.demarche.server.rpc.SelfCall;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.tls.LiveTls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running hub: reads its files, has {@link HubCore} replay the log and work, listens, and watches the clock. {@link #close} drains it, so that whatever it took
 * in is durable and answered before it ends.
 */
public final class HubProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HubProcess.class);
    // Receipts for what was committed last are made on a few threads, and then sent.
    private static final int GRACE_MS = 5_000;

    private final Path directory;
    private final HubLock lock;
    private final LogStore store;
    private final LiveTls tls;
    private final HubCore core;
    private final Listeners listeners;
    private final HeadKeeper headKeeper;
    private final Logbook logbook;
    private final TlsWatch tlsWatch;
    private final SelfCall call;
    private final Life life;
    private final Meters meters = new Meters();
    private final Rounds rounds = new Rounds();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Optional<OperationsServer> operations = Optional.empty();
    private volatile boolean answered;

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
        HubCore core = null;
        try {
            new AddressFiles(directory).clear();
            NativeFolder.prepare(directory);
            Role role = HubFiles.role(config, directory);
            TlsIdentity identity = HubFiles.tlsIdentity(config);
            SignatureVerifier verifier = Verifiers.fastest(announce);
            new UnfinishedStore(directory, config.store()).requireFinished();
            store = HubStore.open(config.store());
            HeadKeeper headKeeper = new HeadKeeper(directory);
            if (store.size() == 0) {
                headKeeper.requireNotBehind(0, size -> new Head(0, Merkle.EMPTY_ROOT), role, config.store());
            }
            core = new HubCore(
                    config.limits(),
                    config.witnesses(),
                    HubFiles.timeAuthorities(config),
                    store,
                    role,
                    verifier,
                    clock,
                    random,
                    config.board().map(board -> new Minutes()),
                    onDefect);
            headKeeper.requireNotBehind(core.published().size(), core::headAt, role, config.store());
            core.warmUp();
            LiveTls tls = new LiveTls(identity);
            BackupWatch backups = BackupWatch.of(
                    directory,
                    clock.wall().instant(),
                    config.operations().warnings().backupHours());
            Listeners listeners = Listeners.open(config, directory, tls, core, backups, clock, random, announce);
            Logbook logbook = new Logbook(directory, clock.wall());
            TlsWatch tlsWatch = new TlsWatch(config, tls, (failure, said) -> {
                announce.accept(said);
                logbook.reloaded(tls.identity(), failure);
            });
            HubProcess hub =
                    new HubProcess(directory, lock, store, tls, core, listeners, headKeeper, logbook, tlsWatch);
            hub.beWatched(config, backups, random);
            HubCore began = core;
            ExpiryWatch expiry = new ExpiryWatch(() -> began.published().governance(), clock::wallMs, announce);
            expiry.look();
            logbook.started(config, core.published().size());
            hub.watch(config.heartbeatMs(), config.witnesses().offerMs(), expiry);
            return hub;
        } catch (StoreException e) {
            abandon(lock, store, core);
            throw new HubException(HubException.SETUP, e.getMessage() + "; then start the hub again", e);
        } catch (IOException e) {
            abandon(lock, store, core);
            throw new HubException(HubException.SETUP, directory + " cannot be written: " + e.getMessage(), e);
        } catch (HubException | RuntimeException e) {
            abandon(lock, store, core);
            throw e;
        }
    }

    private HubProcess(
            Path directory,
            HubLock lock,
            LogStore store,
            LiveTls tls,
            HubCore core,
            Listeners listeners,
            HeadKeeper headKeeper,
            Logbook logbook,
            TlsWatch tlsWatch) {
        this.directory = directory;
        this.lock = lock;
        this.store = store;
        this.tls = tls;
        this.core = core;
        this.listeners = listeners;
        this.headKeeper = headKeeper;
        this.logbook = logbook;
        this.tlsWatch = tlsWatch;
        this.call = new SelfCall(listeners.address(), tls::identity);
        this.life = new Life(core, listeners, rounds, call);
    }

    private void beWatched(HubConfig config, BackupWatch backups, SecureRandom random) throws HubException {
        Map<String, Path> places = new HashMap<>();
        Map<String, Path> files = new HashMap<>();
        places.put("folder", directory.toAbsolutePath());
        if (config.store() instanceof StoreAddress.File file) {
            places.put("log", file.path().toAbsolutePath());
            files.put("database", file.path().toAbsolutePath());
            files.put("write_ahead_log", file.path().resolveSibling(file.path().getFileName() + "-wal"));
        }
        core.services().intake().tell(meters);
        try {
            operations = Optional.of(Listeners.operations(
                    config,
                    tls,
                    new OperationsServer.Sight(
                            core.watched(),
                            life,
                            new Premises(places, files, backups),
                            meters,
                            () -> tls.identity().certificate().getNotAfter().toInstant(),
                            tlsWatch),
                    random));
        } catch (HubException e) {
            close();
            throw e;
        }
    }

    private void watch(int heartbeatMs, int offerMs, ExpiryWatch expiry) throws HubException {
        ReadinessWatch readiness = new ReadinessWatch(core::whyNotReady);
        rounds.begin(
                core,
                heartbeatMs,
                offerMs,
                expiry::look,
                () -> {
                    listeners.serving(core.serving());
                    readiness.look();
                },
                () -> headKeeper.keep(core.published()),
                tlsWatch::look);
        AddressFiles addresses = new AddressFiles(directory);
        try {
            if (filesAddress().isPresent()) {
                addresses.write(HubFiles.FILES_ADDRESS, filesAddress().get());
            }
            if (boardAddress().isPresent()) {
                addresses.write(HubFiles.BOARD_ADDRESS, boardAddress().get());
            }
            addresses.write(HubFiles.OPERATIONS_ADDRESS, operationsAddress());
            addresses.write(HubFiles.ADDRESS, address());
        } catch (HubException e) {
            close();
            throw e;
        }
    }

    /** The address that the hub listens on. */
    public InetSocketAddress address() {
        return listeners.address();
    }

    /** The address at which the hub serves the log as files; empty: it does not. */
    public Optional<InetSocketAddress> filesAddress() {
        return listeners.filesAddress();
    }

    /** The address at which the hub shows the board; empty: it does not. */
    public Optional<InetSocketAddress> boardAddress() {
        return listeners.boardAddress();
    }

    /** The address at which the hub tells how it does. */
    public InetSocketAddress operationsAddress() {
        return operations.orElseThrow().address();
    }

    /** The pin of the hub's certificate. */
    public Sha256 pin() {
        return tls.identity().pin();
    }

    /** Takes the certificate and key that are in the files now, or says why not. */
    public void reload() {
        tlsWatch.reload();
    }

    /** Says from now on, to whoever asks for its health, that it is about to end; goes on until {@link #close}. */
    public void drain() {
        logbook.draining();
        life.drain();
    }

    /** The log as it stands. */
    public Published published() {
        return core.published();
    }

    /** Why nothing can be appended at present, or, by a hub that only reads, nothing new be shown, in a sentence for the operator; empty: it can. */
    public Optional<String> whyNotReady() {
        return core.whyNotReady();
    }

    /** Whether, when it was closed, every call had ended by itself in time. */
    public boolean hasAnswered() {
        return answered;
    }

    /** Takes nothing new, commits and answers what it has, and ends. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        life.drain();
        rounds.end();
        core.drain();
        try {
            listeners.shutdown();
            core.finish();
            answered = listeners.end(GRACE_MS);
            if (operations.isPresent()) {
                operations.get().end(GRACE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        headKeeper.keep(core.published());
        try {
            new AddressFiles(directory).clear();
        } catch (IOException e) {
            LOG.warn("what says where the hub listened could not be removed: {}", e.getMessage());
        }
        logbook.stopped(core.published().size());
        call.close();
        meters.close();
        abandon(lock, store, core);
        listeners.release();
    }

    private static void abandon(HubLock lock, @Nullable LogStore store, @Nullable HubCore core) {
        if (core != null) {
            core.close();
        }
        if (store != null) {
            store.close();
        }
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("the lock could not be let go: {}", e.getMessage());
        }
    }
}
