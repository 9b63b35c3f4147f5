package org.demarche.server.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;

/**
 * Trusts a key whose pin is known. Names, dates and issuers of certificates are not looked at: the pin's place in the charter, or in hub.toml, is what vouches for the
 * key, and what ends it. TLS itself proves that the other side holds the key. Of the extended kind, since to any other the JDK adds checks of its own.
 */
public final class PinTrust extends X509ExtendedTrustManager {
    private final Predicate<Sha256> clients;
    private final Predicate<Sha256> servers;

    private PinTrust(Predicate<Sha256> clients, Predicate<Sha256> servers) {
        this.clients = clients;
        this.servers = servers;
    }

    /** Trust in clients with the pins that {@code isKnown} accepts at the time of each handshake, and in no server. */
    public static PinTrust inClients(Predicate<Sha256> isKnown) {
        return new PinTrust(isKnown, server -> false);
    }

    /** Trust in servers with the pins that {@code isKnown} accepts, and in no client. */
    public static PinTrust inServers(Predicate<Sha256> isKnown) {
        return new PinTrust(client -> false, isKnown);
    }

    /** A context for connections to the server whose SubjectPublicKeyInfo has this SHA-256, and to no other. */
    public static SSLContext inServer(Sha256 pin) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {inServers(pin::equals)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /** The same for a client that shows who it is. */
    public static SSLContext inServer(Sha256 pin, TlsIdentity client) {
        try {
            char[] none = {};
            KeyStore keys = KeyStore.getInstance(TlsIdentity.IN_MEMORY);
            keys.load(null, none);
            keys.setKeyEntry("client", client.key(), none, new Certificate[] {client.certificate()});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), new TrustManager[] {inServers(pin::equals)}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static void check(X509Certificate[] chain, Predicate<Sha256> isKnown) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("no certificate was shown");
        }
        Sha256 pin = TlsIdentity.pinOf(chain[0]);
        if (!isKnown.test(pin)) {
            throw new CertificateException("the pin " + pin.fingerprint() + " is not known here");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, clients);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, clients);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, clients);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, servers);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, servers);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, servers);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
