package org.demarche.server.timestamp;

import java.util.List;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StampedHeads;

/**
 * Decides which frozen heads are kept, so that authorities which are down for long leave nothing behind that is of no use.
 *
 * <ul>
 *   <li>The newest {@value #NEWEST}, stamped or not: one of them is being stamped, by this hub or another.
 *   <li>Of the older ones those over which there is a token, for ever: evidence rests on them.
 * </ul>
 *
 * An older one without a token will never have any, since authorities are asked about the newest alone; and evidence of what it covers rests on a later one. For one thread.
 */
final class Keeping {
    /** How many of the newest are kept. */
    static final int NEWEST = 16;

    private static final int AT_ONCE = 64;

    private final StampedHeads store;
    private final int newest;
    /** Every head of a smaller size has been decided about. */
    private long next = 1;

    Keeping(StampedHeads store) {
        this(store, NEWEST);
    }

    /** @param newest how many of the newest are kept */
    Keeping(StampedHeads store, int newest) {
        this.store = store;
        this.newest = newest;
    }

    /** Decides about some of the older ones; to be called after each that is frozen. */
    void tidy() {
        List<FrozenHead> some = store.heads(next, AT_ONCE + newest);
        // As many as stay, at least, come behind these.
        List<FrozenHead> older = some.subList(0, Math.max(0, some.size() - newest));
        if (!older.isEmpty()) {
            List<Long> unstamped = older.stream()
                    .map(FrozenHead::size)
                    .filter(size -> store.tokens(size).isEmpty())
                    .toList();
            if (!unstamped.isEmpty()) {
                store.drop(unstamped);
            }
            next = older.get(older.size() - 1).size() + 1;
        }
    }
}
