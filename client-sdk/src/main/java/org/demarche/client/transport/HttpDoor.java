package org.demarche.client.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.demarche.key.TlsIdentity;

/**
 * A small HTTP/1.1 server for one service: one request a connection, answered and closed; bodies and heads bounded before they are looked at; a few requests at a time, and
 * whoever is slow is cut off. TLS 1.3, or nothing at all on the loopback interface.
 */
public final class HttpDoor implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 64;
    private static final int WORKERS = 2;
    private static final int MOST_WAITING = 8;
    private static final int LONGEST_SECONDS = 20;
    private static final long CLOSE_SECONDS = 2;

    private final EventLoopGroup loops;
    private final ExecutorService workers;
    private final Channel listening;

    /** What is served. */
    @FunctionalInterface
    public interface Service {
        /** The answer; {@code path} is without query. */
        HttpAnswer answer(String method, String path, byte[] body);
    }

    private HttpDoor(EventLoopGroup loops, ExecutorService workers, Channel listening) {
        this.loops = loops;
        this.workers = workers;
        this.listening = listening;
    }

    /**
     * Opens the door.
     *
     * @param at where to listen; port 0: any that is free
     * @param tls the key to be known by; empty only on the loopback interface
     * @param largestBody in bytes
     * @throws IOException if it can't listen there
     * @throws IllegalArgumentException if there is to be no TLS on another interface than the loopback
     */
    public static HttpDoor open(InetSocketAddress at, Optional<TlsIdentity> tls, int largestBody, Service service)
            throws IOException {
        if (at.isUnresolved()) {
            throw new IOException(at.getHostString() + ": no such host");
        }
        if (tls.isEmpty() && !at.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(at + ": TLS only (expected: a loopback address)");
        }
        Optional<SslContext> security = tls.isPresent() ? Optional.of(security(tls.get())) : Optional.empty();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("demarche-http", true), NioIoHandler.newFactory());
        ExecutorService workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                new DefaultThreadFactory("demarche-http-worker", true));
        Semaphore connections = new Semaphore(MOST_CONNECTIONS);
        ServerBootstrap server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (!connections.tryAcquire()) {
                            channel.close();
                            return;
                        }
                        channel.closeFuture().addListener(closed -> connections.release());
                        channel.eventLoop().schedule(() -> channel.close(), LONGEST_SECONDS, TimeUnit.SECONDS);
                        security.ifPresent(s -> channel.pipeline().addLast(s.newHandler(channel.alloc())));
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new Whole(largestBody))
                                .addLast(new Requests(service, workers));
                    }
                });
        try {
            return new HttpDoor(
                    loops, workers, server.bind(at).syncUninterruptibly().channel());
        } catch (Exception e) {
            // Netty throws what bind failed with, checked or not, undeclared.
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            workers.shutdownNow();
            throw new IOException(at.getHostString() + ":" + at.getPort() + ": can't listen: " + e.getMessage(), e);
        }
    }

    private static SslContext security(TlsIdentity tls) throws IOException {
        return SslContextBuilder.forServer(tls.key(), tls.certificate())
                .keyStoreType(TlsIdentity.IN_MEMORY)
                .protocols("TLSv1.3")
                .build();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /** Puts a request together. One that is too large is answered as soon as it says so, and read no further. */
    private static final class Whole extends HttpObjectAggregator {
        Whole(int largestBody) {
            super(largestBody, true);
        }

        @Override
        protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
            Requests.send(context, HttpAnswer.sentence(413, "the body is larger than any such request"));
        }
    }

    /** One connection. */
    private static final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final Service service;
        private final ExecutorService workers;

        Requests(Service service, ExecutorService workers) {
            this.service = service;
            this.workers = workers;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            if (request.decoderResult().isFailure()) {
                send(context, HttpAnswer.sentence(400, "not HTTP"));
                return;
            }
            String method = request.method().name();
            String path = new QueryStringDecoder(request.uri()).rawPath();
            byte[] body = new byte[request.content().readableBytes()];
            request.content().readBytes(body);
            try {
                workers.execute(() -> send(context, answer(method, path, body)));
            } catch (RejectedExecutionException e) {
                send(context, HttpAnswer.sentence(503, "too many requests at once; try again"));
            }
        }

        private HttpAnswer answer(String method, String path, byte[] body) {
            try {
                return service.answer(method, path, body);
            } catch (RuntimeException e) {
                return HttpAnswer.sentence(500, "a defect of this software");
            }
        }

        private static void send(ChannelHandlerContext context, HttpAnswer answer) {
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.valueOf(answer.status()),
                    Unpooled.wrappedBuffer(answer.body()));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        workers.shutdown();
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
        loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
