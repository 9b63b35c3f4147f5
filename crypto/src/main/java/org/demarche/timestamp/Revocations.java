package org.demarche.timestamp;

import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.Set;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.jspecify.annotations.Nullable;

/** The revocation lists that a token carries, against its chain. */
final class Revocations {
    /** For these reasons what was signed before the revocation stays good (RFC 3161 §4.1); for any other, or without one, all of it falls. */
    private static final Set<Integer> LATER_ONLY = Set.of(
            CRLReason.unspecified, CRLReason.affiliationChanged, CRLReason.superseded, CRLReason.cessationOfOperation);

    private Revocations() {}

    /**
     * Looks for the links of the chain in the lists.
     *
     * @param by latest time at which the token can have been signed
     */
    static void check(Collection<X509CRLHolder> lists, CertificateChain chain, Instant by) throws FalseTokenException {
        for (X509CRLHolder list : lists) {
            if (!list.getCriticalExtensionOIDs().isEmpty()) {
                throw new FalseTokenException("it carries a revocation list of a kind that is not known");
            }
            boolean ofChain = chain.whole().stream().anyMatch(c -> signed(c, list));
            if (!ofChain) {
                throw new FalseTokenException("it carries a revocation list that none of its certificates signed");
            }
            for (X509CertificateHolder link : chain.links()) {
                if (link.getIssuer().equals(list.getIssuer())) {
                    check(list.getRevokedCertificate(link.getSerialNumber()), by);
                }
            }
        }
    }

    private static void check(@Nullable X509CRLEntryHolder entry, Instant by) throws FalseTokenException {
        if (entry == null) {
            return;
        }
        Extension reason = entry.getExtension(Extension.reasonCode);
        requireLater(
                entry.getRevocationDate().toInstant(),
                reason == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(CRLReason.getInstance(reason.getParsedValue())
                                .getValue()
                                .intValueExact()),
                by);
    }

    /** Lets pass only what was revoked after the token was signed, for a reason that leaves it good. */
    static void requireLater(Instant revoked, OptionalInt reason, Instant by) throws FalseTokenException {
        boolean laterOnly = reason.isPresent() && LATER_ONLY.contains(reason.getAsInt());
        if (!laterOnly || !revoked.isAfter(by)) {
            throw new FalseTokenException("one of its certificates was revoked at " + revoked);
        }
    }

    private static boolean signed(X509CertificateHolder issuer, X509CRLHolder list) {
        try {
            return issuer.getSubject().equals(list.getIssuer())
                    && list.isSignatureValid(new JcaContentVerifierProviderBuilder()
                            .setProvider(BouncyCastle.PROVIDER)
                            .build(issuer));
        } catch (OperatorCreationException | CertificateException | CertException e) {
            return false;
        }
    }
}
