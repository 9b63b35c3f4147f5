package org.demarche.archive;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.jcajce.spec.MLDSAParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;
import org.demarche.hash.Sha256;
import org.demarche.refusal.RefusedException;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TestAuthority;
import org.demarche.timestamp.TimestampRequest;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.TokenVerifier;
import org.demarche.timestamp.UnverifiedToken;
import org.demarche.timestamp.VerifiedToken;

/** A time authority of any signature algorithm and any span of years, that stamps whatever it is given at whatever time it is told, as a dishonest one would. */
public final class StampOffice {
    private static final Provider PROVIDER = new BouncyCastleProvider();
    private static final String POLICY = "2.25.1";
    private static final int SERIAL_BYTES = 8;

    private final String name;
    private final String algorithm;
    private final KeyPair keys;
    private final X509CertificateHolder certificate;
    private final Anchor anchor;

    private StampOffice(String name, String algorithm, KeyPair keys, X509CertificateHolder certificate, Anchor anchor) {
        this.name = name;
        this.algorithm = algorithm;
        this.keys = keys;
        this.certificate = certificate;
        this.anchor = anchor;
    }

    /**
     * A new one.
     *
     * @param algorithm of all its signatures, such as {@code SHA256withECDSA} or {@code ML-DSA-65}
     * @param until when its certificate ends; its root, the anchor, lives as long
     */
    public static StampOffice open(String name, String algorithm, Instant from, Instant until) {
        return open(name, algorithm, from, until, new SecureRandom());
    }

    /** The same authority in every run, down to the bytes of its tokens: its keys depend on its name alone, so nothing real may ever trust it. */
    public static StampOffice known(String name, String algorithm, Instant from, Instant until) {
        return open(name, algorithm, from, until, TestAuthority.random(name));
    }

    private static StampOffice open(String name, String algorithm, Instant from, Instant until, SecureRandom random) {
        try {
            KeyPair root = pair(algorithm, random);
            KeyPair own = pair(algorithm, random);
            X500Name rootName = new X500Name("CN=" + name + " root");
            X509v3CertificateBuilder rootCertificate = builder(1, rootName, rootName, root, from, until)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            X509v3CertificateBuilder stamper = builder(2, rootName, new X500Name("CN=" + name), own, from, until)
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
            return new StampOffice(
                    name,
                    algorithm,
                    own,
                    signed(stamper, algorithm, root),
                    Anchor.parse(signed(rootCertificate, algorithm, root).getEncoded()));
        } catch (GeneralSecurityException | IOException | RefusedException e) {
            throw new AssertionError(e);
        }
    }

    public String name() {
        return name;
    }

    /** The key that signs its tokens; it could sign anything else. */
    public PrivateKey privateKey() {
        return keys.getPrivate();
    }

    /** The certificate of that key. */
    public X509Certificate certificate() {
        try {
            return new JcaX509CertificateConverter().setProvider(PROVIDER).getCertificate(certificate);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public Anchor anchor() {
        return anchor;
    }

    /** A reader who trusts it alone. */
    public Authorities trusted() {
        return Authorities.NONE.with(name, anchor);
    }

    /** A true token over {@code imprint}, dated {@code at}. */
    public VerifiedToken stamp(Imprint imprint, Instant at) {
        if (new TokenVerifier(anchor, Optional.empty()).check(token(imprint, at), imprint)
                instanceof TokenCheck.Valid valid) {
            return valid.token();
        }
        throw new AssertionError("a token of " + name + " is true at " + at);
    }

    /** A token over {@code imprint}, dated {@code at}, be the certificate valid then or not. */
    public UnverifiedToken token(Imprint imprint, Instant at) {
        TimestampRequest request = TimestampRequest.of(imprint, new byte[16], Optional.empty());
        try {
            return request.tokenIn(answer(request.bytes(), at));
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    /** The response to a request, dated {@code at}. */
    public byte[] answer(byte[] request, Instant at) {
        try {
            BcDigestCalculatorProvider digests = new BcDigestCalculatorProvider();
            DefaultSignedAttributeTableGenerator attributes = new DefaultSignedAttributeTableGenerator();
            TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                    new SignerInfoGeneratorBuilder(digests)
                            // The default states the machine's time beside that of the token.
                            .setSignedAttributeGenerator(
                                    given -> attributes.getAttributes(given).remove(CMSAttributes.signingTime))
                            .build(new SteadySigner(algorithm, keys.getPrivate()), certificate),
                    digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                    new ASN1ObjectIdentifier(POLICY));
            tokens.addCertificates(new CollectionStore<>(Set.of(certificate)));
            return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
                    .generate(
                            new TimeStampRequest(request),
                            new BigInteger(1, Arrays.copyOf(Sha256.of(request).bytes(), SERIAL_BYTES)),
                            Date.from(at))
                    .getEncoded();
        } catch (GeneralSecurityException | IOException | OperatorCreationException | TSPException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair(String algorithm, SecureRandom random) throws GeneralSecurityException {
        if (algorithm.endsWith("RSA")) {
            // Too short for anybody to trust.
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", PROVIDER);
            generator.initialize(1024, random);
            return generator.generateKeyPair();
        }
        boolean lattice = algorithm.startsWith("ML-DSA");
        KeyPairGenerator generator = KeyPairGenerator.getInstance(lattice ? algorithm : "EC", PROVIDER);
        generator.initialize(
                lattice ? MLDSAParameterSpec.fromName(algorithm) : new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder builder(
            long serial, X500Name issuer, X500Name subject, KeyPair keys, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(serial),
                Date.from(from.minus(Duration.ofDays(1))),
                Date.from(until),
                subject,
                keys.getPublic());
    }

    private static X509CertificateHolder signed(X509v3CertificateBuilder builder, String algorithm, KeyPair issuer)
            throws GeneralSecurityException {
        return builder.build(new SteadySigner(algorithm, issuer.getPrivate()));
    }
}
