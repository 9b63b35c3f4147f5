package org.demarche.timestamp;

import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathChecker;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Takes a critical extended key usage in a certificate between, if it allows time-stamping: RFC 5280 §6 leaves to the application what it means there. */
final class PurposeCheck extends PKIXCertPathChecker {
    private static final String PURPOSES = Extension.extendedKeyUsage.getId();
    private static final Set<String> FITTING =
            Set.of(KeyPurposeId.id_kp_timeStamping.getId(), KeyPurposeId.anyExtendedKeyUsage.getId());

    @Override
    public void init(boolean forward) {
        // There is nothing to remember from one certificate to the next.
    }

    @Override
    public boolean isForwardCheckingSupported() {
        return true;
    }

    @Override
    public Set<String> getSupportedExtensions() {
        return Set.of(PURPOSES);
    }

    @Override
    public void check(Certificate certificate, Collection<String> unresolved) throws CertPathValidatorException {
        if (unresolved.contains(PURPOSES) && allowsTimeStamping((X509Certificate) certificate)) {
            unresolved.remove(PURPOSES);
        }
    }

    private static boolean allowsTimeStamping(X509Certificate certificate) throws CertPathValidatorException {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes != null && purposes.stream().anyMatch(FITTING::contains);
        } catch (CertificateParsingException e) {
            throw new CertPathValidatorException(e);
        }
    }
}
