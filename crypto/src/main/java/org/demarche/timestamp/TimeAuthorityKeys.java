package org.demarche.timestamp;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.demarche.refusal.RefusedException;

/**
 * What a small time authority consists of: the key that signs tokens, its certificate, and the root that gave it, which is the anchor. The root's own key signs
 * this one certificate and is forgotten. Says nothing secret in {@code toString}.
 */
public final class TimeAuthorityKeys {
    private static final int MAX_COMMON_NAME = 48;
    private static final int PEM_COLUMNS = 64;
    private static final Pattern KEY_PEM =
            Pattern.compile("\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]{1,4096})-----END PRIVATE KEY-----\\s*");

    private final ECPrivateKeyParameters key;
    private final Anchor certificate;
    private final Anchor anchor;

    private TimeAuthorityKeys(ECPrivateKeyParameters key, Anchor certificate, Anchor anchor) {
        this.key = key;
        this.certificate = certificate;
        this.anchor = anchor;
    }

    /**
     * A new authority.
     *
     * @param name 1 to 48 characters, for people
     * @param notBefore start of its certificates' validity, in whole seconds
     * @param notAfter its end, in whole seconds
     */
    public static TimeAuthorityKeys generate(String name, SecureRandom random, Instant notBefore, Instant notAfter) {
        if (name.isEmpty() || name.length() > MAX_COMMON_NAME) {
            throw new IllegalArgumentException(
                    "name: " + name.length() + " characters (expected: 1 to " + MAX_COMMON_NAME + ")");
        }
        EcKey rootKey = EcKey.generate(random);
        EcKey key = EcKey.generate(random);
        TimeCertificates certificates = new TimeCertificates(random, notBefore, notAfter);
        X500Name root = TimeCertificates.name(name + " root");
        return new TimeAuthorityKeys(
                key.privateKey(),
                read(certificates.stamper(root, rootKey, TimeCertificates.name(name), key)),
                read(certificates.root(root, rootKey)));
    }

    /**
     * The authority in three PEM texts (RFC 7468), as the methods of this class write them.
     *
     * @throws RefusedException MALFORMED if a certificate is not one
     * @throws IllegalArgumentException if the key is not an EC key as PKCS #8, or not that of the certificate; the message is one sentence
     */
    public static TimeAuthorityKeys ofPem(String keyPem, String certificatePem, String anchorPem)
            throws RefusedException {
        Matcher matcher = KEY_PEM.matcher(keyPem);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "time authority's key: not PEM (expected: one block -----BEGIN PRIVATE KEY-----)");
        }
        Anchor certificate = Anchor.ofPem(certificatePem);
        try {
            if (PrivateKeyFactory.createKey(Base64.getMimeDecoder().decode(matcher.group(1)))
                            instanceof ECPrivateKeyParameters key
                    && SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                                    EcKey.of(key).publicKey())
                            .equals(certificate.holder().getSubjectPublicKeyInfo())) {
                return new TimeAuthorityKeys(key, certificate, Anchor.ofPem(anchorPem));
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("time authority's key: not an EC key as PKCS #8", e);
        }
        throw new IllegalArgumentException(
                "time authority's key: of another certificate; give the files that were made together");
    }

    /** The root's certificate: what a charter pins. */
    public Anchor anchor() {
        return anchor;
    }

    /** The private key as PKCS #8 PEM, not encrypted: a secret, to be kept by {@link org.demarche.secret.SecretFiles}. */
    public String keyPem() {
        try {
            byte[] der = PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(PEM_COLUMNS, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (IOException e) {
            throw new AssertionError("a P-256 key can be written", e);
        }
    }

    /** The certificate of the key that signs tokens, as PEM. */
    public String certificatePem() {
        return certificate.pem();
    }

    ECPrivateKeyParameters key() {
        return key;
    }

    X509CertificateHolder certificate() {
        return certificate.holder();
    }

    private static Anchor read(X509CertificateHolder certificate) {
        try {
            return Anchor.parse(certificate.getEncoded());
        } catch (IOException | RefusedException e) {
            throw new AssertionError("a certificate that was made can be read", e);
        }
    }

    @Override
    public String toString() {
        return "TimeAuthorityKeys[" + anchor + "]";
    }
}
