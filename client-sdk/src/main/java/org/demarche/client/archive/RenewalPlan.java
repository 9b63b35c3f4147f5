package org.demarche.client.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.demarche.archive.Algorithms;
import org.demarche.archive.ArchiveDigest;
import org.demarche.archive.Ending;
import org.demarche.archive.Task;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.evidence.ArchivedBundle;
import org.demarche.evidence.KeptRecord;

/**
 * What is to be done for a file: which authority begins or renews which of its records. Pure. Each authority keeps one record: that which it renewed last; else that of an authority
 * which is asked no more; else it begins one, while the file can still be believed by itself. A record that is broken is left as it is: a renewal could not mend it.
 *
 * @param now the present
 * @param within what ends in so long is renewed now
 * @param algorithms until when which is trusted
 */
public record RenewalPlan(Instant now, Duration within, Algorithms algorithms) {
    /**
     * One thing to do.
     *
     * @param place of the record in the file, from 0; as many as it has: a new one
     * @param digest what the time-stamp is to be by
     * @param task what it does
     */
    public record Work(Holding file, String authority, int place, ArchiveDigest digest, Task task) {}

    /** What to do for {@code file} with these authorities, which are preferred in their order. */
    public List<Work> of(Holding file, List<String> authorities) {
        List<Work> all = new ArrayList<>();
        Set<Integer> taken = new HashSet<>();
        int begun = file.bundle().records().size();
        for (String authority : authorities) {
            Optional<KeptRecord> kept = choose(file, authority, authorities, taken);
            if (kept.isPresent()) {
                taken.add(kept.get().number());
                renew(file, authority, kept.get()).ifPresent(all::add);
            } else if (file.durability().own().holdsAt(now) && begun < ArchivedBundle.MAX_RECORDS) {
                all.add(new Work(
                        file,
                        authority,
                        begun,
                        fresh(),
                        new Task.Begin(file.bundle().core())));
                begun++;
            }
        }
        return all;
    }

    private Optional<KeptRecord> choose(Holding file, String authority, List<String> authorities, Set<Integer> taken) {
        List<KeptRecord> open = file.durability().records().stream()
                .filter(r -> !taken.contains(r.number()))
                .filter(r -> r.ending().filter(e -> e.holdsAt(now)).isPresent())
                .sorted(Comparator.comparing(r -> r.ending().orElseThrow()))
                .toList();
        return open.stream()
                .filter(r -> newest(r).equals(authority))
                .findFirst()
                .or(() -> open.stream()
                        .filter(r -> !authorities.contains(newest(r)))
                        .findFirst());
    }

    private static String newest(KeptRecord record) {
        return record.held().orElseThrow().newest().authority();
    }

    private Optional<Work> renew(Holding file, String authority, KeptRecord kept) {
        if (!ends(kept.ending().orElseThrow())) {
            return Optional.empty();
        }
        int place = kept.number() - 1;
        UnverifiedRecord record = file.bundle().records().get(place);
        ArchiveDigest digest = record.digest();
        if (!ends(Ending.of(digest.algorithm(), algorithms))) {
            return Optional.of(new Work(file, authority, place, digest, new Task.RenewStamp(record)));
        }
        return next(record)
                .map(d -> new Work(
                        file,
                        authority,
                        place,
                        d,
                        new Task.RenewHash(record, file.bundle().core())));
    }

    /** A hash that the record does not rest on yet and that lasts longer; empty: there is none. */
    private Optional<ArchiveDigest> next(UnverifiedRecord record) {
        return ArchiveDigest.lasting(algorithms).filter(d -> !record.restsOn(d));
    }

    private ArchiveDigest fresh() {
        return ends(Ending.of(ArchiveDigest.SHA_512.algorithm(), algorithms))
                ? ArchiveDigest.lasting(algorithms).orElse(ArchiveDigest.SHA_512)
                : ArchiveDigest.SHA_512;
    }

    private boolean ends(Ending ending) {
        return !ending.holdsAt(now.plus(within));
    }
}
