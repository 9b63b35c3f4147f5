package org.demarche.archive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.demarche.timestamp.Anchor;

/**
 * The time authorities that a reader trusts, by name. One that has several certificates, such as an old and a new one, is still one authority. Immutable.
 *
 * @param anchors of each, at least one
 */
public record Authorities(Map<String, List<Anchor>> anchors) {
    /** Nobody. */
    public static final Authorities NONE = new Authorities(Map.of());

    public Authorities {
        Map<String, List<Anchor>> copy = new LinkedHashMap<>();
        anchors.forEach((name, given) -> copy.put(name, List.copyOf(given)));
        anchors = Collections.unmodifiableMap(copy);
    }

    /** These, and one certificate more. */
    public Authorities with(String name, Anchor anchor) {
        Map<String, List<Anchor>> more = new LinkedHashMap<>(anchors);
        List<Anchor> own = new ArrayList<>(more.getOrDefault(name, List.of()));
        own.add(anchor);
        more.put(name, own);
        return new Authorities(more);
    }

    /** These, and those. */
    public Authorities and(Authorities others) {
        Authorities both = this;
        for (Map.Entry<String, List<Anchor>> other : others.anchors.entrySet()) {
            for (Anchor anchor : other.getValue()) {
                both = both.with(other.getKey(), anchor);
            }
        }
        return both;
    }
}
