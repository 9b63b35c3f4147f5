package org.demarche.server.rpc;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;
import org.jspecify.annotations.Nullable;

/** Who calls: the connection's TLS pin, and the party that the charter gives it to. */
final class Caller {
    /** The pin of a connection's client certificate. */
    static final Attributes.Key<Sha256> PIN = Attributes.Key.create("demarche-pin");

    /** The party that calls; set in every call that {@link RoleCheck} lets through. */
    static final Context.Key<String> PARTY = Context.key("demarche-party");

    private Caller() {}

    /**
     * Computes the pin once for each connection.
     *
     * @param known is told the client's address once the handshake has shown its key
     */
    static ServerTransportFilter pinning(Consumer<SocketAddress> known) {
        return new ServerTransportFilter() {
            @Override
            public Attributes transportReady(Attributes attributes) {
                Optional.ofNullable(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR))
                        .ifPresent(known);
                return pin(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
                        .map(pin -> attributes.toBuilder().set(PIN, pin).build())
                        .orElse(attributes);
            }
        };
    }

    private static Optional<Sha256> pin(@Nullable SSLSession session) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? Optional.of(TlsIdentity.pinOf(certificate))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            // No certificate: no pin, and so no party.
            return Optional.empty();
        }
    }

    /** The party of the call that the current thread serves. */
    static String party() {
        String party = PARTY.get();
        if (party == null) {
            throw new IllegalStateException("the call has no party: it did not pass the role check");
        }
        return party;
    }
}
