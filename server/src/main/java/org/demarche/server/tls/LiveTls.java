package org.demarche.server.tls;

import io.netty.handler.ssl.SslContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.demarche.key.TlsIdentity;

/**
 * The TLS of every listener of a hub, with a certificate and key that can be replaced while it runs: connections that stand go on as they began, new ones get the new
 * ones. Thread-safe.
 */
public final class LiveTls {
    private final List<Door> doors = new ArrayList<>();
    private volatile TlsIdentity identity;

    /** Makes what one listener needs of an identity. */
    @FunctionalInterface
    public interface Maker {
        /**
         * A context.
         *
         * @throws TlsException if TLS cannot be offered with it
         */
        SslContext make(TlsIdentity identity) throws TlsException;
    }

    private record Door(Maker maker, LiveContext context) {}

    /** TLS with this identity. */
    public LiveTls(TlsIdentity identity) {
        this.identity = identity;
    }

    /** The identity that new connections see. */
    public TlsIdentity identity() {
        return identity;
    }

    /**
     * A context for a listener, which from now on changes with the identity.
     *
     * @throws TlsException if TLS cannot be offered
     */
    public synchronized SslContext context(Maker maker) throws TlsException {
        LiveContext context = new LiveContext(maker.make(identity));
        doors.add(new Door(maker, context));
        return context;
    }

    /**
     * Replaces the identity, at every listener or at none.
     *
     * @throws TlsException if TLS cannot be offered with it: then all stays as it was
     */
    public synchronized void replace(TlsIdentity next) throws TlsException {
        Map<Door, SslContext> made = new HashMap<>();
        for (Door door : doors) {
            made.put(door, door.maker().make(next));
        }
        made.forEach((door, context) -> door.context().set(context));
        identity = next;
    }
}
