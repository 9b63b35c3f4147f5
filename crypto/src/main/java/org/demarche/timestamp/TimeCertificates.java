package org.demarche.timestamp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** Makes the certificates of a small time authority: a root, and what it gives to the key that signs tokens. */
final class TimeCertificates {
    private static final int SERIAL_BITS = 127;

    private final SecureRandom random;
    private final Instant notBefore;
    private final Instant notAfter;

    /**
     * A maker of certificates.
     *
     * @param notBefore start of their validity, in whole seconds
     * @param notAfter its end, in whole seconds
     */
    TimeCertificates(SecureRandom random, Instant notBefore, Instant notAfter) {
        this.random = random;
        this.notBefore = notBefore;
        this.notAfter = notAfter;
    }

    static X500Name name(String commonName) {
        return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    }

    X509CertificateHolder root(X500Name name, EcKey key) {
        return signed(
                builder(name, name, key.publicKey()),
                key.privateKey(),
                new BasicConstraints(0),
                new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }

    X509CertificateHolder stamper(X500Name root, EcKey rootKey, X500Name name, EcKey key) {
        X509v3CertificateBuilder builder = builder(root, name, key.publicKey());
        try {
            builder.addExtension(
                    Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return signed(
                builder, rootKey.privateKey(), new BasicConstraints(false), new KeyUsage(KeyUsage.digitalSignature));
    }

    private X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, AsymmetricKeyParameter key) {
        BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
        try {
            return new X509v3CertificateBuilder(
                    issuer,
                    serial,
                    Date.from(notBefore),
                    Date.from(notAfter),
                    subject,
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static X509CertificateHolder signed(
            X509v3CertificateBuilder builder, ECPrivateKeyParameters issuer, BasicConstraints basic, KeyUsage usage) {
        try {
            return builder.addExtension(Extension.basicConstraints, true, basic)
                    .addExtension(Extension.keyUsage, true, usage)
                    .build(EcKey.signer(issuer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
