package org.demarche.escalation;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ProposalAct;

/**
 * A proposal that was taken, and the positions on it.
 *
 * @param id identity of the notice
 * @param index its index
 * @param author the party that proposed; proposing is no position
 * @param tier number of the tier
 * @param act activate or stand down
 * @param deadlineMs fixed at acceptance: it lapses if not carried at this instant, in milliseconds since 1970 UTC
 * @param outcome what became of it
 * @param positions each desk's latest CONCUR or DECLINE, by party and desk
 */
public record ProposalRecord(
        Sha256 id,
        long index,
        String author,
        int tier,
        ProposalAct act,
        long deadlineMs,
        Outcome outcome,
        SortedMap<String, SortedMap<String, Position>> positions) {
    /** What became of a proposal. */
    public enum Outcome {
        /** It can still be carried. */
        OPEN,
        /** The tier was activated, or stood down. */
        CARRIED,
        /** Its deadline passed, its clock stopped, its incident wound down, or its charter was succeeded. */
        LAPSED
    }

    public ProposalRecord {
        positions = Collections.unmodifiableSortedMap(new TreeMap<>(positions));
    }

    /** Whether it can still be carried. */
    public boolean open() {
        return outcome == Outcome.OPEN;
    }

    /** Parties of which at least {@code desks} desks concur and none declines. Only they count towards the quorum. */
    public SortedSet<String> concurring(int desks) {
        return parties(of -> declines(of) == 0 && concurs(of) >= desks);
    }

    /** Parties of which a desk declines. */
    public SortedSet<String> declining() {
        return parties(of -> declines(of) > 0);
    }

    /** Parties of which some desks concur, but fewer than {@code desks}, and none declines. */
    public SortedSet<String> partial(int desks) {
        return parties(of -> declines(of) == 0 && concurs(of) > 0 && concurs(of) < desks);
    }

    ProposalRecord with(Signer signer, Position position) {
        SortedMap<String, SortedMap<String, Position>> all = new TreeMap<>(positions);
        SortedMap<String, Position> own = new TreeMap<>(all.getOrDefault(signer.party(), Collections.emptySortedMap()));
        own.put(signer.desk().orElseThrow(), position);
        all.put(signer.party(), Collections.unmodifiableSortedMap(own));
        return new ProposalRecord(id, index, author, tier, act, deadlineMs, outcome, all);
    }

    ProposalRecord with(Outcome became) {
        return new ProposalRecord(id, index, author, tier, act, deadlineMs, became, positions);
    }

    private SortedSet<String> parties(Predicate<SortedMap<String, Position>> which) {
        SortedSet<String> parties = new TreeSet<>();
        positions.forEach((party, of) -> {
            if (which.test(of)) {
                parties.add(party);
            }
        });
        return parties;
    }

    private static long concurs(SortedMap<String, Position> of) {
        return of.values().stream().filter(p -> p == Position.POSITION_CONCUR).count();
    }

    private static long declines(SortedMap<String, Position> of) {
        return of.values().stream().filter(p -> p == Position.POSITION_DECLINE).count();
    }
}
