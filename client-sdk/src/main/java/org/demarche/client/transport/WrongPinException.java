package org.demarche.client.transport;

import java.security.cert.CertificateException;

/** The hub's TLS key is not one that the profile names. */
public final class WrongPinException extends CertificateException {
    private static final long serialVersionUID = 1L;

    WrongPinException(String sentence) {
        super(sentence);
    }
}
