package org.demarche.postgres;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.demarche.secret.SecretFiles;

/** An authority, the certificate that it gave to every server, and the one that it gave to the role {@code hub_with_certificate}. */
public final class TestCertificates {
    private static final X500Name AUTHORITY = new X500Name("CN=Authority of the tests");
    private static final Duration LIFE = Duration.ofDays(1);

    private final KeyPair authorityKey;
    private final X509CertificateHolder authority;
    private final KeyPair serverKey;
    private final X509CertificateHolder server;
    private final KeyPair clientKey;
    private final X509CertificateHolder client;

    private static final class Holder {
        static final TestCertificates OF_THIS_PROCESS = new TestCertificates();
    }

    /** A new authority, which nobody knows. */
    public TestCertificates() {
        try {
            authorityKey = keyPair();
            authority = builder(1, AUTHORITY, authorityKey)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKey.getPrivate()));
            serverKey = keyPair();
            server = signed(builder(2, new X500Name("CN=localhost"), serverKey)
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(Stream.concat(
                                            Stream.of(new GeneralName(GeneralName.dNSName, "localhost")),
                                            Place.CERTIFIED.stream()
                                                    .map(ip -> new GeneralName(GeneralName.iPAddress, ip)))
                                    .toArray(GeneralName[]::new))));
            clientKey = keyPair();
            client = signed(builder(3, new X500Name("CN=hub_with_certificate"), clientKey));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The authority that the servers of this process have their certificates from. */
    public static TestCertificates ofThisProcess() {
        return Holder.OF_THIS_PROCESS;
    }

    private X509CertificateHolder signed(X509v3CertificateBuilder builder) throws OperatorCreationException {
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKey.getPrivate()));
    }

    private static X509v3CertificateBuilder builder(int serial, X500Name subject, KeyPair key) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                AUTHORITY,
                BigInteger.valueOf(serial),
                Date.from(now.minus(LIFE)),
                Date.from(now.plus(LIFE)),
                subject,
                key.getPublic());
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** The authority's own certificate, PEM. */
    public String authority() {
        return pem(authority);
    }

    String server() {
        return pem(server);
    }

    String serverKey() {
        return pem(serverKey);
    }

    /** Writes {@code ca.pem}, {@code client.pem} and {@code client.pk8} (PKCS #8, DER), as a hub would have them. */
    public void writeForClient(Path folder) throws IOException {
        Files.writeString(folder.resolve("ca.pem"), authority());
        Files.writeString(folder.resolve("client.pem"), pem(client));
        SecretFiles.write(folder.resolve("client.pk8"), clientKey.getPrivate().getEncoded());
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(
                    object instanceof KeyPair pair ? new JcaPKCS8Generator(pair.getPrivate(), null) : object);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }
}
