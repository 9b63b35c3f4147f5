package org.demarche.server.web;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.demarche.server.config.HubConfig;
import org.demarche.server.door.ConnectionLimit;
import org.demarche.server.door.Doorway;

/** A socket on which HTTP/1.1 is spoken, with or without TLS, on threads of its own: one request of a connection after the other, each within limits. */
public final class HttpListener {
    private static final int GREATEST_LINE_BYTES = 1024;

    private final Channel listener;
    private final ChannelGroup connections;
    private final EventLoopGroup loops;

    private HttpListener(Channel listener, ChannelGroup connections, EventLoopGroup loops) {
        this.listener = listener;
        this.connections = connections;
        this.loops = loops;
    }

    /**
     * What is listened to, and within which limits.
     *
     * @param name of its threads
     * @param threads how many
     * @param listen the address
     * @param tls demands a client certificate; empty: nothing is encrypted
     * @param connections how many there may be
     * @param handshakeMs longest TLS handshake, in milliseconds
     * @param idleMs a connection on which nothing comes is closed after this, in milliseconds
     * @param greatestHeadersBytes of a request
     */
    public record Setup(
            String name,
            int threads,
            HubConfig.Listen listen,
            Optional<SslContext> tls,
            HubConfig.Connections connections,
            int handshakeMs,
            int idleMs,
            int greatestHeadersBytes) {}

    /**
     * Listens.
     *
     * @throws IOException if the address cannot be listened on
     */
    public static HttpListener start(Setup setup, Service service) throws IOException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                setup.threads(), new DefaultThreadFactory(setup.name(), true), NioIoHandler.newFactory());
        ChannelGroup connections = new DefaultChannelGroup(loops.next(), true);
        ConnectionLimit limit = new ConnectionLimit(setup.connections());
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channelFactory(() -> new Doorway(limit))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        fill(channel.pipeline(), setup, service, limit);
                    }
                })
                .bind(setup.listen().host(), setup.listen().port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(bound.cause());
        }
        return new HttpListener(bound.channel(), connections, loops);
    }

    private static void fill(ChannelPipeline pipeline, Setup setup, Service service, ConnectionLimit limit) {
        pipeline.addLast(new IdleStateHandler(true, 0, 0, setup.idleMs(), TimeUnit.MILLISECONDS));
        setup.tls().ifPresent(tls -> {
            SslHandler security = tls.newHandler(pipeline.channel().alloc());
            security.setHandshakeTimeoutMillis(setup.handshakeMs());
            pipeline.addLast(security);
        });
        pipeline.addLast(
                new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(GREATEST_LINE_BYTES)
                        .setMaxHeaderSize(setup.greatestHeadersBytes())),
                // One request at a time, however many a client sends without waiting.
                new FlowControlHandler(),
                new Connection(service, limit::known, setup.tls().isPresent()));
    }

    /** The address that is listened on. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Takes nobody in any more, and sends everybody away who is not being answered. */
    public void shutdown() {
        listener.close().awaitUninterruptibly();
        connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(Connection.LEAVE));
    }

    /**
     * Gives the answers that are on their way {@code graceMs} to end, then cuts them off.
     *
     * @return whether all of them ended by themselves
     */
    public boolean end(long graceMs) throws InterruptedException {
        boolean ended = connections.newCloseFuture().await(graceMs);
        connections.close().await(graceMs);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        return ended;
    }
}
