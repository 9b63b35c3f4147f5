package org.demarche.server.web;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.demarche.server.config.HubConfig;
import org.demarche.server.door.ConnectionLimit;
import org.demarche.server.door.Doorway;
import org.demarche.server.door.Mishaps;
import org.demarche.server.tiles.Readers;

/** The listener. The store is read on threads of its own, of which there are few: readers of the log wait before desks do. */
public final class FileServer {
    private static final int GREATEST_LINE_BYTES = 1024;
    private static final int GREATEST_HEADERS_BYTES = 8 * 1024;
    private static final int THREADS = 2;

    private final Channel listener;
    private final ChannelGroup connections;
    private final EventLoopGroup loops;
    private final ExecutorService store;

    private FileServer(Channel listener, ChannelGroup connections, EventLoopGroup loops, ExecutorService store) {
        this.listener = listener;
        this.connections = connections;
        this.loops = loops;
        this.store = store;
    }

    /**
     * Listens.
     *
     * @param tls demands a client certificate, and speaks HTTP/1.1
     * @param wallMs what time it is, in milliseconds since 1970 UTC
     * @throws IOException if the address cannot be listened on
     */
    public static FileServer start(
            HubConfig.Listen listen,
            HubConfig.Limits limits,
            SslContext tls,
            Readers readers,
            Mishaps mishaps,
            LongSupplier wallMs)
            throws IOException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                THREADS, new DefaultThreadFactory("files-network", true), NioIoHandler.newFactory());
        ExecutorService store = Executors.newFixedThreadPool(THREADS, new DefaultThreadFactory("files", true));
        ChannelGroup connections = new DefaultChannelGroup(loops.next(), true);
        ConnectionLimit limit = new ConnectionLimit(limits.connections());
        Answers answers = new Answers(readers, mishaps, store, new Responses(wallMs));
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channelFactory(() -> new Doorway(limit))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        SslHandler security = tls.newHandler(channel.alloc());
                        security.setHandshakeTimeoutMillis(limits.handshakeMs());
                        channel.pipeline()
                                .addLast(
                                        new IdleStateHandler(true, 0, 0, limits.idleMs(), TimeUnit.MILLISECONDS),
                                        security,
                                        new HttpServerCodec(new HttpDecoderConfig()
                                                .setMaxInitialLineLength(GREATEST_LINE_BYTES)
                                                .setMaxHeaderSize(GREATEST_HEADERS_BYTES)),
                                        // One request at a time, however many a client sends without waiting.
                                        new FlowControlHandler(),
                                        new Connection(answers, limit::known));
                    }
                })
                .bind(listen.host(), listen.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            store.shutdown();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException(bound.cause());
        }
        return new FileServer(bound.channel(), connections, loops, store);
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
        store.shutdown();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        return ended;
    }
}
