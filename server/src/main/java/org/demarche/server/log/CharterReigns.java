package org.demarche.server.log;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.demarche.charter.Charter;

/** Which charter governs behind so many entries: the draft of version 1 until it is adopted, and then each version from its adoption on. Thread-safe. */
public final class CharterReigns {
    private final ConcurrentSkipListMap<Long, Charter> bySize = new ConcurrentSkipListMap<>();

    /** From now on {@code charter} governs behind {@code size} entries and more. */
    void from(long size, Charter charter) {
        Map.Entry<Long, Charter> before = bySize.floorEntry(size);
        if (before == null || !before.getValue().hash().equals(charter.hash())) {
            bySize.put(size, charter);
        }
    }

    /**
     * The charter that governs behind the last of {@code size} entries.
     *
     * @param size at least 1, and no more than there are
     */
    public Charter at(long size) {
        return bySize.floorEntry(size).getValue();
    }

    /** From how many entries on it has governed. */
    public long since(long size) {
        return bySize.floorKey(size);
    }
}
