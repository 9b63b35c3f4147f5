package org.demarche.server.backup;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.demarche.secret.SecretFiles;

/** Somebody to whom backups are sealed. */
public final class TestRecipient {
    /** Of the certificates that are good. */
    public static final Instant END = Instant.parse("2099-01-01T00:00:00Z");

    private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

    private final KeyPair pair;
    private final String signature;

    private TestRecipient(KeyPair pair, String signature) {
        this.pair = pair;
        this.signature = signature;
    }

    /** One with an RSA key; of each name there is one in this process. */
    public static TestRecipient rsa(String name, int bits) {
        return new TestRecipient(pair(name, "RSA", bits), "SHA256withRSA");
    }

    /** One with a key on P-256, P-384 or P-521. */
    public static TestRecipient ec(String name, int bits) {
        return new TestRecipient(pair(name, "EC", bits), "SHA256withECDSA");
    }

    /** One with a key that signs and does nothing else. */
    static TestRecipient ed25519(String name) {
        return new TestRecipient(pair(name, "Ed25519", 255), "Ed25519");
    }

    private static KeyPair pair(String name, String algorithm, int bits) {
        return PAIRS.computeIfAbsent(name + algorithm + bits, n -> {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
                generator.initialize(bits);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** What opens what is sealed to it. */
    Unsealer unsealer() {
        return Unsealer.of(pair.getPrivate());
    }

    /** A certificate for any use. */
    public Path certificate(Path file) throws IOException {
        return certificate(file, END, 0);
    }

    /**
     * A certificate.
     *
     * @param usage as {@link KeyUsage} has it; 0: it says nothing of that
     */
    Path certificate(Path file, Instant end, int usage) throws IOException {
        X500Name name = new X500Name("CN=who keeps backups");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(pair.getPublic().hashCode() & 0xffff).add(BigInteger.ONE),
                Date.from(Instant.EPOCH),
                Date.from(end),
                name,
                pair.getPublic());
        if (usage != 0) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        }
        try {
            return Files.writeString(
                    file, pem(builder.build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()))));
        } catch (OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    /** Its private key, closed to others. */
    public Path key(Path file) throws IOException {
        SecretFiles.write(
                file, pem(new JcaPKCS8Generator(pair.getPrivate(), null)).getBytes(StandardCharsets.US_ASCII));
        return file;
    }

    /** Its private key in the form that came before PKCS #8. */
    Path oldKey(Path file) throws IOException {
        SecretFiles.write(file, pem(pair.getPrivate()).getBytes(StandardCharsets.US_ASCII));
        return file;
    }

    private static String pem(Object what) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(what);
        }
        return text.toString();
    }
}
