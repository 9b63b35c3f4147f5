package org.demarche.server.console;

import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.demarche.hash.Sha256;
import org.demarche.server.backup.BackupWatch;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.door.Mishaps;
import org.demarche.server.intake.Quotas;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.server.store.StoreException;
import org.demarche.server.web.HttpListener;
import org.demarche.server.web.Refusals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener of the board, with its threads: none of them is one that intake waits for. */
public final class BoardServer {
    private static final Logger LOG = LoggerFactory.getLogger(BoardServer.class);
    private static final int GREATEST_HEADERS_BYTES = 16 * 1024;
    private static final int SURVEY_MS = 2_000;
    private static final int IDLE_MS = 30_000;
    private static final int WAITING_PAGES = 64;
    private static final int PAGES_PER_MINUTE = 600;
    // For pages that are being loaded, beside those that listen.
    private static final int MORE_CONNECTIONS = 64;

    private final HttpListener listener;
    private final Gallery gallery;
    private final Threads threads;

    private record Threads(
            ScheduledExecutorService ticker, ScheduledExecutorService surveyor, ExecutorService painter) {
        static Threads make() {
            return new Threads(
                    Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("board", true)),
                    Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("board-survey", true)),
                    new ThreadPoolExecutor(
                            1,
                            1,
                            0,
                            TimeUnit.SECONDS,
                            new ArrayBlockingQueue<>(WAITING_PAGES),
                            new DefaultThreadFactory("board-pages", true)));
        }

        void end() {
            ticker.shutdown();
            surveyor.shutdown();
            painter.shutdown();
        }
    }

    private BoardServer(HttpListener listener, Gallery gallery, Threads threads) {
        this.listener = listener;
        this.gallery = gallery;
        this.threads = threads;
    }

    /**
     * What is listened to.
     *
     * @param tls demands a client certificate, and speaks HTTP/1.1; empty: nothing is encrypted
     * @param handshakeMs longest TLS handshake, in milliseconds
     * @param doorkeeper says who gets in
     */
    record Setup(HubConfig.Board board, Optional<SslContext> tls, int handshakeMs, Doorkeeper doorkeeper) {}

    /**
     * Listens, to those who have a pin.
     *
     * @param tls demands a client certificate, and speaks HTTP/1.1
     * @param nameOfPin who has a pin at present
     * @throws IOException if the address cannot be listened on
     */
    public static BoardServer secured(
            HubConfig.Board board,
            SslContext tls,
            int handshakeMs,
            Function<Sha256, Optional<String>> nameOfPin,
            Sight sight,
            Mishaps mishaps)
            throws IOException {
        return start(new Setup(board, Optional.of(tls), handshakeMs, new Doorkeeper.ByPin(nameOfPin)), sight, mishaps);
    }

    /**
     * Listens on this machine, to those who have the token.
     *
     * @throws IOException if the address cannot be listened on, or is not one of this machine to itself
     */
    public static BoardServer onThisMachine(HubConfig.Board board, Token token, Sight sight, Mishaps mishaps)
            throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(board.listen().host(), board.listen().port());
        if (address.getAddress() == null || !address.getAddress().isLoopbackAddress()) {
            throw new IOException("it is no address of this machine to itself");
        }
        return start(new Setup(board, Optional.empty(), 0, new Doorkeeper.ByToken(token)), sight, mishaps);
    }

    /**
     * What is seen.
     *
     * @param parts of the hub
     * @param surveyor looks into its store
     * @param backups watches how old the last backup is
     * @param clock the machine's clocks
     */
    public record Sight(Lookout.Parts parts, Surveyor surveyor, BackupWatch backups, HubClock clock) {}

    private static BoardServer start(Setup setup, Sight sight, Mishaps mishaps) throws IOException {
        HubClock clock = sight.clock();
        BackupLook backups = new BackupLook(sight.backups());
        Lookout lookout = new Lookout(sight.parts(), sight.surveyor(), backups);
        Gallery gallery = new Gallery(lookout, setup.board().clients(), clock::monotonicMs);
        Threads threads = Threads.make();
        int most = setup.board().clients() + MORE_CONNECTIONS;
        BoardService service = new BoardService(
                setup.doorkeeper(),
                lookout,
                gallery,
                new Quotas(
                        Arrays.stream(Use.values()).collect(Collectors.toMap(use -> use, use -> PAGES_PER_MINUTE)),
                        clock.monotonicNanos()),
                threads.painter(),
                mishaps,
                new BoardResponses(new Refusals(clock::wallMs)),
                clock::monotonicMs);
        HttpListener.Setup listening = new HttpListener.Setup(
                "board-network",
                1,
                setup.board().listen(),
                setup.tls(),
                new HubConfig.Connections(most, most, MORE_CONNECTIONS, MORE_CONNECTIONS),
                setup.handshakeMs(),
                IDLE_MS,
                GREATEST_HEADERS_BYTES);
        try {
            BoardServer server = new BoardServer(HttpListener.start(listening, service), gallery, threads);
            server.begin(sight, backups);
            return server;
        } catch (IOException e) {
            threads.end();
            throw e;
        }
    }

    private void begin(Sight sight, BackupLook backups) {
        every(Gallery.TICK_MS, threads.ticker(), () -> {
            sight.parts().minutes().write();
            gallery.tick();
        });
        every(SURVEY_MS, threads.surveyor(), () -> {
            backups.look();
            try {
                sight.surveyor().look();
            } catch (StoreException e) {
                // The board says how old its survey is, and the hub itself what is wrong with the store.
                LOG.debug("the store cannot be surveyed: {}", e.getMessage());
            }
        });
    }

    private static void every(int periodMs, ScheduledExecutorService thread, Runnable task) {
        thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        // A periodic task that throws would never run again.
                        LOG.error("a picture of the board has failed", e);
                    }
                },
                0,
                periodMs,
                TimeUnit.MILLISECONDS);
    }

    /** The address that is listened on. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** Takes nobody in any more, and sends everybody away who watches. */
    public void shutdown() {
        listener.shutdown();
        gallery.close();
    }

    /** Gives the answers that are on their way {@code graceMs} to end, then cuts them off. */
    public void end(long graceMs) throws InterruptedException {
        listener.end(graceMs);
        threads.end();
    }
}
