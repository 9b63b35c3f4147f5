package org.demarche.server.witness;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.CosignatureVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;
import org.demarche.rule.Tally;
import org.demarche.server.config.HubConfig;
import org.demarche.server.log.Entries;
import org.demarche.server.log.Replay;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredCosignature;

/**
 * How the witnesses of a log stand, by what its store holds.
 *
 * @param rule the charter's witness rule; empty: it has none
 * @param entries how many entries the log has
 * @param offered how many of them the newest offered head covers; 0: none is offered
 * @param witnessed how many of them the newest witnessed head covers; 0: there is none
 * @param fresh whether all that was logged more than a minute ago is witnessed
 * @param lines one for each witness, those of the charter first
 */
public record WitnessSurvey(
        Optional<String> rule, long entries, long offered, long witnessed, boolean fresh, List<Line> lines) {
    private static final long ENTRIES_IN_MEMORY_BYTES = 16L << 20;

    public WitnessSurvey {
        lines = List.copyOf(lines);
    }

    /**
     * How one witness stands.
     *
     * @param witness its name
     * @param party the party that runs it; empty: the charter does not name it
     * @param url where the hub asks it; empty: it calls the hub
     * @param size how many entries the greatest head covers that it has cosigned; 0: none that is kept
     * @param at the latest of its times on that head
     * @param behind how many entries that is behind the newest offered head
     */
    public record Line(
            String witness,
            Optional<String> party,
            Optional<String> url,
            long size,
            Optional<Instant> at,
            long behind) {}

    /**
     * Looks.
     *
     * @param store the log's, opened to be read or to be written
     * @param foreign the witnesses that others run
     * @param nowMs milliseconds since 1970 UTC
     * @throws StoreException if the store cannot be read, or is empty
     */
    public static WitnessSurvey of(LogStore store, List<HubConfig.ForeignWitness> foreign, long nowMs) {
        Ledger ledger = Ledger.empty();
        Replay.into(
                ledger,
                store,
                store.size(),
                new Entries(store, ENTRIES_IN_MEMORY_BYTES),
                SignatureVerifier.bouncyCastle(),
                (entry, after) -> {});
        if (ledger.size() == 0) {
            throw new StoreException(
                    Kind.FAILED, "the log is empty: run demarche hub init with the text of the charter first");
        }
        Charter charter = ledger.governance().charter();
        CosignedHeads heads = store.cosigned();
        long offered = heads.newest().map(OfferedHead::size).orElse(0L);
        long witnessed = heads.newestWitnessed();
        List<Line> lines = lines(charter, heads, foreign);
        boolean fresh = firstUnwitnessedMs(store, witnessed)
                .filter(ms -> nowMs - ms > Lag.LONGEST_MS)
                .isEmpty();
        Set<String> said = heads.newestByWitness().keySet();
        Optional<String> rule = charter.witnessed().map(r -> r.tally(said)).map(Tally::clause);
        return new WitnessSurvey(rule, ledger.size(), offered, witnessed, fresh, lines);
    }

    /**
     * How each witness stands, those of the charter first.
     *
     * @param foreign the witnesses that others run
     * @throws StoreException if the store cannot be read
     */
    public static List<Line> lines(Charter charter, CosignedHeads heads, List<HubConfig.ForeignWitness> foreign) {
        long offered = heads.newest().map(OfferedHead::size).orElse(0L);
        Map<String, Long> sizes = heads.newestByWitness();
        List<Line> lines = new ArrayList<>();
        for (Charter.Witness witness : charter.witnesses()) {
            Optional<String> url = foreign.stream()
                    .filter(f -> f.name().equals(witness.name()))
                    .map(f -> f.url().toString())
                    .findFirst();
            lines.add(line(heads, witness.name(), Optional.of(witness.party()), url, sizes, offered));
        }
        foreign.stream()
                .filter(f -> lines.stream().noneMatch(line -> line.witness().equals(f.name())))
                .map(f -> line(
                        heads, f.name(), Optional.empty(), Optional.of(f.url().toString()), sizes, offered))
                .toList()
                .forEach(lines::add);
        return lines;
    }

    private static Line line(
            CosignedHeads heads,
            String witness,
            Optional<String> party,
            Optional<String> url,
            Map<String, Long> sizes,
            long offered) {
        long size = sizes.getOrDefault(witness, 0L);
        Optional<Instant> at = heads.head(size)
                .flatMap(head -> heads.cosignatures(size).stream()
                        .filter(said -> said.witness().equals(witness))
                        .flatMap(said -> time(head, said).stream())
                        .findFirst());
        return new Line(witness, party, url, size, at, offered - size);
    }

    /** The latest time, of lines that are true. */
    private static Optional<Instant> time(OfferedHead head, StoredCosignature said) {
        Checkpoint checkpoint = Cosigning.checkpoint(head);
        List<Instant> times = new ArrayList<>();
        try {
            for (NoteSignature line : NoteSignature.parseLines(said.lines().toByteArray())) {
                for (NoteKey key : said.keys()) {
                    CosignatureVerifier.timeOf(line, key, checkpoint).ifPresent(times::add);
                }
            }
        } catch (NoteException e) {
            throw new StoreException(
                    Kind.DAMAGED,
                    "the cosignature of " + said.witness() + " over " + said.size() + " entries cannot be read: "
                            + e.refusal().sentence(),
                    e);
        }
        return times.stream().max(Comparator.naturalOrder());
    }

    private static Optional<Long> firstUnwitnessedMs(LogStore store, long witnessed) {
        return store.entry(witnessed).map(row -> {
            try {
                return UnverifiedEntry.parse(row.bytes().toByteArray())
                        .message()
                        .getAcceptedAtMs();
            } catch (RefusedException e) {
                throw new StoreException(
                        Kind.DAMAGED, "entry " + witnessed + " cannot be read: run demarche hub fsck", e);
            }
        });
    }
}
