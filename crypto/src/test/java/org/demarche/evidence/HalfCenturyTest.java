package org.demarche.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.archive.Years.march;
import static org.demarche.archive.Years.newYear;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.demarche.archive.Algorithm;
import org.demarche.archive.Algorithms;
import org.demarche.archive.ArchiveDigest;
import org.demarche.archive.Authorities;
import org.demarche.archive.Records;
import org.demarche.archive.StampOffice;
import org.demarche.archive.Task;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Fifty years in a few seconds. Bundles are made in year 0 by a log whose parties are gone soon after. Time authorities open, and end after six years; in 2045 elliptic curves fall, and with them the
 * log's Ed25519 and every authority until then; in 2050 SHA-256, which the tree is made of; in 2060 SHA-512, which the records began with. An archive that never had a key of anybody's renews the
 * bundles, every five years; the reader of 2076 names the authorities that are trusted then, and what has fallen when.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HalfCenturyTest {
    private static final int END = 2076;

    private static final Algorithms FALLEN = new Algorithms(Map.of(
            Algorithm.ED25519, newYear(2045),
            Algorithm.ECDSA, newYear(2045),
            Algorithm.ML_DSA_44, newYear(2055),
            Algorithm.SHA_256, newYear(2050),
            Algorithm.SHA_512, newYear(2060)));

    private final int times = Integer.getInteger("demarche.damage", 200) / 10;
    private final long seed = Long.getLong("demarche.seed", System.nanoTime());
    private final List<StampOffice> offices = new ArrayList<>();
    private Authorities trusted = Authorities.NONE;
    private Story story;
    private List<byte[]> bundles;
    private List<byte[]> kept;
    private Instant made;

    @BeforeAll
    void yearZero() {
        story = Story.ofTierOne();
        MemoryLog log = story.log();
        bundles = List.of(
                story.bundle(),
                log.noticeBundle(story.decline()),
                log.incidentBundle(story.incident(), story.proposal()));
        made = Instant.ofEpochMilli(
                story.scene().entries().get((int) story.lastConcur()).acceptedAtMs());
        assertThat(made).isBetween(newYear(2026), newYear(2027));
        for (int year = 2026; year < END; year += 5) {
            // The first lead nobody into the age after elliptic curves, and what opens in 2041 is of that age.
            String algorithm = year < 2041 ? "SHA256withECDSA" : "ML-DSA-65";
            Instant from = year == 2026 ? newYear(2026) : march(year);
            StampOffice office = StampOffice.open("authority of " + year, algorithm, from, march(year + 6));
            offices.add(office);
            trusted = trusted.with(office.name(), office.anchor());
        }
        kept = kept(2071);
    }

    private Report in(int year, byte[] bundle) {
        return Bundles.judge(bundle, new Reader(story.genesis().hash(), Optional.of(march(year)), FALLEN, trusted));
    }

    private static ArchivedBundle opened(byte[] bundle) {
        try {
            return ArchivedBundle.parse(bundle);
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] with(byte[] bundle, UnverifiedRecord... records) {
        try {
            return opened(bundle).with(List.of(records)).bytes();
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static UnverifiedRecord record(byte[] bundle) {
        return opened(bundle).records().get(0);
    }

    /** One batch for all bundles. */
    private List<byte[]> stamped(
            List<byte[]> files, ArchiveDigest digest, int year, Instant at, Function<byte[], Task> task) {
        StampOffice office = offices.get((year - 2026) / 5);
        List<UnverifiedRecord> records = Records.many(files.stream().map(task).toList(), digest, office, at);
        List<byte[]> renewed = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            renewed.add(with(files.get(i), records.get(i)));
        }
        return renewed;
    }

    private List<byte[]> begun() {
        return stamped(
                bundles,
                ArchiveDigest.SHA_512,
                2026,
                made,
                f -> new Task.Begin(opened(f).core()));
    }

    private List<byte[]> renewed(List<byte[]> files, int year) {
        // From four years before the fall of SHA-512 the archive changes to SHA3-512.
        if (year >= 2056 && record(files.get(0)).digest() == ArchiveDigest.SHA_512) {
            return stamped(
                    files,
                    ArchiveDigest.SHA3_512,
                    year,
                    march(year),
                    f -> new Task.RenewHash(record(f), opened(f).core()));
        }
        return stamped(files, record(files.get(0)).digest(), year, march(year), f -> new Task.RenewStamp(record(f)));
    }

    /** Every five years but those of {@code missed}. */
    private List<byte[]> kept(int until, Integer... missed) {
        List<byte[]> files = begun();
        for (int year = 2031; year <= until; year += 5) {
            if (!List.of(missed).contains(year)) {
                files = renewed(files, year);
            }
        }
        return files;
    }

    @Test
    void bundles_renewedByTheRules_areProvenFiftyYearsLater() {
        for (byte[] bundle : kept) {
            Report report = in(END, bundle);
            assertThat(report.verdict().code()).as(ReportText.of(report)).isEqualTo(Code.PROVEN);
            assertThat(report.step(Check.TIME).details())
                    .contains(
                            "as of 2076-03-01T00:00:00Z: it is good until 2077-03-01T00:00:00Z, the end of the certificate of "
                                    + "authority of 2071's time-stamp of 2071-03-01T00:00:01Z");
            assertThat(report.durability().orElseThrow().until().at()).isEqualTo(march(2077));
        }
    }

    @Test
    void bundles_renewedByTheRules_areProvenInEveryYear() {
        byte[] bundle = kept.get(0);
        for (int year = 2027; year <= 2077; year += 10) {
            assertThat(in(year, bundle).verdict().code()).as("%d", year).isEqualTo(Code.PROVEN);
        }
    }

    @Test
    void bundle_withoutRenewal_isUndecidedAndSaysWhy() {
        Report report = in(END, bundles.get(0));
        assertThat(report.verdict().code()).isEqualTo(Code.RENEWAL_MISSING);
        assertThat(report.step(Check.TIME).sentence())
                .isEqualTo("as of 2076-03-01T00:00:00Z it had to be renewed: the trust in SHA-256 ended at "
                        + "2050-01-01T00:00:00Z, and it brings no evidence record");
        assertThat(in(2049, bundles.get(0)).verdict().code()).isEqualTo(Code.PROVEN);
    }

    @Test
    void bundle_withARecordThatNobodyRenewed_isUndecidedAndSaysSinceWhen() {
        Report report = in(END, begun().get(0));
        assertThat(report.verdict().code()).isEqualTo(Code.RENEWAL_MISSING);
        assertThat(report.step(Check.TIME).sentence())
                .contains(
                        "its evidence record 1 does not vouch for it: the certificate of authority of 2026's time-stamp of ")
                .endsWith(" ended at 2032-03-01T00:00:00Z; it was to be renewed before");
    }

    @Test
    void bundle_ofWhichOneRenewalWasMissed_isUndecided() {
        for (int missed : new int[] {2031, 2056, 2071}) {
            Report report = in(END, kept(2071, missed).get(1));
            assertThat(report.verdict().code()).as("%d", missed).isEqualTo(Code.RENEWAL_MISSING);
        }
        assertThat(in(END, kept(2071, 2036).get(0)).step(Check.TIME).sentence())
                .endsWith("the certificate of authority of 2031's time-stamp of 2031-03-01T00:00:01Z ended at "
                        + "2037-03-01T00:00:00Z; the renewal of 2041-03-01T00:00:01Z came too late");
    }

    @Test
    void bundle_ofWhichTheHashWasNotRenewed_isUndecided() {
        List<byte[]> files = kept(2051);
        for (int year = 2056; year <= 2071; year += 5) {
            int now = year;
            files = stamped(files, ArchiveDigest.SHA_512, now, march(now), f -> new Task.RenewStamp(record(f)));
        }
        assertThat(in(2059, files.get(0)).verdict().code()).isEqualTo(Code.PROVEN);
        assertThat(in(END, files.get(0)).step(Check.TIME).sentence())
                .contains(
                        "the trust in SHA-512 (for authority of 2056's time-stamp of 2056-03-01T00:00:01Z) ended at 2060-01-01T00:00:00Z; the renewal of 2061-03-01T00:00:01Z came too late");
    }

    @Test
    void record_begunAfterTheFall_vouchesForNothing() {
        List<byte[]> late = stamped(
                bundles,
                ArchiveDigest.SHA3_512,
                2071,
                march(2071),
                f -> new Task.Begin(opened(f).core()));
        assertThat(in(END, late.get(0)).step(Check.TIME).sentence())
                .endsWith(
                        "begun at 2071-03-01T00:00:01Z, but the trust in SHA-256 ended at 2050-01-01T00:00:00Z already");
    }

    /** Who can forge signatures of elliptic curves after their fall can forge a token of 2026, but no honest authority vouched for it in time. */
    @Test
    void record_backdatedByABrokenAuthority_vouchesForNothing() {
        byte[] forged = begun().get(0);
        assertThat(in(END, forged).verdict().code()).isEqualTo(Code.RENEWAL_MISSING);
        UnverifiedRecord hidden =
                Records.one(new Task.RenewStamp(record(forged)), ArchiveDigest.SHA_512, offices.get(9), march(2071));
        assertThat(in(END, with(forged, hidden)).step(Check.TIME).sentence())
                .contains("ended at 2032-03-01T00:00:00Z; the renewal of 2071-03-01T00:00:01Z came too late");
        byte[] inTheFortiesOnly = kept(2041).get(0);
        UnverifiedRecord gap = Records.one(
                new Task.RenewStamp(record(inTheFortiesOnly)), ArchiveDigest.SHA_512, offices.get(9), march(2071));
        assertThat(in(END, with(inTheFortiesOnly, gap)).verdict().code()).isEqualTo(Code.RENEWAL_MISSING);
    }

    @Test
    void record_ofAnotherBundle_vouchesForNothing() {
        List<byte[]> files = kept;
        byte[] swapped = with(bundles.get(2), record(files.get(0)));
        Report report = in(END, swapped);
        assertThat(report.verdict().code()).isEqualTo(Code.RENEWAL_MISSING);
        assertThat(report.step(Check.TIME).sentence()).endsWith("its time-stamp 1 of 10 does not cover this file");
    }

    @Test
    void record_besideOneThatFailed_vouchesAlone() {
        byte[] good = kept.get(0);
        byte[] both = with(bundles.get(0), record(begun().get(0)), record(good));
        Report report = in(END, both);
        assertThat(report.verdict().code()).isEqualTo(Code.PROVEN);
        assertThat(report.step(Check.TIME).details())
                .anyMatch(d -> d.startsWith("record 1: time-stamped "))
                .anyMatch(d -> d.startsWith("record 2: time-stamped ") && d.contains(", 9 renewals, the newest "));
    }

    @Test
    void reader_whoTrustsNoLaterAuthority_isNotConvinced() {
        Reader reader = new Reader(
                story.genesis().hash(),
                Optional.of(march(END)),
                FALLEN,
                Authorities.NONE.with("authority of 2026", offices.get(0).anchor()));
        Report report = Bundles.judge(kept.get(0), reader);
        assertThat(report.verdict().code()).isEqualTo(Code.RENEWAL_MISSING);
        assertThat(report.step(Check.TIME).sentence())
                .contains("its time-stamp 2 of 10: by no authority that is trusted, or false");
    }

    @Test
    void file_changedInOneByte_isNotProven() {
        byte[] bundle = kept.get(1);
        Random random = new Random(seed);
        for (int i = 0; i < times; i++) {
            byte[] damaged = bundle.clone();
            int place = random.nextInt(bundle.length);
            damaged[place] ^= (byte) (1 + random.nextInt(255));
            assertThat(in(END, damaged).verdict().code())
                    .as("seed %d, place %d", seed, place)
                    .isNotEqualTo(Code.PROVEN);
        }
    }

    @Test
    void reader_withoutAPresent_isToldNothingOfRenewal() {
        Report report = Bundles.judge(bundles.get(0), story.genesis());
        assertThat(report.verdict().code()).isEqualTo(Code.PROVEN);
        assertThat(report.durability()).isEmpty();
        assertThat(Bundles.judge(begun().get(0), story.genesis()).verdict().code())
                .isEqualTo(Code.PROVEN);
    }
}
