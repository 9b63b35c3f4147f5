package org.demarche.server.store;

import java.util.List;

/**
 * What is appended in one transaction.
 *
 * @param entries at least one, with consecutive indexes
 * @param tiles the tiles that these entries fill
 */
public record StoreBatch(List<StoredEntry> entries, List<StoredTile> tiles) {
    public StoreBatch {
        entries = List.copyOf(entries);
        tiles = List.copyOf(tiles);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("entries: 0 (expected: >= 1)");
        }
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).index() != entries.get(0).index() + i) {
                throw new IllegalArgumentException(
                        "entries: index " + entries.get(i).index() + " (expected: "
                                + (entries.get(0).index() + i) + ")");
            }
        }
    }

    /** Index of the first entry. */
    public long first() {
        return entries.get(0).index();
    }

    /** Index after the last entry. */
    public long end() {
        return first() + entries.size();
    }
}
