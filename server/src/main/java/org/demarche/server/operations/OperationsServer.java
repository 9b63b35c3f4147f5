package org.demarche.server.operations;

import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.demarche.server.config.HubConfig;
import org.demarche.server.door.Mishaps;
import org.demarche.server.web.HttpListener;
import org.demarche.server.web.Refusals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener for those who watch the hub, and the thread that looks after it: none of them is one that intake waits for. */
public final class OperationsServer {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsServer.class);
    private static final int LOOK_MS = 2_000;
    private static final int IDLE_MS = 60_000;
    private static final int HANDSHAKE_MS = 10_000;
    private static final int CONNECTIONS = 32;
    private static final int GREATEST_HEADERS_BYTES = 8 * 1024;
    private static final int WAITING = 32;

    private final HttpListener listener;
    private final Patrol patrol;
    private final ScheduledExecutorService looks;
    private final ThreadPoolExecutor answers;

    private OperationsServer(
            HttpListener listener, Patrol patrol, ScheduledExecutorService looks, ThreadPoolExecutor answers) {
        this.listener = listener;
        this.patrol = patrol;
        this.looks = looks;
        this.answers = answers;
    }

    /**
     * What is watched.
     *
     * @param certificateEnds when the hub's TLS certificate does
     */
    public record Sight(
            Watched hub,
            Vitals vitals,
            Premises premises,
            Meters meters,
            Supplier<Instant> certificateEnds,
            ReloadResult reload) {}

    /**
     * Listens, and begins to look.
     *
     * @param tls demands a client certificate of a monitor; empty: on this machine, in the clear
     * @throws IOException if the address cannot be listened on, or is in the clear and not one of this machine to itself
     */
    public static OperationsServer start(
            HubConfig.Operations config, Optional<SslContext> tls, Sight sight, Mishaps mishaps) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(config.listen().host(), config.listen().port());
        if (tls.isEmpty()
                && (address.getAddress() == null || !address.getAddress().isLoopbackAddress())) {
            throw new IOException("it is no address of this machine to itself");
        }
        Gauges gauges = sight.meters()
                .watch(sight.hub(), sight.vitals(), sight.premises(), sight.certificateEnds(), sight.reload());
        Patrol patrol = new Patrol(
                sight.hub(),
                sight.vitals(),
                new Warner(config.warnings(), sight.premises(), sight.hub(), sight.certificateEnds()),
                gauges);
        sight.meters().watch(patrol);
        ThreadPoolExecutor answers = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                new DefaultThreadFactory("operations", true));
        HttpListener listener;
        try {
            listener = HttpListener.start(
                    new HttpListener.Setup(
                            "operations-network",
                            1,
                            config.listen(),
                            tls,
                            new HubConfig.Connections(CONNECTIONS, CONNECTIONS, CONNECTIONS, CONNECTIONS),
                            HANDSHAKE_MS,
                            IDLE_MS,
                            GREATEST_HEADERS_BYTES),
                    new OperationsService(
                            patrol,
                            sight.meters(),
                            answers,
                            mishaps,
                            new Refusals(sight.hub().clock()::wallMs)));
        } catch (IOException e) {
            answers.shutdown();
            throw e;
        }
        OperationsServer server = new OperationsServer(
                listener,
                patrol,
                Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("patrol", true)),
                answers);
        server.looks.scheduleWithFixedDelay(server::look, 0, LOOK_MS, TimeUnit.MILLISECONDS);
        return server;
    }

    private void look() {
        try {
            patrol.look();
        } catch (RuntimeException e) {
            // A periodic task that throws would never run again.
            LOG.error("the hub could not look after itself", e);
        }
    }

    /** The address that is listened on. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** How the hub does now. */
    public Condition condition() {
        return patrol.condition();
    }

    /** Looks no more, and takes nobody in any more; {@code graceMs} for what is being answered. */
    public void end(long graceMs) throws InterruptedException {
        looks.shutdown();
        listener.shutdown();
        listener.end(graceMs);
        answers.shutdown();
        looks.awaitTermination(graceMs, TimeUnit.MILLISECONDS);
    }
}
