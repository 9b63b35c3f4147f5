package org.demarche.server.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;

/**
 * Lets a client in if its key's pin is known. Names, dates and issuers of certificates are not looked at: the pin's place in the charter is what vouches for the
 * key, and what ends it. TLS itself proves that the client holds the key. Of the extended kind, since to any other the JDK adds checks of its own.
 */
public final class PinTrust extends X509ExtendedTrustManager {
    private final Predicate<Sha256> isKnown;

    /** Trust in the pins that {@code isKnown} accepts at the time of each handshake. */
    public PinTrust(Predicate<Sha256> isKnown) {
        this.isKnown = isKnown;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("the client shows no certificate");
        }
        Sha256 pin = TlsIdentity.pinOf(chain[0]);
        if (!isKnown.test(pin)) {
            throw new CertificateException("the pin " + pin.fingerprint() + " belongs to no party");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("the hub connects to nobody");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
