package org.demarche.timestamp;

import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.OtherRevocationInfoFormat;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.tsp.TimeStampToken;

/** The answers of OCSP responders (RFC 6960) that a token carries beside its revocation lists (RFC 5940), against its chain. */
final class RevocationAnswers {
    /** Twice as many as a chain has certificates: more are there to cost time alone. */
    private static final int MAX_ANSWERS = 16;

    private RevocationAnswers() {}

    /**
     * Looks for the links of the chain in the answers.
     *
     * @param by latest time at which the token can have been signed
     */
    static void check(TimeStampToken token, CertificateChain chain, Instant by) throws FalseTokenException {
        List<BasicOCSPResp> answers = answers(token);
        if (answers.size() > MAX_ANSWERS) {
            throw new FalseTokenException(
                    "it carries " + answers.size() + " revocation answers (expected: at most " + MAX_ANSWERS + ")");
        }
        for (BasicOCSPResp answer : answers) {
            check(answer, chain.whole(), by);
        }
    }

    private static List<BasicOCSPResp> answers(TimeStampToken token) throws FalseTokenException {
        ASN1Set carried = SignedData.getInstance(
                        token.toCMSSignedData().toASN1Structure().getContent())
                .getCRLs();
        List<BasicOCSPResp> answers = new ArrayList<>();
        for (ASN1Encodable one : carried == null ? List.<ASN1Encodable>of() : Arrays.asList(carried.toArray())) {
            if (!(one.toASN1Primitive() instanceof ASN1Sequence)) {
                answers.add(answer(one));
            }
        }
        return answers;
    }

    private static BasicOCSPResp answer(ASN1Encodable other) throws FalseTokenException {
        try {
            if (other.toASN1Primitive() instanceof ASN1TaggedObject tagged && tagged.hasContextTag(1)) {
                OtherRevocationInfoFormat format = OtherRevocationInfoFormat.getInstance(tagged, false);
                if (format.getInfoFormat().equals(CMSObjectIdentifiers.id_ri_ocsp_response)
                        && new OCSPResp(OCSPResponse.getInstance(format.getInfo())).getResponseObject()
                                instanceof BasicOCSPResp basic) {
                    return basic;
                }
            }
            throw unknown();
        } catch (OCSPException e) {
            throw unknown();
        }
    }

    private static void check(BasicOCSPResp answer, List<X509CertificateHolder> chain, Instant by)
            throws FalseTokenException {
        if (!answer.getCriticalExtensionOIDs().isEmpty()) {
            throw unknown();
        }
        boolean ofChain = false;
        for (int i = 1; i < chain.size(); i++) {
            if (vouches(chain.get(i), answer)) {
                ofChain = true;
                for (SingleResp single : answer.getResponses()) {
                    if (isAbout(single, chain.get(i - 1), chain.get(i))) {
                        check(single, by);
                    }
                }
            }
        }
        if (!ofChain) {
            throw new FalseTokenException("it carries a revocation answer for which none of its certificates vouches");
        }
    }

    private static void check(SingleResp single, Instant by) throws FalseTokenException {
        if (!single.getCriticalExtensionOIDs().isEmpty()) {
            throw unknown();
        }
        if (single.getCertStatus() instanceof RevokedStatus revoked) {
            Revocations.requireLater(
                    revoked.getRevocationTime().toInstant(),
                    revoked.hasRevocationReason() ? OptionalInt.of(revoked.getRevocationReason()) : OptionalInt.empty(),
                    by);
        } else if (single.getCertStatus() != CertificateStatus.GOOD) {
            throw new FalseTokenException("it carries a revocation answer that does not know one of its certificates");
        }
    }

    private static boolean isAbout(SingleResp single, X509CertificateHolder link, X509CertificateHolder issuer)
            throws FalseTokenException {
        try {
            return single.getCertID().getSerialNumber().equals(link.getSerialNumber())
                    && single.getCertID().matchesIssuer(issuer, new BcDigestCalculatorProvider());
        } catch (OCSPException e) {
            throw unknown();
        }
    }

    /** Whether the answer is the issuer's, or by one whom it has certified to answer for it (RFC 6960 §4.2.2.2). */
    private static boolean vouches(X509CertificateHolder issuer, BasicOCSPResp answer) {
        return signed(issuer, answer)
                || Arrays.stream(answer.getCerts())
                        .anyMatch(c -> ExtendedKeyUsage.fromExtensions(c.getExtensions()) != null
                                && ExtendedKeyUsage.fromExtensions(c.getExtensions())
                                        .hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning)
                                && c.isValidOn(answer.getProducedAt())
                                && CertificateChain.signed(issuer, c)
                                && signed(c, answer));
    }

    private static boolean signed(X509CertificateHolder responder, BasicOCSPResp answer) {
        try {
            return !SignatureNames.isCostly(Anchor.java(responder).getPublicKey())
                    && answer.isSignatureValid(new JcaContentVerifierProviderBuilder()
                            .setProvider(BouncyCastle.PROVIDER)
                            .build(responder));
        } catch (OperatorCreationException | CertificateException | OCSPException e) {
            return false;
        }
    }

    private static FalseTokenException unknown() {
        return new FalseTokenException("it carries revocation information of a kind that is not known");
    }
}
