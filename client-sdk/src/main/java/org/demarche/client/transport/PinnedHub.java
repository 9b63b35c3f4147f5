package org.demarche.client.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;

/**
 * Trusts a hub by the SHA-256 of its SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) and by nothing else: no authority, no name, no date. The handshake proves that the hub
 * holds the key; the profile says which key that is.
 */
final class PinnedHub extends X509ExtendedTrustManager {
    private final Set<Sha256> pins;

    PinnedHub(Set<Sha256> pins) {
        this.pins = Set.copyOf(pins);
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0) {
            throw new WrongPinException("the hub shows no certificate");
        }
        Sha256 pin = TlsIdentity.pinOf(chain[0]);
        if (!pins.contains(pin)) {
            throw new WrongPinException(
                    "the hub's TLS key is " + pin.fingerprint() + ", which the profile does not name");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a desk serves nobody");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
