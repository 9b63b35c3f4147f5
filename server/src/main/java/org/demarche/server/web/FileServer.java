package org.demarche.server.web;

import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.demarche.server.config.HubConfig;
import org.demarche.server.door.Mishaps;
import org.demarche.server.tiles.Readers;

/** The log's files on a listener. The store is read on threads of its own, of which there are few: readers of the log wait before desks do. */
public final class FileServer {
    private static final int GREATEST_HEADERS_BYTES = 8 * 1024;
    private static final int THREADS = 2;

    private final HttpListener listener;
    private final ExecutorService store;

    private FileServer(HttpListener listener, ExecutorService store) {
        this.listener = listener;
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
        ExecutorService store = Executors.newFixedThreadPool(THREADS, new DefaultThreadFactory("files", true));
        HttpListener.Setup setup = new HttpListener.Setup(
                "files-network",
                THREADS,
                listen,
                Optional.of(tls),
                limits.connections(),
                limits.handshakeMs(),
                limits.idleMs(),
                GREATEST_HEADERS_BYTES);
        Responses responses = new Responses(new Refusals(wallMs));
        try {
            return new FileServer(HttpListener.start(setup, new Answers(readers, mishaps, store, responses)), store);
        } catch (IOException e) {
            store.shutdown();
            throw e;
        }
    }

    /** The address that is listened on. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** Takes nobody in any more, and sends everybody away who is not being answered. */
    public void shutdown() {
        listener.shutdown();
    }

    /**
     * Gives the answers that are on their way {@code graceMs} to end, then cuts them off.
     *
     * @return whether all of them ended by themselves
     */
    public boolean end(long graceMs) throws InterruptedException {
        boolean ended = listener.end(graceMs);
        store.shutdown();
        return ended;
    }
}
