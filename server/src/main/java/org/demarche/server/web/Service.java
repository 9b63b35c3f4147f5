package org.demarche.server.web;

import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import org.demarche.hash.Sha256;

/** What answers requests. Is called on a connection's thread, and must not block: each exchange is ended later, by any thread. */
public interface Service {
    /** Answers that a request is none. */
    void refuse(Exchange exchange, Requests.Wrong wrong);

    /**
     * Answers a request that is one.
     *
     * @param pin of the client's certificate; empty: the listener speaks no TLS
     */
    void answer(Exchange exchange, Optional<Sha256> pin, HttpRequest request);
}
