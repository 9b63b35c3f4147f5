package org.demarche.server.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.demarche.key.TlsIdentity;

/** The hub's side of mutual TLS 1.3. */
public final class HubTls {
    /** HTTP/2. */
    public static final String HTTP_2 = "h2";

    /** HTTP/1.1. */
    public static final String HTTP_1_1 = "http/1.1";

    private static final String TLS_1_3 = "TLSv1.3";
    private static final String POST_QUANTUM = "X25519MLKEM768";

    private HubTls() {}

    /**
     * A context that demands a client certificate.
     *
     * @param application what is spoken within, by the name that ALPN has for it: {@link #HTTP_2} or {@link #HTTP_1_1}
     * @param postQuantumOnly refuse clients that cannot do X25519MLKEM768
     * @param jdkFallback go on with the JDK's TLS, which has no X25519MLKEM768, when BoringSSL does not load
     * @param announce is told, in a sentence, when the JDK's TLS is used
     * @throws TlsException if BoringSSL does not load and the JDK's TLS is not wanted, or would not do
     */
    public static SslContext context(
            TlsIdentity identity,
            PinTrust trust,
            String application,
            boolean postQuantumOnly,
            boolean jdkFallback,
            Consumer<String> announce)
            throws TlsException {
        if (OpenSsl.isAvailable()) {
            return build(boringSsl(identity, postQuantumOnly), trust, application);
        }
        if (!jdkFallback) {
            throw new TlsException(
                    "BoringSSL does not load on this machine, so there is no post-quantum key exchange; to go on without it set tls.jdk_fallback = true",
                    OpenSsl.unavailabilityCause());
        }
        if (postQuantumOnly) {
            throw new TlsException(
                    "BoringSSL does not load on this machine, so tls.post_quantum_only cannot be kept",
                    OpenSsl.unavailabilityCause());
        }
        announce.accept("BoringSSL does not load on this machine: TLS is the JDK's, without post-quantum key exchange");
        return build(server(identity).sslProvider(SslProvider.JDK), trust, application);
    }

    private static SslContextBuilder boringSsl(TlsIdentity identity, boolean postQuantumOnly) {
        String[] groups =
                postQuantumOnly ? new String[] {POST_QUANTUM} : new String[] {POST_QUANTUM, "X25519", "P-256"};
        return server(identity).sslProvider(SslProvider.OPENSSL).option(OpenSslContextOption.GROUPS, groups);
    }

    private static SslContextBuilder server(TlsIdentity identity) {
        return SslContextBuilder.forServer(identity.key(), identity.certificate())
                .keyStoreType(TlsIdentity.IN_MEMORY);
    }

    private static SslContext build(SslContextBuilder builder, PinTrust trust, String application) throws TlsException {
        try {
            return builder.protocols(TLS_1_3)
                    .clientAuth(ClientAuth.REQUIRE)
                    .trustManager(trust)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            application))
                    .build();
        } catch (SSLException e) {
            throw new TlsException("TLS cannot be set up with this key and certificate: " + e.getMessage(), e);
        }
    }
}
