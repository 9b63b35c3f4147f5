package org.demarche.server.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.demarche.secret.SecretFiles;
import org.demarche.server.HubException;
import org.demarche.time.Dtg;
import org.jspecify.annotations.Nullable;

/**
 * A certificate to which backups are sealed: X.509, with an RSA key of 2048 bits or more (to which the content's key is transported) or an EC key on P-256 or P-384 (with
 * which one is agreed). Nobody vouches for it but the operator who names it; it seals and signs nothing.
 *
 * @param file where it is
 */
public record RecipientCertificate(Path file, X509Certificate certificate) {
    private static final int LEAST_RSA_BITS = 2_048;
    private static final int MOST_RSA_BITS = 16_384;
    private static final Set<ASN1Encodable> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1);
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;

    /**
     * The certificate in a PEM or DER file.
     *
     * @throws HubException if it is none, or backups cannot be sealed to it
     */
    public static RecipientCertificate read(Path file) throws HubException {
        Collection<? extends Certificate> all;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SecretFiles.MAX_LENGTH + 1);
            if (bytes.length > SecretFiles.MAX_LENGTH) {
                throw new HubException(
                        file + " has more than " + SecretFiles.MAX_LENGTH + " bytes (expected: one certificate)");
            }
            all = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
        } catch (NoSuchFileException e) {
            throw new HubException(
                    HubException.SETUP, file + " does not exist: give the certificate that backups are sealed to", e);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be read: " + e.getMessage(), e);
        } catch (CertificateException e) {
            throw new HubException(
                    HubException.SETUP, file + " holds no X.509 certificate (expected: one, as PEM or DER)", e);
        }
        if (all.size() != 1) {
            throw new HubException(file + " holds " + all.size() + " certificates (expected: one)");
        }
        X509Certificate certificate = (X509Certificate) all.iterator().next();
        requireSuitable(file, certificate);
        return new RecipientCertificate(file, certificate);
    }

    private static void requireSuitable(Path file, X509Certificate certificate) throws HubException {
        boolean agrees = isOnACurve(certificate);
        if (!agrees && !isLongRsa(certificate)) {
            throw new HubException(
                    file
                            + " has a key to which no backup is sealed (expected: RSA of 2048 bits or more, or EC on P-256 or P-384)");
        }
        boolean @Nullable [] usage = certificate.getKeyUsage();
        if (usage != null && !usage[agrees ? KEY_AGREEMENT : KEY_ENCIPHERMENT]) {
            throw new HubException(file + " is a certificate for another use (expected: keyUsage "
                    + (agrees ? "keyAgreement" : "keyEncipherment") + ", or none)");
        }
    }

    private static boolean isLongRsa(X509Certificate certificate) {
        return certificate.getPublicKey() instanceof RSAPublicKey rsa
                && rsa.getModulus().bitLength() >= LEAST_RSA_BITS
                && rsa.getModulus().bitLength() <= MOST_RSA_BITS;
    }

    private static boolean isOnACurve(X509Certificate certificate) {
        AlgorithmIdentifier key = SubjectPublicKeyInfo.getInstance(
                        certificate.getPublicKey().getEncoded())
                .getAlgorithm();
        return X9ObjectIdentifiers.id_ecPublicKey.equals(key.getAlgorithm()) && CURVES.contains(key.getParameters());
    }

    /** The name of its curve; empty: its key is RSA. */
    Optional<String> curve() {
        return certificate.getPublicKey() instanceof RSAPublicKey
                ? Optional.empty()
                : Optional.of(SubjectPublicKeyInfo.getInstance(
                                certificate.getPublicKey().getEncoded())
                        .getAlgorithm()
                        .getParameters()
                        .toString());
    }

    /** That it has ended, in a sentence; its key opens all the same. */
    public Optional<String> whyOutOfDate(Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        return end.isAfter(now)
                ? Optional.empty()
                : Optional.of(
                        file + " ended on " + Dtg.of(end.toEpochMilli())
                                + ": the backup is sealed to it all the same; see that its private key is still kept, or name another certificate");
    }
}
