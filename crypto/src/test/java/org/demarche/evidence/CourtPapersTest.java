package org.demarche.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.demarche.archive.Years.march;

import eu.europa.esig.dss.asic.cades.validation.ASiCContainerWithCAdESAnalyzer;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.ReferenceValidation;
import eu.europa.esig.dss.spi.DSSSecurityProvider;
import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.evidencerecord.EvidenceRecord;
import eu.europa.esig.dss.spi.x509.tsp.TimestampToken;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.demarche.archive.ArchiveDigest;
import org.demarche.archive.Records;
import org.demarche.archive.StampOffice;
import org.demarche.archive.Task;
import org.demarche.asic.CadesSigner;
import org.demarche.asic.Container;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Containers for courts, as EU DSS, which knows nothing of this project, reads them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CourtPapersTest {
    private final StampOffice office = StampOffice.open("ACME", "SHA512withECDSA", march(2026), march(2036));
    private Story story;
    private byte[] bundle;

    @BeforeAll
    void tellTheStory() {
        DSSSecurityProvider.setSecurityProvider(new BouncyCastleProvider());
        story = Story.ofTierOne();
        bundle = story.bundle();
    }

    private Container papers(byte[] file) throws RefusedException {
        return CourtPapers.of(file, story.judge(file));
    }

    private static ASiCContainerWithCAdESAnalyzer dss(byte[] container) {
        ASiCContainerWithCAdESAnalyzer analyzer =
                new ASiCContainerWithCAdESAnalyzer(new InMemoryDocument(container, "papers.asice"));
        analyzer.setCertificateVerifier(new CommonCertificateVerifier());
        return analyzer;
    }

    private static Map<String, byte[]> unpacked(byte[] container) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(container))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                zip.transferTo(bytes);
                files.put(entry.getName(), bytes.toByteArray());
            }
        }
        return files;
    }

    private static boolean hold(List<ReferenceValidation> references) {
        return !references.isEmpty() && references.stream().allMatch(r -> r.isFound() && r.isIntact());
    }

    @Test
    void papers_inContainer_areReadableAndStillProve() throws RefusedException, IOException {
        byte[] container =
                papers(bundle).stamped(i -> office.stamp(i, march(2027))).bytes();
        Map<String, byte[]> files = unpacked(container);
        assertThat(files.keySet())
                .containsExactly(
                        "mimetype",
                        "report.txt",
                        "report.json",
                        "notices.txt",
                        "charter-1.toml",
                        "bundle.evidence",
                        "META-INF/ASiCManifest001.xml",
                        "META-INF/timestamp001.tst");
        assertThat(new String(container, 30, 39, StandardCharsets.ISO_8859_1))
                .isEqualTo("mimetypeapplication/vnd.etsi.asic-e+zip");
        assertThat(files.get("bundle.evidence")).isEqualTo(bundle);
        assertThat(new String(files.get("report.txt"), StandardCharsets.UTF_8)).contains("PROVEN: tier 1");
        assertThat(new String(files.get("notices.txt"), StandardCharsets.UTF_8))
                .contains("author: UA", "violation_report:", "position: POSITION_CONCUR", "issued_at_ms: 2026-");
        assertThat(files.get("charter-1.toml")).isEqualTo(story.genesis().text().toByteArray());
    }

    @Test
    void timeStamp_overAllFiles_isTakenByDss() throws RefusedException {
        byte[] container =
                papers(bundle).stamped(i -> office.stamp(i, march(2027))).bytes();
        List<TimestampToken> tokens = dss(container).getDetachedTimestamps();
        assertThat(tokens).hasSize(1);
        TimestampToken token = tokens.get(0);
        assertThat(token.isMessageImprintDataIntact()).isTrue();
        assertThat(token.getCertificates()).anyMatch(token::isSignedBy);
        assertThat(token.getManifestFile().getEntries()).hasSize(5).allMatch(e -> e.isIntact());
    }

    @Test
    void evidenceRecord_overTheBundle_isTakenByDss() throws RefusedException {
        ArchivedBundle opened = ArchivedBundle.parse(bundle);
        byte[] recorded = opened.with(
                        List.of(Records.one(new Task.Begin(opened.core()), ArchiveDigest.SHA_512, office, march(2027))))
                .bytes();
        byte[] container = papers(recorded).bytes();
        List<EvidenceRecord> records = dss(container).getDetachedEvidenceRecords();
        assertThat(records).hasSize(1);
        assertThat(hold(records.get(0).getReferenceValidation())).isTrue();
        assertThat(records.get(0).getTimestamps()).hasSize(1).allMatch(TimestampToken::isMessageImprintDataIntact);
    }

    @Test
    void signature_byACertificate_isTakenByDss() throws RefusedException {
        byte[] container = papers(bundle)
                .signed(new CadesSigner(office.privateKey(), List.of(office.certificate()), march(2027)))
                .bytes();
        List<AdvancedSignature> signatures = dss(container).getSignatures();
        assertThat(signatures).hasSize(1);
        AdvancedSignature signature = signatures.get(0);
        signature.checkSignatureIntegrity();
        assertThat(signature.getSignatureCryptographicVerification().isSignatureValid())
                .isTrue();
        assertThat(signature.getSigningTime()).isEqualTo(Date.from(march(2027)));
        assertThat(signature.getSigningCertificateToken()).isNotNull();
        assertThat(signature.getDataFoundUpToLevel().name()).startsWith("CAdES");
    }

    @Test
    void file_changedInTheContainer_isSeenByDss() throws RefusedException, IOException {
        byte[] container =
                papers(bundle).stamped(i -> office.stamp(i, march(2027))).bytes();
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(changed)) {
            for (Map.Entry<String, byte[]> file : unpacked(container).entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getKey().equals("notices.txt") ? new byte[] {1} : file.getValue());
                zip.closeEntry();
            }
        }
        TimestampToken token =
                dss(changed.toByteArray()).getDetachedTimestamps().get(0);
        assertThat(token.getManifestFile().getEntries()).anyMatch(e -> !e.isIntact());
    }

    @Test
    void container_forWhichNothingVouches_isNotWritten() throws RefusedException {
        assertThatThrownBy(() -> papers(bundle).bytes()).isInstanceOf(IllegalStateException.class);
    }
}
