package org.demarche.asic;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Signs with a certificate of X.509: CAdES baseline B (EN 319 122-1), detached, by SHA-512 with RSA or ECDSA. */
public final class CadesSigner implements Container.Signing {
    private static final Provider PROVIDER = new BouncyCastleProvider();

    private final PrivateKey key;
    private final List<X509Certificate> chain;
    private final Instant now;

    /**
     * A signer.
     *
     * @param chain the certificate of the key first
     * @param now the time that the signature states
     * @throws IllegalArgumentException if the key is neither of RSA nor of an elliptic curve, or there is no certificate
     */
    public CadesSigner(PrivateKey key, List<X509Certificate> chain, Instant now) {
        if (chain.isEmpty() || !(key instanceof RSAPrivateKey || key instanceof ECPrivateKey)) {
            throw new IllegalArgumentException("key: " + key.getAlgorithm() + " with " + chain.size()
                    + " certificates (expected: RSA or EC, with its certificate)");
        }
        this.key = key;
        this.chain = List.copyOf(chain);
        this.now = now;
    }

    @Override
    public byte[] sign(byte[] manifest) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder()
                            .setProvider(PROVIDER)
                            .build())
                    .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(attributes()))
                    .build(
                            new JcaContentSignerBuilder(
                                            key instanceof RSAPrivateKey ? "SHA512withRSA" : "SHA512withECDSA")
                                    .setProvider(PROVIDER)
                                    .build(key),
                            chain.get(0)));
            generator.addCertificates(new JcaCertStore(chain));
            return generator
                    .generate(new CMSProcessableByteArray(manifest), false)
                    .getEncoded(ASN1Encoding.DER);
        } catch (GeneralSecurityException | OperatorCreationException | CMSException | IOException e) {
            throw new IllegalStateException("a key and its certificate can sign: " + e.getMessage(), e);
        }
    }

    private AttributeTable attributes() throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-512").digest(chain.get(0).getEncoded());
        SigningCertificateV2 bound = new SigningCertificateV2(
                new ESSCertIDv2(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha512), hash));
        return new AttributeTable(new DERSet(new Attribute[] {
            new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(bound)),
            new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(now))))
        }));
    }
}
