package org.demarche.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.demarche.archive.Years.march;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.demarche.archive.Algorithm;
import org.demarche.archive.Algorithms;
import org.demarche.archive.ArchiveDigest;
import org.demarche.archive.Authorities;
import org.demarche.archive.Records;
import org.demarche.archive.StampOffice;
import org.demarche.archive.Task;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.hash.Sha256;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Renewal under a charter that asks two of three time authorities: what its tokens end, and how many records it takes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalTest {
    private static final Path LIES = Path.of("src/test/resources/lies");

    private final StampOffice one = StampOffice.open("one", "SHA512withECDSA", march(2026), march(2140));
    private final StampOffice two = StampOffice.open("two", "SHA512withECDSA", march(2026), march(2150));
    private final Authorities both = one.trusted().and(two.trusted());
    private byte[] bundle;
    private Sha256 charter;

    /** Until when two of the bundle's own tokens can be believed. */
    private Instant end;

    @BeforeAll
    void read() throws IOException {
        bundle = Files.readAllBytes(LIES.resolve("honest-timestamped.evidence"));
        charter = Sha256.of(Files.readAllBytes(LIES.resolve("timestamped.toml")));
        end = at(march(2027), Authorities.NONE, Algorithms.ALL_TRUSTED, bundle)
                .durability()
                .orElseThrow()
                .own()
                .at();
        assertThat(end).isAfter(march(2027)).isBefore(march(2140));
    }

    private Report at(Instant time, Authorities trusted, Algorithms algorithms, byte[] file) {
        return Bundles.judge(file, new Reader(charter, Optional.of(time), algorithms, trusted));
    }

    private Report after(byte[] file) {
        return at(end.plus(Duration.ofDays(1)), both, Algorithms.ALL_TRUSTED, file);
    }

    private byte[] with(UnverifiedRecord... records) throws RefusedException {
        return ArchivedBundle.parse(bundle).with(List.of(records)).bytes();
    }

    private UnverifiedRecord begun(StampOffice office) throws RefusedException {
        return Records.one(
                new Task.Begin(ArchivedBundle.parse(bundle).core()),
                ArchiveDigest.SHA_512,
                office,
                end.minus(Duration.ofDays(1)));
    }

    @Test
    void tokens_whoseCertificatesEnded_leaveTheFileUndecided() {
        assertThat(at(end, both, Algorithms.ALL_TRUSTED, bundle).verdict().code())
                .isEqualTo(Code.PROVEN);
        Report report = after(bundle);
        assertThat(report.verdict().code()).isEqualTo(Code.RENEWAL_MISSING);
        assertThat(report.step(Check.TIME).sentence())
                .contains("it had to be renewed: the certificate of ")
                .endsWith(" ended at " + end + ", and it brings no evidence record");
    }

    @Test
    void records_asManyAsAuthoritiesMustStamp_vouchForTheFile() throws RefusedException {
        assertThat(after(with(begun(one), begun(two))).verdict().code()).isEqualTo(Code.PROVEN);
        Report single = after(with(begun(one)));
        assertThat(single.verdict().code()).isEqualTo(Code.RENEWAL_MISSING);
        assertThat(single.step(Check.TIME).sentence())
                .endsWith("and 1 of its evidence records vouches for it (expected: 2, no two by the same authority)");
    }

    @Test
    void records_thatShareAnAuthority_countOnce() throws RefusedException {
        UnverifiedRecord shared = Records.one(new Task.RenewStamp(begun(two)), ArchiveDigest.SHA_512, one, end);
        assertThat(after(with(begun(one), shared)).verdict().code()).isEqualTo(Code.RENEWAL_MISSING);
        assertThat(after(with(begun(one), shared, begun(two))).verdict().code()).isEqualTo(Code.PROVEN);
    }

    @Test
    void record_datedBeforeTheLogsOwnTime_vouchesForNothing() throws RefusedException {
        StampOffice early = StampOffice.open("early", "SHA512withECDSA", march(2010), march(2140));
        UnverifiedRecord old = Records.one(
                new Task.Begin(ArchivedBundle.parse(bundle).core()), ArchiveDigest.SHA_512, early, march(2011));
        Report report = at(
                end.plus(Duration.ofDays(1)), both.and(early.trusted()), Algorithms.ALL_TRUSTED, with(begun(one), old));
        assertThat(report.step(Check.TIME).details())
                .contains(
                        "record 2: begun at 2011-03-01T00:00:01Z, before the log's own time of what it is a record of");
    }

    @Test
    void hybridSignature_holdsWhileOneOfItsAlgorithmsDoes() {
        Instant time = march(2027);
        for (Algorithm fallen : List.of(Algorithm.ED25519, Algorithm.ML_DSA_44, Algorithm.ML_DSA_65)) {
            assertThat(at(time, both, new Algorithms(Map.of(fallen, march(2026))), bundle)
                            .verdict()
                            .code())
                    .as("%s", fallen)
                    .isEqualTo(Code.PROVEN);
        }
        for (Algorithm other : List.of(Algorithm.ML_DSA_44, Algorithm.ML_DSA_65)) {
            Report report =
                    at(time, both, new Algorithms(Map.of(Algorithm.ED25519, march(2025), other, march(2026))), bundle);
            assertThat(report.step(Check.TIME).sentence())
                    .contains("the trust in " + other
                            + " ended at 2026-03-01T00:00:00Z, and it brings no evidence record");
        }
    }

    @Test
    void records_moreThanABundleTakes_areRefused() throws RefusedException {
        UnverifiedRecord record = begun(one);
        ArchivedBundle opened = ArchivedBundle.parse(bundle);
        assertThat(opened.with(Stream.generate(() -> record)
                                .limit(ArchivedBundle.MAX_RECORDS)
                                .toList())
                        .records())
                .hasSize(ArchivedBundle.MAX_RECORDS);
        assertThatThrownBy(() -> opened.with(Stream.generate(() -> record)
                        .limit(ArchivedBundle.MAX_RECORDS + 1L)
                        .toList()))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void bundle_withARecordThatIsNone_isUnreadable() {
        byte[] odd = Bundles.edit(bundle, b -> b.addRecords(ByteString.copyFromUtf8("no record")));
        Report report = after(odd);
        assertThat(report.verdict().code()).isEqualTo(Code.UNREADABLE);
        assertThat(report.step(Check.READABLE).sentence()).contains("records[0]: evidence record: ");
    }
}
