package org.demarche.timestamp;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.tsp.TimeStampToken;
import org.demarche.refusal.RefusedException;

/** A true token without all that its truth does not need: unsigned attributes, certificates beside the chain, the anchor. In DER, so that it is always the same bytes. */
final class LeanToken {
    private LeanToken() {}

    static UnverifiedToken of(TimeStampToken token, CertificateChain chain) throws FalseTokenException {
        SignedData full =
                SignedData.getInstance(token.toCMSSignedData().toASN1Structure().getContent());
        SignerInfo signer = SignerInfo.getInstance(full.getSignerInfos().getObjectAt(0));
        SignerInfo bare = new SignerInfo(
                sid(signer, chain.links().get(0)),
                signer.getDigestAlgorithm(),
                signer.getAuthenticatedAttributes(),
                signer.getDigestEncryptionAlgorithm(),
                signer.getEncryptedDigest(),
                (ASN1Set) null);
        ASN1EncodableVector certificates = new ASN1EncodableVector();
        for (X509CertificateHolder link : chain.links()) {
            certificates.add(link.toASN1Structure());
        }
        SignedData lean = new SignedData(
                new DERSet(signer.getDigestAlgorithm()),
                full.getEncapContentInfo(),
                new DERSet(certificates),
                full.getCRLs(),
                new DERSet(bare));
        try {
            return UnverifiedToken.parse(
                    new ContentInfo(CMSObjectIdentifiers.signedData, lean).getEncoded(ASN1Encoding.DER));
        } catch (IOException | RefusedException e) {
            throw new FalseTokenException("it cannot be written in DER");
        }
    }

    /** Names are compared without regard to case, so the certificate's own writing takes the place of the token's. */
    private static SignerIdentifier sid(SignerInfo signer, X509CertificateHolder certificate) {
        return signer.getSID().isTagged()
                ? signer.getSID()
                : new SignerIdentifier(new IssuerAndSerialNumber(certificate.toASN1Structure()));
    }
}
