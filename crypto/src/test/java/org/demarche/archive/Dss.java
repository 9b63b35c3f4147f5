package org.demarche.archive;

import eu.europa.esig.dss.enumerations.DigestMatcherType;
import eu.europa.esig.dss.evidencerecord.asn1.validation.ASN1EvidenceRecordAnalyzer;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.ReferenceValidation;
import eu.europa.esig.dss.spi.DSSSecurityProvider;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.evidencerecord.EvidenceRecord;
import eu.europa.esig.dss.spi.x509.tsp.TimestampToken;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** What EU DSS makes of an evidence record: it shares nothing with our own code but Bouncy Castle. */
final class Dss {
    static {
        DSSSecurityProvider.setSecurityProvider(new BouncyCastleProvider());
    }

    private Dss() {}

    /** Whether it finds the data, every imprint intact, every token signed by a certificate within it, and nothing to say against the structure. */
    static boolean takes(byte[] record, byte[] data) {
        try {
            ASN1EvidenceRecordAnalyzer analyzer = new ASN1EvidenceRecordAnalyzer(new InMemoryDocument(record));
            analyzer.setCertificateVerifier(new CommonCertificateVerifier());
            analyzer.setDetachedContents(List.of(new InMemoryDocument(data, "data")));
            EvidenceRecord read = analyzer.getEvidenceRecord();
            return hold(read.getReferenceValidation())
                    && !read.getTimestamps().isEmpty()
                    && read.getTimestamps().stream().allMatch(Dss::holds)
                    && read.getStructureValidationResult().isEmpty();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** The neighbour in the lowest list of a hash tree is to DSS an object that it was not given. */
    private static boolean hold(List<ReferenceValidation> references) {
        List<ReferenceValidation> own = references.stream()
                .filter(r -> r.getType() != DigestMatcherType.EVIDENCE_RECORD_ORPHAN_REFERENCE)
                .toList();
        return !own.isEmpty() && own.stream().allMatch(r -> r.isFound() && r.isIntact());
    }

    private static boolean holds(TimestampToken token) {
        return token.isMessageImprintDataFound()
                && token.isMessageImprintDataIntact()
                && (token.getReferenceValidations().isEmpty() || hold(token.getReferenceValidations()))
                && token.getCertificates().stream().anyMatch(token::isSignedBy);
    }
}
