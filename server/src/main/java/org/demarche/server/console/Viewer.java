package org.demarche.server.console;

import io.netty.buffer.Unpooled;
import java.util.function.BooleanSupplier;
import org.demarche.server.web.Exchange;
import org.demarche.situation.page.Route;

/** A page that is open somewhere and listens. What it does not take in time it never gets: the next picture is whole again. For one thread. */
final class Viewer {
    /** Whoever has taken nothing for so long is gone, though his connection does not say so. */
    private static final long LONGEST_MS = 30_000;

    private final Exchange exchange;
    private final Route route;
    private final BooleanSupplier still;
    private long tookMs;

    /**
     * A page.
     *
     * @param still whether it may still be shown
     * @param nowMs on the monotonic clock, in milliseconds
     */
    Viewer(Exchange exchange, Route route, BooleanSupplier still, long nowMs) {
        this.exchange = exchange;
        this.route = route;
        this.still = still;
        this.tookMs = nowMs;
    }

    /** Which page. */
    Route route() {
        return route;
    }

    /** Sends a picture, if the last one has gone out. */
    void show(byte[] event, long nowMs) {
        if (exchange.takesMore()) {
            tookMs = nowMs;
            exchange.push(Unpooled.wrappedBuffer(event));
        }
    }

    /** Whether it has to go. */
    boolean mustGo(long nowMs) {
        return !still.getAsBoolean() || nowMs - tookMs > LONGEST_MS;
    }

    /** Sends it away. */
    void close() {
        exchange.breakOff();
    }
}
