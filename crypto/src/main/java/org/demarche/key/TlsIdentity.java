package org.demarche.key;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.demarche.hash.Sha256;

/**
 * A key and a self-signed certificate for TLS: ECDSA P-256. No authority vouches for it; the other side knows it by its
 * {@linkplain #pin() pin}, which stands in the charter or in a profile. It secures the transport only: no proof rests
 * on it.
 */
public final class TlsIdentity {
    /**
     * The type of keystore in which the key is handed to TLS within a process: one that derives nothing from the empty password. PKCS #12, the JDK's own choice, hashes
     * ten thousand times over, twice for each connection that is set up, and nothing is gained by it.
     */
    public static final String IN_MEMORY = "JKS";

    // RFC 5280 §4.1.2.5: the certificate has no well-defined end. The pin's place in the charter is what ends it.
    private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");
    private static final Pattern HOST = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    private static final int MAX_COMMON_NAME = 64;
    private static final int SERIAL_BITS = 127;
    private static final int PEM_COLUMNS = 64;
    private static final String KEY_LABEL = "PRIVATE KEY";
    private static final String CERTIFICATE_LABEL = "CERTIFICATE";

    private final PrivateKey key;
    private final X509Certificate certificate;

    private TlsIdentity(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * A new identity.
     *
     * @param commonName 1 to 64 characters, for people; also the subject alternative name if it is a host name
     * @param notBefore start of its validity, in whole seconds; it has no end
     */
    public static TlsIdentity generate(String commonName, SecureRandom random, Instant notBefore) {
        if (commonName.isEmpty() || commonName.length() > MAX_COMMON_NAME) {
            throw new IllegalArgumentException(
                    "commonName: " + commonName.length() + " characters (expected: 1 to " + MAX_COMMON_NAME + ")");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            return new TlsIdentity(pair.getPrivate(), selfSigned(commonName, pair, random, notBefore));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new AssertionError("every JDK has ECDSA P-256", e);
        }
    }

    private static X509Certificate selfSigned(String commonName, KeyPair pair, SecureRandom random, Instant notBefore)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
        BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, serial, Date.from(notBefore), Date.from(NO_END), name, pair.getPublic());
        if (HOST.matcher(commonName).matches()) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, commonName)));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setSecureRandom(random)
                        .build(pair.getPrivate())));
    }

    /**
     * The identity in two PEM texts (RFC 7468), as {@link #keyPem()} and {@link #certificatePem()} write them.
     *
     * @throws IllegalArgumentException if a text is not that, or the two do not belong together; the message is one
     *     sentence
     */
    public static TlsIdentity ofPem(String keyPem, String certificatePem) {
        try {
            PrivateKey key =
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der(KEY_LABEL, keyPem)));
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der(CERTIFICATE_LABEL, certificatePem)));
            if (!belongTogether(key, certificate)) {
                throw new IllegalArgumentException(
                        "TLS certificate: of another key than the TLS key; give the two files that were made together");
            }
            return new TlsIdentity(key, certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "TLS key or certificate: cannot be read (expected: an EC key as PKCS#8 PEM, and an X.509 certificate as PEM)",
                    e);
        }
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        byte[] probe = "demarche tls".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(probe);
        byte[] made = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(probe);
        return signature.verify(made);
    }

    /** The private key. */
    public PrivateKey key() {
        return key;
    }

    /** The certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * The private key as PKCS#8 PEM, not encrypted: a secret, to be kept by {@link org.demarche.secret.SecretFiles}.
     */
    public String keyPem() {
        return pem(KEY_LABEL, key.getEncoded());
    }

    /** The certificate as PEM. */
    public String certificatePem() {
        try {
            return pem(CERTIFICATE_LABEL, certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a certificate that was read can be written", e);
        }
    }

    /** The certificate's pin. */
    public Sha256 pin() {
        return pinOf(certificate);
    }

    /** SHA-256 of the certificate's SubjectPublicKeyInfo (as in RFC 7469 §2.4). */
    public static Sha256 pinOf(X509Certificate certificate) {
        return Sha256.of(certificate.getPublicKey().getEncoded());
    }

    @Override
    public String toString() {
        return "TLS identity " + pin().fingerprint();
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(PEM_COLUMNS, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static byte[] der(String label, String pem) {
        Matcher matcher = Pattern.compile(
                        "\\s*-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]{1,16384})-----END " + label + "-----\\s*")
                .matcher(pem);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "PEM: cannot be read (expected: one block -----BEGIN " + label + "-----)");
        }
        return Base64.getMimeDecoder().decode(matcher.group(1));
    }
}
