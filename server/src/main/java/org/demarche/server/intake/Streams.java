package org.demarche.server.intake;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How many streams each party has open. Thread-safe. */
public final class Streams {
    private final int most;
    private final ConcurrentMap<String, Integer> open = new ConcurrentHashMap<>();

    /**
     * Streams, of which nobody has any.
     *
     * @param most how many a party may have at once
     */
    public Streams(int most) {
        this.most = most;
    }

    /** How many a party may have at once. */
    public int most() {
        return most;
    }

    /** How many each party has that has any. */
    public Map<String, Integer> open() {
        return Map.copyOf(open);
    }

    /** Counts one more, which must be given back by {@link #close}; false: it is one too many, and was not counted. */
    public boolean open(String party) {
        if (open.merge(party, 1, Integer::sum) <= most) {
            return true;
        }
        close(party);
        return false;
    }

    /** One has ended. */
    public void close(String party) {
        open.computeIfPresent(party, (p, n) -> n > 1 ? n - 1 : null);
    }
}
