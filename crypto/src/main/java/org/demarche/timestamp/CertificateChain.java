package org.demarche.timestamp;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * The certificates from the one that signed a token up to, but without, the anchor; valid at the token's time (RFC 5280 §6).
 *
 * @param links the signing certificate first
 */
record CertificateChain(List<X509CertificateHolder> links, Anchor anchor) {
    private static final int MAX_LINKS = 8;

    CertificateChain {
        links = List.copyOf(links);
    }

    /** The chain that {@code given} hold from {@code signer} to {@code anchor}. */
    static CertificateChain of(
            X509CertificateHolder signer, Collection<X509CertificateHolder> given, Anchor anchor, Instant at)
            throws FalseTokenException {
        List<X509CertificateHolder> links = new ArrayList<>(List.of(signer));
        X509CertificateHolder last = signer;
        while (!signed(anchor.holder(), last)) {
            last = issuer(last, given, links, at);
            links.add(last);
        }
        CertificateChain chain = new CertificateChain(links, anchor);
        chain.validate(at);
        return chain;
    }

    /** Every certificate of the chain, the anchor last. */
    List<X509CertificateHolder> whole() {
        List<X509CertificateHolder> whole = new ArrayList<>(links);
        whole.add(anchor.holder());
        return whole;
    }

    /** When the first of them ends. */
    Instant until() {
        return whole().stream()
                .map(c -> c.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** With what each link is signed. */
    List<String> algorithms() throws FalseTokenException {
        List<String> algorithms = new ArrayList<>();
        for (X509CertificateHolder link : links) {
            algorithms.add(SignatureNames.of(link.getSignatureAlgorithm()));
        }
        return algorithms;
    }

    private static X509CertificateHolder issuer(
            X509CertificateHolder of,
            Collection<X509CertificateHolder> given,
            List<X509CertificateHolder> links,
            Instant at)
            throws FalseTokenException {
        Optional<X509CertificateHolder> next = given.stream()
                .filter(c -> !links.contains(c) && c.isValidOn(Date.from(at)) && signed(c, of))
                .findFirst();
        if (next.isEmpty() || links.size() == MAX_LINKS) {
            throw new FalseTokenException("its certificates do not lead to the authority's anchor");
        }
        return next.get();
    }

    static boolean signed(X509CertificateHolder issuer, X509CertificateHolder subject) {
        try {
            return issuer.getSubject().equals(subject.getIssuer())
                    && !SignatureNames.isCostly(Anchor.java(issuer).getPublicKey())
                    && subject.isSignatureValid(new JcaContentVerifierProviderBuilder()
                            .setProvider(BouncyCastle.PROVIDER)
                            .build(issuer));
        } catch (OperatorCreationException | CertificateException | CertException e) {
            return false;
        }
    }

    private void validate(Instant at) throws FalseTokenException {
        if (!anchor.holder().isValidOn(Date.from(at))) {
            throw new FalseTokenException("the authority's anchor was not valid at " + at);
        }
        try {
            List<X509Certificate> path = new ArrayList<>();
            for (X509CertificateHolder link : links) {
                path.add(Anchor.java(link));
            }
            for (X509CertificateHolder certificate : whole()) {
                SignatureNames.requireStrong(Anchor.java(certificate).getPublicKey());
            }
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor.certificate(), null)));
            parameters.setDate(Date.from(at));
            // Nothing is fetched. What the token carries is looked at by Revocations and RevocationAnswers.
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX", BouncyCastle.PROVIDER)
                    .validate(
                            CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                                    .generateCertPath(path),
                            parameters);
        } catch (CertPathValidatorException e) {
            throw new FalseTokenException("its certificates were not a valid chain at " + at);
        } catch (GeneralSecurityException e) {
            throw new FalseTokenException("its certificates cannot be read");
        }
    }
}
