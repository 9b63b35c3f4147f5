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
 * @param spoken every entry of it, in the order of the log
 * @param positions by notice and party, the latest position that one of its desks has taken; RECEIVED only where there is none other
 * @param corrections by notice, what became of it, such as {@code withdrawn in entry 17}
 * @param courses by tier, the moments of its latest activation
 */
public record Proceedings(
        ViolationReport report,
        Spoken opening,
        List<String> addressed,
        List<Spoken> spoken,
        Map<Sha256, SortedMap<String, Position>> positions,
        Map<Sha256, String> corrections,
        SortedMap<Integer, Course> courses) {
    public Proceedings {
        addressed = List.copyOf(addressed);
        spoken = List.copyOf(spoken);
        positions = Collections.unmodifiableMap(new LinkedHashMap<>(positions));
        corrections = Map.copyOf(corrections);
        courses = Collections.unmodifiableSortedMap(new TreeMap<>(courses));
    }

    /** The position of a party on a notice. */
    public Optional<Position> position(Sha256 notice, String party) {
        return Optional.ofNullable(
                positions.getOrDefault(notice, Collections.emptySortedMap()).get(party));
    }
}
