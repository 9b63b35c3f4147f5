package org.demarche.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.demarche.archive.Algorithm;
import org.demarche.archive.Algorithms;
import org.demarche.archive.ArchiveDigest;
import org.demarche.archive.Authorities;
import org.demarche.archive.Continuity;
import org.demarche.archive.Ending;
import org.demarche.archive.Link;
import org.demarche.archive.RecordCheck;
import org.demarche.archive.RecordVerifier;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.charter.Charter;
import org.demarche.rule.Rule;
import org.demarche.timestamp.Anchor;

/** The part of step 7 that asks whether a file was renewed while what it rests on could be believed. PROTOCOL.md, section 9, <em>Renewal</em>. */
final class Renewal {
    private static final Ending ENDLESS = new Ending(Instant.MAX, "");

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
        Durability durability = weighed.get();
        List<String> details = new ArrayList<>(time.details());
        details.add("as of " + durability.at() + ": " + said(durability));
        durability.records().forEach(r -> details.add(r.line()));
        return (durability.holds() ? time : Step.undecided(Check.TIME, Code.RENEWAL_MISSING, durability.lack()))
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
        return new Durability(at, own, needed(), records);
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
                        later(Algorithm.ED25519, Algorithm.ML_DSA_44),
                        tokens().orElse(ENDLESS))
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Ending later(Algorithm one, Algorithm other) {
        Ending first = Ending.of(one, algorithms);
        Ending second = Ending.of(other, algorithms);
        return first.compareTo(second) >= 0 ? first : second;
    }

    /** The last instant at which the tokens that can be believed still meet the charter's rule; empty: it asks for none, or they never met it. */
    private Optional<Ending> tokens() {
        Map<String, Ending> endings = new HashMap<>();
        file.stamped()
                .ifPresent(s -> s.tokens()
                        .forEach((name, token) -> endings.put(
                                name,
                                Continuity.of(List.of(Link.of(name, token, ArchiveDigest.SHA_512)), algorithms)
                                        .ending())));
        Set<String> believed = new HashSet<>();
        for (Map.Entry<String, Ending> next : endings.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .toList()) {
            believed.add(next.getKey());
            if (charter().timestamped().orElseThrow().holds(believed)) {
                return Optional.of(next.getValue());
            }
        }
        return Optional.empty();
    }

    /** Those that the reader names, and those of the charter whose certificates the file brings. */
    private Authorities authorities() {
        Authorities all = file.reader().authorities();
        for (Anchor anchor : file.bundle().timeAnchors()) {
            for (Charter.TimeAuthority authority : charter().timeAuthorities()) {
                if (authority.certificate().equals(anchor.fingerprint())) {
                    all = all.with(authority.name(), anchor);
                }
            }
        }
        return all;
    }

    /** As many as time authorities can meet the charter's rule; without one, a single record. */
    private int needed() {
        return charter()
                .timestamped()
                .map(rule -> fewest(
                        rule,
                        charter().timeAuthorities().stream()
                                .map(Charter.TimeAuthority::name)
                                .toList()))
                .orElse(1);
    }

    private static int fewest(Rule rule, List<String> names) {
        int fewest = names.size();
        for (int set = 1; set < 1 << names.size(); set++) {
            if (Integer.bitCount(set) < fewest) {
                int chosen = set;
                Set<String> some = IntStream.range(0, names.size())
                        .filter(i -> (chosen >> i & 1) == 1)
                        .mapToObj(names::get)
                        .collect(Collectors.toSet());
                if (rule.holds(some)) {
                    fewest = some.size();
                }
            }
        }
        return fewest;
    }

    private Charter charter() {
        return ((Heads.Signed) file.heads().orElseThrow()).proven().charter();
    }

    private long newestEntryMs() {
        return file.bundle().all().stream()
                .mapToLong(ClaimedEntry::acceptedAtMs)
                .max()
                .orElseThrow();
    }

    private long skewMs() {
        return charter().skewMs();
    }
}
