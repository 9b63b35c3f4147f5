package org.demarche.server.rpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.DeskServiceGrpc;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.proto.v1.WitnessServiceGrpc;
import org.demarche.server.config.HubConfig;
import org.demarche.server.door.ConnectionLimit;
import org.demarche.server.door.Doorway;

/** The listener: services, interceptors and the transport's limits. It accepts on the same few threads that it reads and writes on. */
public final class GrpcServer {
    /** Above the largest request that any limit lets through, so that one which is too large gets an answer that says so. */
    private static final int GREATEST_MESSAGE_BYTES = 256 * 1024;

    private static final int GREATEST_HEADERS_BYTES = 8 * 1024;
    private static final int CALLS_PER_CONNECTION = 1_024;

    /** Whom a call of the hub's own is counted to: no charter can give a party this name. */
    private static final String ITSELF = "(the hub itself)";

    private final Server server;
    private final HealthStatusManager health;
    private final EventLoopGroup loops;
    private final AtomicBoolean leaving = new AtomicBoolean();

    private GrpcServer(Server server, HealthStatusManager health, EventLoopGroup loops) {
        this.server = server;
        this.health = health;
        this.loops = loops;
    }

    /**
     * Listens.
     *
     * @param isOwn whether a pin is that of the hub's own certificate, which may ask the health service and nothing else
     * @param reportIds names defects in the log and in the answer
     * @throws IOException if the address cannot be listened on
     */
    public static GrpcServer start(
            HubConfig config, SslContext tls, HubServices hub, Predicate<Sha256> isOwn, Supplier<String> reportIds)
            throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        HubConfig.Limits limits = config.limits();
        ConnectionLimit connections = new ConnectionLimit(limits.connections());
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("network", true),
                NioIoHandler.newFactory());
        ServerBuilder<?> builder = NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
                .sslContext(tls)
                .handshakeTimeout(limits.handshakeMs(), TimeUnit.MILLISECONDS)
                .maxConnectionIdle(limits.idleMs(), TimeUnit.MILLISECONDS)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .maxInboundMessageSize(GREATEST_MESSAGE_BYTES)
                .maxInboundMetadataSize(GREATEST_HEADERS_BYTES)
                .executor(hub.executor())
                .channelFactory(() -> new Doorway(connections))
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .addTransportFilter(Caller.pinning(connections::known));
        addServices(builder, hub, health, isOwn, reportIds);
        try {
            GrpcServer started = new GrpcServer(builder.build().start(), health, loops);
            started.serving(new Services(true, true, hub.witnessing().offers().isPresent()));
            return started;
        } catch (IOException e) {
            stop(loops);
            throw e;
        }
    }

    /** Adds everything but the transport, from which {@link Caller#PIN} must come. */
    static void addServices(
            ServerBuilder<?> builder,
            HubServices hub,
            HealthStatusManager health,
            Predicate<Sha256> isOwn,
            Supplier<String> reportIds) {
        builder.fallbackHandlerRegistry(new UnknownMethods());
        Function<Sha256, Optional<String>> partyOfPin =
                pin -> hub.log().published().governance().partyOfPin(pin);
        CallLog calls = new CallLog(partyOfPin);
        RoleCheck roles = new RoleCheck(partyOfPin);
        RoleCheck healthRoles = new RoleCheck(
                pin -> partyOfPin.apply(pin).or(() -> isOwn.test(pin) ? Optional.of(ITSELF) : Optional.empty()));
        CallLimit limit = new CallLimit(hub.quotas(), hub.streams());
        ErrorConformance conformance = new ErrorConformance(reportIds);
        // The first sees a call first: errors of all the others pass through it.
        for (BindableService service : List.of(new DeskRpc(hub), new LogRpc(hub), new WitnessRpc(hub))) {
            builder.addService(ServerInterceptors.interceptForward(
                    service, calls, conformance, roles, new CutOff(hub.contact()), limit, new ShapeCheck()));
        }
        builder.addService(ServerInterceptors.interceptForward(
                health.getHealthService(), conformance, healthRoles, limit, new ShapeCheck()));
    }

    /** The address that is listened on. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().get(0);
    }

    /** What the health service says; of the hub as a whole, what it says of the desks' service. */
    public void serving(Services now) {
        say(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, now.desk());
        say(DeskServiceGrpc.SERVICE_NAME, now.desk());
        say(LogServiceGrpc.SERVICE_NAME, now.log());
        say(WitnessServiceGrpc.SERVICE_NAME, now.witness());
    }

    private void say(String service, boolean serving) {
        health.setStatus(service, serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    /** Says from now on, whatever else happens, that nothing is served any more; still answers. */
    public void leaving() {
        if (leaving.compareAndSet(false, true)) {
            health.enterTerminalState();
        }
    }

    /** Whether each of its threads does something within {@code withinMs}. */
    public boolean breathes(long withinMs) {
        List<Future<?>> breaths = new ArrayList<>();
        loops.forEach(loop -> breaths.add(loop.submit(() -> {})));
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMs);
        return breaths.stream()
                .allMatch(breath ->
                        breath.awaitUninterruptibly(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS));
    }

    /** Takes no more calls. */
    public void shutdown() {
        leaving();
        server.shutdown();
    }

    /**
     * Gives the calls that still run {@code graceMs} to end, then cuts them off.
     *
     * @return whether all of them ended by themselves
     */
    public boolean end(long graceMs) throws InterruptedException {
        boolean ended = server.awaitTermination(graceMs, TimeUnit.MILLISECONDS);
        if (!ended) {
            server.shutdownNow();
            server.awaitTermination(5, TimeUnit.SECONDS);
        }
        return ended;
    }

    /** Ends its threads, once nobody has anything left to say to calls that were cut off: those would be told so by a stack trace. */
    public void release() {
        stop(loops);
    }

    private static void stop(EventLoopGroup loops) {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
