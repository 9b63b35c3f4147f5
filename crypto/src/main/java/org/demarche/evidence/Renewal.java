package org.demarche.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.demarche.archive.Algorithm;
import org.demarche.archive.Algorithms;
import org.demarche.archive.Authorities;
import org.demarche.archive.Continuity;
import org.demarche.archive.Ending;
import org.demarche.archive.Link;
import org.demarche.archive.RecordCheck;
import org.demarche.archive.RecordVerifier;
import org.demarche.archive.UnverifiedRecord;

/** The part of step 7 that asks whether a file was renewed while what it rests on could be believed. PROTOCOL.md, section 9, <em>Renewal</em>. */
final class Renewal {
    private final Dossier file;
    private final Algorithms algorithms;

    private Renewal(Dossier file) {
        this.file = file;
        this.algorithms = file.reader().algorithms();
    }

    /** Step 7 with what there is to say of renewal; only where the reader has a present, and there is nothing else against the file's time. */
    static Step on(Step time, Dossier file) {
        Optional<Durability> weighed = file.durability();
        if (weighed.isEmpty() || time.status() == Status.FAILED || time.status() == Status.UNDECIDED) {
            return time;
        }
        Instant at = file.reader().at().orElseThrow();
        Durability durability = weighed.get();
        List<String> details = new ArrayList<>(time.details());
        details.add("as of " + at + ": " + said(durability));
        durability.records().forEach(r -> details.add(r.line()));
        return (durability.holdsAt(at) ? time : Step.undecided(Check.TIME, Code.RENEWAL_MISSING, durability.lack(at)))
                .with(details);
    }

    private static String said(Durability durability) {
        Ending until = durability.until();
        return until.at().equals(Instant.MAX)
                ? "of what it rests on, nothing ends by what you say"
                : "it is good until " + until.at() + ", the end of " + until.what();
    }

    /** How long a sound file is good. Time-stamps from after {@code at} are left aside. */
    static Durability of(Dossier file, Instant at) {
        return new Renewal(file).durability(at);
    }

    private Durability durability(Instant at) {
        Ending own = own();
        RecordVerifier verifier = new RecordVerifier(authorities());
        byte[] core =
                file.bundle().records().isEmpty() ? new byte[0] : file.bundle().core();
        List<KeptRecord> records = new ArrayList<>();
        for (UnverifiedRecord record : file.bundle().records()) {
            records.add(judge(records.size() + 1, verifier.check(record, core), own, at));
        }
        return new Durability(own, needed(), records);
    }

    private KeptRecord judge(int number, RecordCheck check, Ending own, Instant at) {
        if (check instanceof RecordCheck.Void isVoid) {
            return KeptRecord.isVoid(number, isVoid.sentence());
        }
        List<Link> links = ((RecordCheck.True) check)
                .links().stream().takeWhile(l -> !l.at().isAfter(at)).toList();
        if (links.isEmpty()) {
            return KeptRecord.isVoid(number, "its first time-stamp is from after " + at);
        }
        Continuity continuity = Continuity.of(links, algorithms);
        if (continuity.broken().isPresent()) {
            return KeptRecord.isVoid(number, continuity.broken().get());
        }
        Instant begun = continuity.oldest().at();
        if (!own.holdsAt(begun)) {
            return KeptRecord.isVoid(number, "begun at " + begun + ", but " + own.past() + " already");
        }
        if (begun.toEpochMilli() < newestEntryMs() - skewMs()) {
            return KeptRecord.isVoid(
                    number, "begun at " + begun + ", before the log's own time of what it is a record of");
        }
        return KeptRecord.holds(number, continuity);
    }

    /** What ends first of all that the file itself rests on. A hybrid signature holds while one of its two algorithms does. */
    private Ending own() {
        return Stream.of(
                        Ending.of(Algorithm.SHA_256, algorithms),
                        later(Algorithm.ED25519, Algorithm.ML_DSA_65),
                        later(Algorithm.ED25519, Algorithm.ML_DSA_44))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Ending later(Algorithm one, Algorithm other) {
        Ending first = Ending.of(one, algorithms);
        Ending second = Ending.of(other, algorithms);
        return first.compareTo(second) >= 0 ? first : second;
    }

    private Authorities authorities() {
        return file.reader().authorities();
    }

    private int needed() {
        return 1;
    }

    private long newestEntryMs() {
        return file.bundle().all().stream()
                .mapToLong(ClaimedEntry::acceptedAtMs)
                .max()
                .orElseThrow();
    }

    private long skewMs() {
        return file.governing().orElseThrow().skewMs();
    }
}
