package org.demarche.timestamp;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** The certificate of an authority that a reader trusts. Known by its fingerprint: whoever gives the fingerprint vouches for the certificate. Immutable. */
public final class Anchor {
    /** Greatest length in bytes. */
    public static final int MAX_BYTES = 16_384;

    private static final int PEM_COLUMNS = 64;
    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]{1,32768})-----END CERTIFICATE-----\\s*");

    private final byte[] der;
    private final X509CertificateHolder holder;
    private final X509Certificate certificate;

    private Anchor(byte[] der, X509CertificateHolder holder, X509Certificate certificate) {
        this.der = der;
        this.holder = holder;
        this.certificate = certificate;
    }

    /**
     * Reads a certificate.
     *
     * @throws RefusedException TOO_LARGE above {@link #MAX_BYTES}, MALFORMED if it is not an X.509 certificate in DER
     */
    public static Anchor parse(byte[] der) throws RefusedException {
        if (der.length > MAX_BYTES) {
            throw new RefusedException(
                    Reason.TOO_LARGE, "certificate: " + der.length + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        try {
            X509CertificateHolder holder = new X509CertificateHolder(der);
            if (!Arrays.equals(holder.toASN1Structure().getEncoded(ASN1Encoding.DER), der)) {
                throw malformed();
            }
            return new Anchor(der.clone(), holder, java(holder));
        } catch (IOException | CertificateException | RuntimeException | StackOverflowError e) {
            // The last of them by names that are nested too deep.
            throw malformed();
        }
    }

    /**
     * Reads a certificate in PEM (RFC 7468), one block and nothing else.
     *
     * @throws RefusedException as {@link #parse}
     */
    public static Anchor ofPem(String pem) throws RefusedException {
        Matcher matcher = PEM.matcher(pem);
        if (!matcher.matches()) {
            throw new RefusedException(
                    Reason.MALFORMED, "certificate: not PEM (expected: one block -----BEGIN CERTIFICATE-----)");
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(matcher.group(1));
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        return parse(der);
    }

    /** SHA-256 of the certificate. */
    public Sha256 fingerprint() {
        return Sha256.of(der);
    }

    /** The certificate in DER. */
    public byte[] bytes() {
        return der.clone();
    }

    /** The certificate in PEM. */
    public String pem() {
        String body = Base64.getMimeEncoder(PEM_COLUMNS, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    /** Its subject, for people. */
    public String subject() {
        return holder.getSubject().toString();
    }

    X509CertificateHolder holder() {
        return holder;
    }

    X509Certificate certificate() {
        return certificate;
    }

    static X509Certificate java(X509CertificateHolder holder) throws CertificateException {
        return new JcaX509CertificateConverter()
                .setProvider(BouncyCastle.PROVIDER)
                .getCertificate(holder);
    }

    private static RefusedException malformed() {
        return new RefusedException(Reason.MALFORMED, "certificate: not an X.509 certificate in DER");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Anchor that && Arrays.equals(der, that.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    @Override
    public String toString() {
        return "Anchor[" + subject() + "]";
    }
}
