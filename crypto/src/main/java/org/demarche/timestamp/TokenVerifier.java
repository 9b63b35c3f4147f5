package org.demarche.timestamp;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.GenTimeAccuracy;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TSPUtil;
import org.bouncycastle.tsp.TSPValidationException;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;

/** Verifies the tokens of one authority. Total: every token has an answer, and it is the same in any year. Thread-safe. */
public final class TokenVerifier {
    /** What a token without a stated accuracy is taken to be accurate to. */
    private static final Duration UNSTATED_ACCURACY = Duration.ofSeconds(1);

    private static final int MILLISECONDS_LENGTH = "yyyyMMddHHmmss.SSSZ".length();

    private final Anchor anchor;
    private final Optional<String> policy;

    /**
     * A verifier for the authority with this anchor.
     *
     * @param policy the only policy whose tokens count, an object identifier; empty: any
     */
    public TokenVerifier(Anchor anchor, Optional<String> policy) {
        this.anchor = anchor;
        this.policy = policy;
    }

    /** Whether {@code token} is true, and over {@code imprint}. */
    public TokenCheck check(UnverifiedToken token, Imprint imprint) {
        try {
            return new TokenCheck.Valid(verify(token.token(), imprint));
        } catch (FalseTokenException e) {
            return new TokenCheck.False(e.sentence());
        } catch (TSPException | OperatorCreationException | RuntimeException e) {
            return new TokenCheck.False("its signature does not verify");
        }
    }

    private VerifiedToken verify(TimeStampToken token, Imprint imprint)
            throws FalseTokenException, TSPException, OperatorCreationException {
        TimeStampTokenInfo info = token.getTimeStampInfo();
        checkContent(info, imprint);
        Collection<X509CertificateHolder> given = token.getCertificates().getMatches(null);
        X509CertificateHolder signer = signer(token, given);
        checkSigningCertificate(token, signer);
        SignerInfo signed = token.toCMSSignedData()
                .getSignerInfos()
                .getSigners()
                .iterator()
                .next()
                .toASN1Structure();
        String algorithm = SignatureNames.of(signed.getDigestEncryptionAlgorithm(), signed.getDigestAlgorithm());
        Instant statedAt = info.getGenTime().toInstant();
        CertificateChain chain = CertificateChain.of(signer, given, anchor, statedAt);
        // The signature, and the certificate's hash in ESSCertIDv2.
        token.validate(signatureBy(signer));
        Instant existedBy = statedAt.plus(accuracy(info));
        Revocations.check(token.getCRLs().getMatches(null), chain, existedBy);
        RevocationAnswers.check(token, chain, existedBy);
        List<String> algorithms = new ArrayList<>(List.of(algorithm));
        algorithms.addAll(chain.algorithms());
        return new VerifiedToken(
                existedBy,
                statedAt,
                info.getSerialNumber(),
                info.getPolicy().getId(),
                signer.getSubject().toString(),
                anchor.fingerprint(),
                chain.until(),
                imprint.algorithm(),
                algorithms,
                LeanToken.of(token, chain));
    }

    private static SignerInformationVerifier signatureBy(X509CertificateHolder signer)
            throws FalseTokenException, OperatorCreationException {
        try {
            return new JcaSimpleSignerInfoVerifierBuilder()
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(signer);
        } catch (CertificateException e) {
            throw new FalseTokenException("its signing certificate cannot be read");
        }
    }

    private void checkContent(TimeStampTokenInfo info, Imprint imprint) throws FalseTokenException {
        if (!HashAlgorithm.of(info.getHashAlgorithm()).equals(Optional.of(imprint.algorithm()))
                || !ByteString.copyFrom(info.getMessageImprintDigest()).equals(imprint.value())) {
            throw new FalseTokenException("it is over other bytes");
        }
        String stated = info.getPolicy().getId();
        if (policy.isPresent() && !policy.get().equals(stated)) {
            throw new FalseTokenException("its policy is " + stated + " (expected: " + policy.get() + ")");
        }
        if (!info.toASN1Structure().getGenTime().getTimeString().endsWith("Z")) {
            throw new FalseTokenException("its time is not in UTC");
        }
    }

    private static X509CertificateHolder signer(TimeStampToken token, Collection<X509CertificateHolder> given)
            throws FalseTokenException {
        List<X509CertificateHolder> signers =
                given.stream().filter(c -> token.getSID().match(c)).toList();
        if (signers.size() != 1) {
            throw new FalseTokenException("it carries " + signers.size() + " signing certificates (expected: 1)");
        }
        X509CertificateHolder signer = signers.get(0);
        KeyUsage usage = KeyUsage.fromExtensions(signer.getExtensions());
        if (usage != null && !usage.hasUsages(KeyUsage.digitalSignature) && !usage.hasUsages(KeyUsage.nonRepudiation)) {
            throw new FalseTokenException("its signing certificate is not for signatures");
        }
        try {
            TSPUtil.validateCertificate(signer);
        } catch (TSPValidationException e) {
            throw new FalseTokenException("its signing certificate is not for time-stamping alone");
        }
        return signer;
    }

    /** RFC 5816: the certificate is bound into what is signed, by a hash that is not weak. */
    private static void checkSigningCertificate(TimeStampToken token, X509CertificateHolder signer)
            throws FalseTokenException {
        Attribute attribute = token.getSignedAttributes().get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
        if (attribute == null) {
            throw new FalseTokenException("its signature does not bind its certificate (expected: ESSCertIDv2)");
        }
        ESSCertIDv2 first = SigningCertificateV2.getInstance(attribute.getAttributeValues()[0])
                .getCerts()[0];
        HashAlgorithm hash = HashAlgorithm.of(first.getHashAlgorithm())
                .orElseThrow(() -> new FalseTokenException("its certificate is bound by a weak hash"));
        // Bouncy Castle looks at the SHA-1 attribute alone where both are there.
        if (!Arrays.equals(hash.hash(encoded(signer)), first.getCertHash())) {
            throw new FalseTokenException("its signature binds another certificate");
        }
    }

    private static byte[] encoded(X509CertificateHolder certificate) throws FalseTokenException {
        try {
            return certificate.getEncoded();
        } catch (IOException e) {
            throw new FalseTokenException("its signing certificate cannot be read");
        }
    }

    /** Rounded up to milliseconds. */
    private static Duration accuracy(TimeStampTokenInfo info) {
        GenTimeAccuracy stated = info.getGenTimeAccuracy();
        Duration accuracy = stated == null
                ? UNSTATED_ACCURACY
                : Duration.ofSeconds(stated.getSeconds())
                        .plusMillis(stated.getMillis())
                        .plusMillis(stated.getMicros() == 0 ? 0 : 1);
        // Of a finer time Bouncy Castle drops what is below a millisecond.
        boolean cut = info.toASN1Structure().getGenTime().getTimeString().length() > MILLISECONDS_LENGTH;
        return cut ? accuracy.plusMillis(1) : accuracy;
    }
}
