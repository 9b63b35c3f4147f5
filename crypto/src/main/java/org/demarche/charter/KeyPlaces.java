package org.demarche.charter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.demarche.hash.Sha256;

/** Sees to it that each key stands once in a charter: one key under two parties would let one hand speak for both. */
final class KeyPlaces {
    private final String what;
    private final Examination examination;
    private final Map<Sha256, String> places = new HashMap<>();

    /** @param what these are: key, TLS pin */
    KeyPlaces(String what, Examination examination) {
        this.what = what;
        this.examination = examination;
    }

    /** The fingerprint under {@code key}; where it cannot be read, one that stands in. */
    Sha256 read(Table table, String key) {
        return table.fingerprint(key)
                .map(f -> {
                    claim(new Placed<>(table.place(key), f));
                    return f;
                })
                .orElse(RosterReader.STAND_IN);
    }

    /** The fingerprints of a list. */
    Set<Sha256> readAll(Table table, String key, int least, int most) {
        List<Placed<Sha256>> all = table.fingerprints(key, least, most);
        all.forEach(this::claim);
        return all.stream().map(Placed::value).collect(Collectors.toSet());
    }

    private void claim(Placed<Sha256> key) {
        String first = places.putIfAbsent(key.value(), key.place());
        if (first != null) {
            examination.problem(
                    key.place(),
                    "the same " + what + " as at " + first + " (expected: each " + what + " once in the charter)");
        }
    }
}
