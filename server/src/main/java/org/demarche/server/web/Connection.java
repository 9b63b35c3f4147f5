package org.demarche.server.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;
import org.jspecify.annotations.Nullable;

/** One reader's connection: who he is, by his certificate if there is one, and one request after the other. Its events come on one thread. */
final class Connection extends ChannelInboundHandlerAdapter {
    /** Event: to be closed, once nothing is on its way. */
    static final Object LEAVE = new Object();

    private final Service service;
    private final Consumer<SocketAddress> known;
    private final boolean secured;
    private @Nullable Sha256 pin;
    private boolean answering;
    private boolean last;

    /**
     * A connection.
     *
     * @param known is told the client's address once the handshake has shown its key, or at once where there is none
     * @param secured whether there is a handshake
     */
    Connection(Service service, Consumer<SocketAddress> known, boolean secured) {
        this.service = service;
        this.known = known;
        this.secured = secured;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!secured) {
            known.accept(context.channel().remoteAddress());
        }
        context.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            pin = handshake.isSuccess() ? pin(context).orElse(null) : null;
            if (pin == null) {
                context.close();
            } else {
                known.accept(context.channel().remoteAddress());
            }
        } else if (event instanceof IdleStateEvent) {
            context.close();
        } else if (event == LEAVE) {
            last = true;
            if (!answering) {
                context.close();
            }
        }
    }

    private static Optional<Sha256> pin(ChannelHandlerContext context) {
        try {
            Certificate[] chain = context.pipeline()
                    .get(SslHandler.class)
                    .engine()
                    .getSession()
                    .getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? Optional.of(TlsIdentity.pinOf(certificate))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            // No certificate: no pin, and so no party.
            return Optional.empty();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            // Of a request there is nothing behind the headers that is wanted.
            if (message instanceof HttpRequest && answering) {
                // Only while something is streamed is anything read: whoever wants more than that has another
                // connection.
                context.close();
            } else if (message instanceof HttpRequest request && (pin != null || !secured) && !last) {
                begin(context, request);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        context.channel().config().setAutoRead(false);
        answering = true;
        Optional<Requests.Wrong> wrong = Requests.wrong(request);
        // What follows on the connection could not be told from a request that is none.
        last = !HttpUtil.isKeepAlive(request) || wrong.isPresent();
        Exchange exchange =
                new Exchange(context, request.method().equals(HttpMethod.HEAD), !last, ok -> done(context, ok));
        if (wrong.isPresent()) {
            service.refuse(exchange, wrong.get());
        } else {
            service.answer(exchange, Optional.ofNullable(pin), request);
        }
    }

    private void done(ChannelHandlerContext context, boolean whole) {
        answering = false;
        if (whole && !last) {
            context.channel().config().setAutoRead(true);
        } else {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Whoever breaks TLS, or is gone, cannot be told anything.
        context.close();
    }
}
