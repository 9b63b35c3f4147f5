package org.demarche.situation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ViolationReport;

/**
 * What was said in one incident.
 *
 * @param report the report that opened it
 * @param opening that report as an entry
 * @param addressed the parties that it addresses; none: everybody
 * @param spoken its entries, in the order of the log, the newest of them
 * @param earlier how many entries it has before these
 * @param stances by report or proposal and party, what it has acknowledged
 * @param corrections by notice, what became of it, such as {@code withdrawn in entry 17}
 * @param courses by tier, the moments of its latest activation
 */
public record Proceedings(
        ViolationReport report,
        Spoken opening,
        List<String> addressed,
        List<Spoken> spoken,
        long earlier,
        Map<Sha256, SortedMap<String, Stance>> stances,
        Map<Sha256, String> corrections,
        SortedMap<Integer, Course> courses) {
    public Proceedings {
        addressed = List.copyOf(addressed);
        spoken = List.copyOf(spoken);
        stances = Collections.unmodifiableMap(new LinkedHashMap<>(stances));
        corrections = Map.copyOf(corrections);
        courses = Collections.unmodifiableSortedMap(new TreeMap<>(courses));
    }

    /** What parties have acknowledged of a notice, by their ids. */
    SortedMap<String, Stance> stances(Sha256 notice) {
        return stances.getOrDefault(notice, Collections.emptySortedMap());
    }

    /** The position of a party on a notice. */
    public Optional<Position> position(Sha256 notice, String party) {
        return Optional.ofNullable(stances(notice).get(party)).map(Stance::position);
    }

    /** Whether an entry of it is among those that are told, and not one of the earlier ones. */
    boolean tells(long index) {
        return !spoken.isEmpty() && index >= spoken.get(0).index();
    }
}
