package org.demarche.client.transport;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;

/**
 * How the line is secured: TLS 1.3 alone, both sides known by pinned keys. BoringSSL comes first, since it brings the hybrid key exchange X25519MLKEM768, against those
 * who record today to read in twenty years. Where its native library does not load, the JDK's TLS (X25519, no post-quantum exchange) is used, announced, or refused.
 */
public final class LineSecurity {
    private static final String[] GROUPS = {"X25519MLKEM768", "X25519"};

    private final SslContext context;
    private final boolean postQuantum;

    private LineSecurity(SslContext context, boolean postQuantum) {
        this.context = context;
        this.postQuantum = postQuantum;
    }

    /**
     * Prepares the line.
     *
     * @param key the desk's TLS key
     * @param certificate its certificate, whose pin the charter names
     * @param hubPins the keys that a hub may show
     * @param nativeRequired refuse to do without BoringSSL
     * @param announce is told when the JDK's TLS is used
     * @throws SSLException if BoringSSL is required and does not load, or the key and certificate don't fit
     */
    public static LineSecurity of(
            PrivateKey key,
            X509Certificate certificate,
            Set<Sha256> hubPins,
            boolean nativeRequired,
            Consumer<String> announce)
            throws SSLException {
        boolean isNative = OpenSsl.isAvailable();
        if (!isNative && nativeRequired) {
            throw new SSLException(
                    "BoringSSL does not load on this machine, and the profile requires it",
                    OpenSsl.unavailabilityCause());
        }
        SslContextBuilder builder = SslContextBuilder.forClient()
                .keyManager(key, certificate)
                .keyStoreType(TlsIdentity.IN_MEMORY)
                .trustManager(new PinnedHub(hubPins))
                .endpointIdentificationAlgorithm(null);
        if (isNative) {
            builder.option(OpenSslContextOption.GROUPS, GROUPS);
        } else {
            announce.accept("BoringSSL does not load; the line uses the JDK's TLS, without post-quantum key exchange");
        }
        GrpcSslContexts.configure(builder, isNative ? SslProvider.OPENSSL : SslProvider.JDK);
        return new LineSecurity(builder.protocols("TLSv1.3").build(), isNative);
    }

    /** Whether the key exchange may be the hybrid one. */
    public boolean postQuantum() {
        return postQuantum;
    }

    SslContext context() {
        return context;
    }
}
