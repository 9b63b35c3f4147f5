package org.demarche.server.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/** A context that stands for another, which can be replaced: each connection is set up by the one of its moment. */
final class LiveContext extends SslContext {
    private volatile SslContext now;

    LiveContext(SslContext first) {
        this.now = first;
    }

    void set(SslContext next) {
        now = next;
    }

    @Override
    public boolean isClient() {
        return now.isClient();
    }

    @Override
    public List<String> cipherSuites() {
        return now.cipherSuites();
    }

    @Override
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return now.applicationProtocolNegotiator();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return now.newEngine(allocator);
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String host, int port) {
        return now.newEngine(allocator, host, port);
    }

    @Override
    protected SslHandler newHandler(ByteBufAllocator allocator, boolean startTls) {
        return now.newHandler(allocator);
    }

    @Override
    public SSLSessionContext sessionContext() {
        return now.sessionContext();
    }
}
