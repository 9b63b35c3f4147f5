package org.demarche.charter;

import java.util.List;
import java.util.Optional;

/**
 * One place at which two charters say different things.
 *
 * @param area of what it is
 * @param subject what differs, such as {@code tier 2, quorum}
 * @param before what the one says; empty: the other adds it
 * @param after what the other says; empty: it is gone there
 * @param notes what else this moves, each as one sentence
 */
public record Difference(
        Area area, String subject, Optional<String> before, Optional<String> after, List<String> notes) {
    /** What a place of a charter is about, in the order in which people ask. */
    public enum Area {
        /** The text itself: its title, version and end, who adopts it. */
        CHARTER,
        /** The log and its keys. */
        LOG,
        /** Who vouches for time and history. */
        WITNESSES,
        /** Parties, their desks and keys. */
        PARTIES,
        /** Groups of parties. */
        GROUPS,
        /** Findings. */
        FINDINGS,
        /** Tiers. */
        TIERS;

        /** The area's name for people and programs, in lower case. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Difference {
        notes = List.copyOf(notes);
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("before, after: both empty (expected: one at least)");
        }
    }

    /** {@code new}, {@code gone} or {@code changed}. */
    public String kind() {
        return before.isEmpty() ? "new" : after.isEmpty() ? "gone" : "changed";
    }
}
