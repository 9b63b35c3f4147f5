package org.demarche.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.OtherRevocationInfoFormat;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.util.CollectionStore;
import org.jspecify.annotations.Nullable;

/** Makes tokens that differ from an honest authority's in what a test asks for. The same in every run. */
public final class OddToken {
    /** For the reason of a revocation. */
    public static final int COMPROMISED = CRLReason.keyCompromise;
    /** For the reason of a revocation. */
    public static final int SUPERSEDED = CRLReason.superseded;

    /** Its policy, unless another is asked for. */
    public static final String POLICY = "1.2.3.4";

    private static final int CRL_AGE_S = 60;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss.SSS").withZone(ZoneOffset.UTC);

    private final EcKey rootKey;
    private final EcKey middleKey;
    private final EcKey key;
    private final X509CertificateHolder root;
    private X509CertificateHolder middle;

    private Instant from = TestAuthority.FROM;
    private Instant until = TestAuthority.UNTIL;
    private List<KeyPurposeId> purposes = List.of(KeyPurposeId.id_kp_timeStamping);
    private boolean purposeCritical = true;
    private boolean viaMiddle;
    private List<KeyPurposeId> middlePurposes = List.of();
    private int version = 1;
    private @Nullable Instant signedAt;
    private boolean bound = true;
    private boolean unsignedAttribute;
    private boolean withAnchor;
    private boolean withoutCertificates;
    private int keyUsage = KeyUsage.digitalSignature;
    private @Nullable Accuracy accuracy = new Accuracy(new ASN1Integer(1), null, null);
    private Optional<String> time = Optional.empty();
    private String policy = POLICY;
    private ASN1ObjectIdentifier hash = NISTObjectIdentifiers.id_sha512;
    private final List<X509CRLHolder> lists = new ArrayList<>();
    private final List<OtherRevocationInfoFormat> others = new ArrayList<>();
    private final List<X509CertificateHolder> more = new ArrayList<>();

    private OddToken(String name) {
        var random = TestAuthority.random("odd " + name);
        rootKey = EcKey.generate(random);
        middleKey = EcKey.generate(random);
        key = EcKey.generate(random);
        root = certificate(1, "odd root", rootKey, "odd root", rootKey, true);
        middle = certificate(2, "odd root", rootKey, "odd middle", middleKey, true);
    }

    /** Of an authority that depends on {@code name} alone; honest, so far. */
    public static OddToken of(String name) {
        return new OddToken(name);
    }

    /** The root's certificate. */
    public Anchor anchor() {
        try {
            return Anchor.parse(root.getEncoded());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The signing certificate is valid so long. */
    public OddToken valid(Instant notBefore, Instant notAfter) {
        from = notBefore;
        until = notAfter;
        return this;
    }

    /** The signing certificate is for these purposes. */
    public OddToken purposes(boolean critical, KeyPurposeId... given) {
        purposeCritical = critical;
        purposes = List.of(given);
        return this;
    }

    /** The signing certificate is for web servers. */
    public OddToken ofAWebServer() {
        return purposes(true, KeyPurposeId.id_kp_serverAuth);
    }

    /** It is made under this policy. */
    public OddToken policy(String other) {
        policy = other;
        return this;
    }

    /** The signing certificate's key usage. */
    public OddToken keyUsage(int usage) {
        keyUsage = usage;
        return this;
    }

    /** A certificate stands between the signing one and the root. */
    public OddToken viaMiddle() {
        viaMiddle = true;
        return this;
    }

    /** The token names its certificate by SHA-1 alone (RFC 2634). */
    public OddToken boundBySha1() {
        bound = false;
        return this;
    }

    /** It bears an unsigned attribute. */
    public OddToken withUnsignedAttribute() {
        unsignedAttribute = true;
        return this;
    }

    /** It bears the root's certificate. */
    public OddToken withAnchor() {
        withAnchor = true;
        return this;
    }

    /** It bears no certificate. */
    public OddToken withoutCertificates() {
        withoutCertificates = true;
        return this;
    }

    /** It bears a further certificate. */
    public OddToken with(Anchor certificate) {
        more.add(certificate.holder());
        return this;
    }

    /** It states this accuracy; null: none. */
    OddToken accuracy(@Nullable Accuracy other) {
        accuracy = other;
        return this;
    }

    /** Its signature states this time as its own. */
    public OddToken signedAt(Instant time) {
        signedAt = time;
        return this;
    }

    /** It says that it is of this version. */
    public OddToken version(int other) {
        version = other;
        return this;
    }

    /** The certificate between is for these purposes alone. */
    public OddToken viaMiddleFor(KeyPurposeId... given) {
        middlePurposes = List.of(given);
        middle = certificate(2, "odd root", rootKey, "odd middle", middleKey, true);
        return viaMiddle();
    }

    /** It states this time, written as the token has it. */
    public OddToken time(String other) {
        time = Optional.of(other);
        return this;
    }

    /** It is over another hash than SHA-512. */
    public OddToken hash(ASN1ObjectIdentifier other) {
        hash = other;
        return this;
    }

    /** It bears a revocation list of the root's that revokes nothing. */
    public OddToken withEmptyList(Instant at) {
        lists.add(list(at).build(EcKey.signer(rootKey.privateKey())));
        return this;
    }

    /** It bears a revocation list that revokes the signing certificate. */
    public OddToken revoked(Instant at, int reason) {
        lists.add(list(at).addCRLEntry(BigInteger.valueOf(3), Date.from(at), reason)
                .build(EcKey.signer(rootKey.privateKey())));
        return this;
    }

    /** It bears a revocation list that somebody else signed in the root's name. */
    public OddToken withForgedList(Instant at) {
        lists.add(list(at).build(EcKey.signer(middleKey.privateKey())));
        return this;
    }

    /** It bears the root's answer on the certificate that the root issued: that of the signing key, or between. */
    OddToken answered(CertificateStatus status, Instant at) {
        return answered(rootKey, status, at);
    }

    /** It bears such an answer about another certificate of the same issuer. */
    OddToken answeredAboutAnother(CertificateStatus status, Instant at) {
        return answered(99, rootKey, status, at);
    }

    /** It bears such an answer that somebody else signed. */
    OddToken answeredByAStranger(CertificateStatus status, Instant at) {
        return answered(key, status, at);
    }

    /** It bears such an answer by a responder whose certificate the root signed, for this purpose. */
    OddToken answeredFor(KeyPurposeId purpose, CertificateStatus status, Instant at) {
        purposes = List.of(purpose);
        X509CertificateHolder responder = certificate(4, "odd root", rootKey, "odd responder", middleKey, false);
        purposes = List.of(KeyPurposeId.id_kp_timeStamping);
        return answered(middleKey, status, at, responder);
    }

    private OddToken answered(EcKey by, CertificateStatus status, Instant at, X509CertificateHolder... certificates) {
        return answered(viaMiddle ? 2 : 3, by, status, at, certificates);
    }

    private OddToken answered(
            int serial, EcKey by, CertificateStatus status, Instant at, X509CertificateHolder... certificates) {
        try {
            DigestCalculator sha1 = new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1);
            BasicOCSPResp basic = new BasicOCSPRespBuilder(
                            SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(by.publicKey()), sha1)
                    .addResponse(new CertificateID(sha1, root, BigInteger.valueOf(serial)), status)
                    .build(EcKey.signer(by.privateKey()), certificates, Date.from(at));
            return bears(
                    CMSObjectIdentifiers.id_ri_ocsp_response,
                    new OCSPRespBuilder().build(OCSPResp.SUCCESSFUL, basic).toASN1Structure());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** It bears further revocation information. */
    OddToken bears(ASN1ObjectIdentifier format, ASN1Encodable information) {
        others.add(new OtherRevocationInfoFormat(format, information));
        return this;
    }

    /** The token, made at {@code at} over the hash of {@code data}. */
    public UnverifiedToken over(byte[] data, Instant at) {
        try {
            return UnverifiedToken.parse(made(data, at));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private byte[] made(byte[] data, Instant at) throws Exception {
        X509CertificateHolder own = own();
        DefaultSignedAttributeTableGenerator attributes = new DefaultSignedAttributeTableGenerator();
        SignerInfoGeneratorBuilder signer = new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider())
                .setSignedAttributeGenerator(given -> {
                    AttributeTable table = attributes.getAttributes(given).remove(CMSAttributes.signingTime);
                    if (signedAt != null) {
                        table = table.add(CMSAttributes.signingTime, new Time(Date.from(signedAt)));
                    }
                    return bound
                            ? table.add(PKCSObjectIdentifiers.id_aa_signingCertificateV2, named(own))
                            : table.add(PKCSObjectIdentifiers.id_aa_signingCertificate, namedBySha1(own));
                });
        if (unsignedAttribute) {
            signer.setUnsignedAttributeGenerator(given -> new AttributeTable(new Attribute(
                    PKCSObjectIdentifiers.pkcs_9_at_unstructuredName, new DERSet(new DERUTF8String("more")))));
        }
        CMSSignedDataGenerator tokens = new CMSSignedDataGenerator();
        tokens.addSignerInfoGenerator(signer.build(EcKey.signer(key.privateKey()), own));
        List<X509CertificateHolder> certificates = new ArrayList<>(withoutCertificates ? List.of() : List.of(own));
        if (viaMiddle) {
            certificates.add(middle);
        }
        if (withAnchor) {
            certificates.add(root);
        }
        certificates.addAll(more);
        tokens.addCertificates(new CollectionStore<>(certificates));
        tokens.addCRLs(new CollectionStore<>(lists));
        others.forEach(o -> tokens.addOtherRevocationInfo(o.getInfoFormat(), o.getInfo()));
        TSTInfo info = new TSTInfo(
                new ASN1ObjectIdentifier(policy),
                new MessageImprint(
                        new AlgorithmIdentifier(hash),
                        MessageDigest.getInstance(hash.getId(), BouncyCastle.PROVIDER)
                                .digest(data)),
                new ASN1Integer(10),
                new ASN1GeneralizedTime(time.orElse(written(at))),
                accuracy,
                null,
                null,
                null,
                null);
        return tokens.generate(new CMSProcessableByteArray(PKCSObjectIdentifiers.id_ct_TSTInfo, odd(info)), true)
                .getEncoded("DER");
    }

    /** Without zeros at the end of a fraction (RFC 3161 §2.4.2). */
    private static String written(Instant at) {
        return TIME.format(at).replaceFirst("\\.?0*$", "") + "Z";
    }

    /** With another version, and the time as it was asked for: DER would mend it. */
    private byte[] odd(TSTInfo info) throws IOException {
        ASN1EncodableVector fields = new ASN1EncodableVector();
        fields.add(new ASN1Integer(version));
        for (ASN1Encodable field : ASN1Sequence.getInstance(info.toASN1Primitive())) {
            if (field instanceof ASN1GeneralizedTime stated) {
                fields.add(new ASN1GeneralizedTime(time.orElse(stated.getTimeString())));
            } else if (fields.size() > 1 || !(field instanceof ASN1Integer)) {
                fields.add(field);
            }
        }
        return new DLSequence(fields).getEncoded(ASN1Encoding.DL);
    }

    private static SigningCertificateV2 named(X509CertificateHolder certificate) {
        try {
            return new SigningCertificateV2(new ESSCertIDv2(HashAlgorithm.SHA_256.hash(certificate.getEncoded())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SigningCertificate namedBySha1(X509CertificateHolder certificate) {
        try {
            return new SigningCertificate(
                    new ESSCertID(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded())));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private X509CertificateHolder own() {
        return certificate(
                3, viaMiddle ? "odd middle" : "odd root", viaMiddle ? middleKey : rootKey, "odd", key, false);
    }

    private X509v2CRLBuilder list(Instant at) {
        return new X509v2CRLBuilder(TimeCertificates.name("odd root"), Date.from(at.minusSeconds(CRL_AGE_S)));
    }

    private X509CertificateHolder certificate(
            int serial, String issuer, EcKey issuerKey, String subject, EcKey subjectKey, boolean ca) {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    TimeCertificates.name(issuer),
                    BigInteger.valueOf(serial),
                    Date.from(from),
                    Date.from(until),
                    TimeCertificates.name(subject),
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(subjectKey.publicKey()));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(ca ? KeyUsage.keyCertSign | KeyUsage.cRLSign : keyUsage));
            if (ca && subjectKey == middleKey && !middlePurposes.isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        true,
                        new ExtendedKeyUsage(middlePurposes.toArray(KeyPurposeId[]::new)));
            }
            if (!ca) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        purposeCritical,
                        new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
            }
            return builder.build(EcKey.signer(issuerKey.privateKey()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
