package org.demarche.conformance;

import static org.demarche.archive.Years.march;
import static org.demarche.archive.Years.newYear;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.demarche.archive.Algorithm;
import org.demarche.archive.ArchiveDigest;
import org.demarche.archive.Records;
import org.demarche.archive.StampOffice;
import org.demarche.archive.Task;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.evidence.ArchivedBundle;
import org.demarche.evidence.Bundles;
import org.demarche.lies.Lie;
import org.demarche.lies.LieLog;
import org.demarche.lies.Lies;
import org.demarche.refusal.RefusedException;
import org.demarche.timestamp.TestAuthority;

/**
 * Evidence that has grown old. A notice of 2026; elliptic curves and SHA-512 fall in 2040, SHA-256 in 2045; whoever has kept it has renewed it in 2031 and, with another hash and by an authority
 * that signs with ML-DSA, in 2036.
 */
final class RenewalVectors {
    private static final String VERIFY = "renewal/verify";
    private static final int MISSING = 32;
    private static final int UNREADABLE = 10;
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Instant BEGUN = Instant.ofEpochMilli(LieLog.START + 30 * 24 * LieLog.HOUR);

    private static final Map<Algorithm, Instant> FALLEN = Map.of(
            Algorithm.ED25519, newYear(2040),
            Algorithm.ECDSA, newYear(2040),
            Algorithm.SHA_512, newYear(2040),
            Algorithm.SHA_256, newYear(2045),
            Algorithm.ML_DSA_44, newYear(2046));

    private final Vectors vectors;
    private final StampOffice alpha = StampOffice.known("alpha", "SHA256withECDSA", newYear(2026), march(2032));
    private final StampOffice beta = StampOffice.known("beta", "SHA256withECDSA", march(2030), march(2037));
    private final StampOffice gamma = StampOffice.known("gamma", "ML-DSA-65", march(2035), march(2050));
    private final Map<String, StampOffice> all = offices(alpha, beta, gamma);
    private final Lie notice = Lies.named("honest-notice");
    private final byte[] plain = notice.file().get();
    private final UnverifiedRecord begun = begun(plain, alpha, BEGUN);
    private final UnverifiedRecord renewed = again(begun, beta, march(2031));
    private final UnverifiedRecord kept = rehashed(renewed, gamma, march(2036));

    private RenewalVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        RenewalVectors told = new RenewalVectors(vectors);
        told.ends();
        told.records();
        told.lateRenewals();
        told.voidRecords();
        told.form();
        told.rules();
    }

    // What an archive does

    private static UnverifiedRecord begun(byte[] bundle, StampOffice office, Instant at) {
        return Records.one(new Task.Begin(core(bundle)), ArchiveDigest.SHA_512, office, at);
    }

    private static UnverifiedRecord again(UnverifiedRecord record, StampOffice office, Instant at) {
        return Records.one(new Task.RenewStamp(record), record.digest(), office, at);
    }

    private UnverifiedRecord rehashed(UnverifiedRecord record, StampOffice office, Instant at) {
        return Records.one(new Task.RenewHash(record, core(plain)), ArchiveDigest.SHA3_512, office, at);
    }

    private static byte[] core(byte[] bundle) {
        try {
            return ArchivedBundle.parse(bundle).core();
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] with(byte[] bundle, UnverifiedRecord... records) {
        try {
            return ArchivedBundle.parse(bundle).with(List.of(records)).bytes();
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, StampOffice> offices(StampOffice... offices) {
        Map<String, StampOffice> all = new LinkedHashMap<>();
        for (StampOffice office : offices) {
            all.put(office.name(), office);
        }
        return all;
    }

    /** What a reader trusts, as a case has it. */
    static Map<String, List<String>> certificates(Map<String, StampOffice> trusted) {
        Map<String, List<String>> certificates = new LinkedHashMap<>();
        trusted.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> certificates.put(
                        e.getKey(),
                        List.of(HexFormat.of().formatHex(e.getValue().anchor().bytes()))));
        return certificates;
    }

    // What a reader asks

    private Given asked(byte[] bundle, Instant at) {
        return asked(notice, bundle, at, FALLEN, all);
    }

    private static Given asked(
            Lie lie, byte[] bundle, Instant at, Map<Algorithm, Instant> fallen, Map<String, StampOffice> trusted) {
        StringBuilder text = new StringBuilder();
        fallen.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> text.append(
                        "[[algorithm]]\nname = \"%s\"\ntrusted_until = %s\n".formatted(e.getKey(), e.getValue())));
        return new Given()
                .bytes("bundle", bundle)
                .hash("charter", lie.trusted().hash())
                .number("at_ms", at.toEpochMilli())
                .bytes("algorithms", text.toString().getBytes(StandardCharsets.UTF_8))
                .textsByName("authorities", certificates(trusted));
    }

    /** The file without records, and a reader who trusts all but these algorithms. */
    private Given trusting(Instant at, Map<Algorithm, Instant> fallen) {
        return asked(notice, plain, at, fallen, Map.of());
    }

    // The file itself

    private void ends() {
        accept("no-end-known", "Nothing that it rests on has an end", trusting(march(2076), Map.of()));
        accept("before-the-fall", "SHA-256 is trusted until 2045", asked(plain, march(2044)));
        accept("at-the-last-instant", "The trust includes its last instant", asked(plain, newYear(2045)));
        refuse(
                "a-millisecond-after-the-fall",
                "And no instant more",
                asked(plain, newYear(2045).plus(TICK)));
        Instant now = march(2030);
        Instant before = march(2029);
        accept(
                "ed25519-fallen",
                "A hybrid signature holds by its other half",
                trusting(now, Map.of(Algorithm.ED25519, before)));
        accept(
                "both-ml-dsa-fallen",
                "A hybrid signature holds by its other half",
                trusting(now, Map.of(Algorithm.ML_DSA_44, before, Algorithm.ML_DSA_65, before)));
        refuse(
                "ed25519-and-ml-dsa-44-fallen",
                "Both halves of the log's signatures have fallen",
                trusting(now, Map.of(Algorithm.ED25519, before, Algorithm.ML_DSA_44, before)));
        refuse(
                "ed25519-and-ml-dsa-65-fallen",
                "Both halves of the parties' signatures have fallen",
                trusting(now, Map.of(Algorithm.ED25519, before, Algorithm.ML_DSA_65, before)));
        accept(
                "what-it-does-not-rest-on-fallen",
                "Without tokens and records these do no harm",
                trusting(
                        now,
                        Map.of(
                                Algorithm.SHA_512, before,
                                Algorithm.SHA3_512, before,
                                Algorithm.ECDSA, before,
                                Algorithm.RSA, before)));
        refuse("sha-256-fallen", "Identities and tree rest on it", trusting(now, Map.of(Algorithm.SHA_256, before)));
    }

    // Records

    private void records() {
        accept("renewed", "Renewed in time, with another hash", asked(with(plain, kept), march(2048)));
        accept(
                "renewed-at-the-last-instant",
                "The authority's certificate ends, this instant included",
                asked(with(plain, kept), march(2050)));
        refuse(
                "renewed-and-a-millisecond-late",
                "The authority's certificate has ended, and nobody has renewed since",
                asked(with(plain, kept), march(2050).plus(TICK)));
        accept(
                "stamps-of-the-future-left-aside",
                "What is dated after the reader's present does not count; the file is good by itself",
                asked(with(plain, kept), march(2030)));
        refuse(
                "stamps-of-the-future-left-aside-where-they-matter",
                "Had SHA-256 fallen in 2033, the renewal of 2036 would not help in 2034; that of 2031 rests on SHA-256",
                asked(notice, with(plain, kept), march(2034), Map.of(Algorithm.SHA_256, newYear(2033)), all));
        accept(
                "one-good-record-beside-a-void-one",
                "A record that is void makes nothing false",
                asked(with(plain, begun(Lies.named("honest-tier-1").file().get(), alpha, BEGUN), kept), march(2048)));
        accept(
                "one-good-record-before-one-that-nobody-renewed",
                "Any record that vouches is enough",
                asked(with(plain, kept, begun), march(2048)));
        accept(
                "begun-at-the-last-instant",
                "A record may be begun until the file itself ends",
                asked(
                        with(plain, begun(plain, gamma, newYear(2040).minusSeconds(1))),
                        march(2041),
                        Map.of(Algorithm.SHA_256, newYear(2040))));
    }

    private Given asked(byte[] bundle, Instant at, Map<Algorithm, Instant> fallen) {
        return asked(notice, bundle, at, fallen, all);
    }

    private void lateRenewals() {
        refuse("never-begun", "It brings no record", asked(plain, march(2048)));
        refuse(
                "never-renewed",
                "The certificate of the first time-stamp ended in 2032",
                asked(with(plain, begun), march(2048)));
        refuse("renewed-once", "The certificate of the second ended in 2037", asked(with(plain, renewed), march(2048)));
        refuse(
                "renewed-after-the-certificate-had-ended",
                "The first time-stamp ended in 2032, the next one is of 2036",
                asked(with(plain, rehashed(begun, gamma, march(2036))), march(2048)));
        UnverifiedRecord late = again(again(begun, beta, march(2031)), gamma, march(2036));
        refuse(
                "hash-never-renewed",
                "SHA-512 fell in 2040, and no other hash covers the whole",
                asked(with(plain, late), march(2048)));
        refuse(
                "hash-renewed-after-its-fall",
                "SHA-512 fell in 2040; the other hash is of 2041",
                asked(with(plain, rehashed(late, gamma, march(2041))), march(2048)));
        UnverifiedRecord fine =
                rehashed(again(begun, beta, march(2031)), gamma, newYear(2035).plus(Duration.ofDays(200)));
        accept(
                "renewed-before-curves-fell",
                "ECDSA fell the day after the renewal",
                asked(with(plain, fine), march(2048), sooner(newYear(2035).plus(Duration.ofDays(201)))));
        refuse(
                "renewed-after-curves-fell",
                "ECDSA fell the day before the renewal",
                asked(with(plain, fine), march(2048), sooner(newYear(2035).plus(Duration.ofDays(199)))));
        refuse(
                "dated-back",
                "The second time-stamp is dated before the first",
                asked(
                        with(
                                plain,
                                again(
                                        again(begun, beta, march(2031)),
                                        beta,
                                        march(2031).minusSeconds(1))),
                        march(2035),
                        Map.of(
                                Algorithm.SHA_256,
                                march(2036),
                                Algorithm.ED25519,
                                march(2030),
                                Algorithm.ML_DSA_44,
                                march(2030))));
        accept(
                "dated-in-order",
                "The same with the two in order",
                asked(
                        with(
                                plain,
                                again(
                                        again(begun, beta, march(2031)),
                                        beta,
                                        march(2031).plusSeconds(1))),
                        march(2035),
                        Map.of(
                                Algorithm.SHA_256,
                                march(2036),
                                Algorithm.ED25519,
                                march(2030),
                                Algorithm.ML_DSA_44,
                                march(2030))));
        refuse(
                "begun-after-the-fall",
                "SHA-256 fell in 2045; the record was begun in 2046",
                asked(
                        with(plain, begun(plain, gamma, march(2046))),
                        march(2048),
                        Map.of(Algorithm.SHA_256, newYear(2045))));
        refuse(
                "begun-a-second-too-late",
                "A token says by when it was made, its accuracy added",
                asked(
                        with(plain, begun(plain, gamma, newYear(2040))),
                        march(2041),
                        Map.of(Algorithm.SHA_256, newYear(2040))));
    }

    private static Map<Algorithm, Instant> sooner(Instant curves) {
        Map<Algorithm, Instant> fallen = new LinkedHashMap<>(FALLEN);
        fallen.put(Algorithm.ECDSA, curves);
        return fallen;
    }

    private void voidRecords() {
        byte[] other = Lies.named("honest-tier-1").file().get();
        UnverifiedRecord stranger = Records.one(
                new Task.RenewHash(again(begun(other, alpha, BEGUN), beta, march(2031)), core(other)),
                ArchiveDigest.SHA3_512,
                gamma,
                march(2036));
        refuse("of-another-file", "The record covers another bundle", asked(with(plain, stranger), march(2048)));
        refuse(
                "by-an-authority-that-nobody-trusts",
                "The reader does not trust the last authority",
                asked(notice, with(plain, kept), march(2048), FALLEN, offices(alpha, beta)));
        refuse(
                "by-authorities-that-nobody-trusts",
                "The reader trusts none, and the charter names none",
                asked(notice, with(plain, kept), march(2048), FALLEN, Map.of()));
        StampOffice false2026 = StampOffice.known("false", "SHA256withECDSA", newYear(2020), march(2050));
        refuse(
                "begun-before-the-logs-own-time",
                "The record is dated before the newest entry of what it is a record of",
                asked(
                        notice,
                        with(plain, begun(plain, false2026, newYear(2026))),
                        march(2048),
                        Map.of(Algorithm.ED25519, newYear(2040), Algorithm.ML_DSA_44, newYear(2040)),
                        offices(false2026)));
        refuse(
                "with-an-entry-changed-under-its-record",
                "A file that is not proven is not made so by a record",
                asked(with(Lies.named("proof-hash-changed").file().get(), kept), march(2048)),
                14);
    }

    private void form() {
        refuse(
                "with-a-record-that-is-none",
                "records holds evidence records alone",
                asked(records(ByteString.copyFromUtf8("no record")), march(2030)),
                UNREADABLE);
        ByteString der = ByteString.copyFrom(kept.encode());
        refuse(
                "with-a-record-cut",
                "records holds whole evidence records",
                asked(records(der.substring(0, der.size() - 1)), march(2030)),
                UNREADABLE);
        ByteString[] many = new ByteString[17];
        java.util.Arrays.fill(many, ByteString.copyFrom(begun.encode()));
        refuse("with-17-records", "A bundle has at most 16", asked(records(many), march(2030)), UNREADABLE);
        accept(
                "with-16-records",
                "A bundle has at most 16",
                asked(records(java.util.Arrays.copyOf(many, 16)), march(2030)));
    }

    private byte[] records(ByteString... records) {
        return Bundles.edit(plain, b -> b.addAllRecords(List.of(records)));
    }

    // Where two of three authorities must stamp

    private void rules() {
        Lie lie = Lies.named("honest-timestamped");
        byte[] bundle = lie.file().get();
        Instant end = TestAuthority.UNTIL;
        StampOffice one = StampOffice.known("one", "SHA256withECDSA", march(2026), march(2044));
        StampOffice two = StampOffice.known("two", "SHA256withECDSA", march(2026), march(2046));
        Map<String, StampOffice> both = offices(one, two);
        UnverifiedRecord byOne = begun(bundle, one, march(2035));
        UnverifiedRecord byTwo = begun(bundle, two, march(2035));
        accept(
                "tokens-that-have-not-ended",
                "The charter's rule holds by tokens that have not ended",
                asked(lie, bundle, end, Map.of(), both));
        refuse(
                "tokens-that-have-ended",
                "The certificates of all tokens have ended",
                asked(lie, bundle, end.plus(TICK), Map.of(), both));
        refuse(
                "tokens-whose-hash-has-fallen",
                "Tokens rest on SHA-512",
                asked(lie, bundle, march(2030), Map.of(Algorithm.SHA_512, march(2029)), both));
        refuse(
                "tokens-whose-signatures-have-fallen",
                "Tokens rest on ECDSA",
                asked(lie, bundle, march(2030), Map.of(Algorithm.ECDSA, march(2029)), both));
        Lie few = Lies.named("honest-timestamped-too-few");
        accept(
                "tokens-too-few-that-have-ended",
                "Where the rule never held, no end of a token ends the file",
                asked(few, few.file().get(), march(2040), Map.of(), both));
        accept(
                "two-records-where-two-must-stamp",
                "As many records vouch as authorities must stamp",
                asked(lie, with(bundle, byOne, byTwo), march(2040), Map.of(), both));
        refuse(
                "one-record-where-two-must-stamp",
                "One authority, alone, could have been bought",
                asked(lie, with(bundle, byOne), march(2040), Map.of(), both));
        refuse(
                "two-records-by-one-authority",
                "No two records share an authority",
                asked(lie, with(bundle, byOne, begun(bundle, one, march(2034))), march(2040), Map.of(), both));
        refuse(
                "two-records-that-share-a-renewal",
                "No two records share an authority anywhere",
                asked(lie, with(bundle, byOne, again(byTwo, one, march(2036))), march(2040), Map.of(), both));
        accept(
                "three-records-of-which-two-share-nothing",
                "Any two that share nothing are enough",
                asked(lie, with(bundle, byOne, again(byTwo, one, march(2036)), byTwo), march(2040), Map.of(), both));
        refuse(
                "two-records-of-which-one-has-ended",
                "Both must hold at the reader's present",
                asked(lie, with(bundle, byOne, byTwo), march(2045), Map.of(), both));
        refuse(
                "two-records-by-one-authority-with-two-certificates",
                "Two certificates under one name are one authority",
                twoOfOneName(lie, with(bundle, byOne, byTwo), one, two));
    }

    private static Given twoOfOneName(Lie lie, byte[] bundle, StampOffice one, StampOffice two) {
        List<String> certificates = List.of(
                HexFormat.of().formatHex(one.anchor().bytes()),
                HexFormat.of().formatHex(two.anchor().bytes()));
        return asked(lie, bundle, march(2040), Map.of(), Map.of())
                .textsByName("authorities", Map.of("both", certificates));
    }

    private void accept(String name, String about, Given given) {
        vectors.accept(VERIFY, name, about, given, 0);
    }

    private void refuse(String name, String about, Given given) {
        refuse(name, about, given, MISSING);
    }

    private void refuse(String name, String about, Given given, int code) {
        vectors.refuse(VERIFY, name, about, given, code);
    }
}
