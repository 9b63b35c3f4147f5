package org.demarche.client.follow;

import java.util.List;
import java.util.TreeMap;
import org.demarche.charter.Charter;

/** Which charter governs behind the last entry of each head of the copy: by its log keys alone the head is judged. */
final class Reigns {
    private final TreeMap<Long, Charter> from;

    private Reigns(TreeMap<Long, Charter> from) {
        this.from = from;
    }

    /** Before there is an entry: the pinned charter governs. */
    static Reigns of(Charter pinned) {
        TreeMap<Long, Charter> from = new TreeMap<>();
        from.put(0L, pinned);
        return new Reigns(from);
    }

    /** {@code charter} governs behind the last entry of a head of {@code size}, and of greater ones until it is replaced. */
    void begin(long size, Charter charter) {
        if (!from.lastEntry().getValue().hash().equals(charter.hash())) {
            from.put(size, charter);
        }
    }

    /** The charter behind a head of {@code size}, which is at most that of the copy. */
    Charter at(long size) {
        return from.floorEntry(size).getValue();
    }

    /** All of them, the newest first. */
    List<Charter> newestFirst() {
        return List.copyOf(from.descendingMap().values());
    }

    /** The newest. */
    Charter last() {
        return from.lastEntry().getValue();
    }

    Reigns copy() {
        return new Reigns(new TreeMap<>(from));
    }
}
