package org.demarche.server.witness;

import java.util.ArrayList;
import java.util.List;
import org.demarche.server.log.HubLog;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.OfferedHead;

/**
 * Decides which offered heads are kept, so that a log of fifty years does not carry two heads for every second of it.
 *
 * <ul>
 *   <li>The newest {@value #NEWEST}, witnessed or not.
 *   <li>Of the older ones none that is not witnessed.
 *   <li>For ever: the first witnessed head behind an entry that started a clock, since evidence of what waited for that clock needs it; the last witnessed head under
 *       each charter, since evidence of what that charter governed may not be signed by the keys, or the witnesses, of a later one; and the newest witnessed head.
 * </ul>
 *
 * An older entry that started no clock is still covered by a witnessed head, only not by the first that covered it. Whatever goes, goes with its cosignatures.
 */
final class Keeping {
    /** How many of the newest are kept. */
    static final int NEWEST = 1_000;

    private static final int AT_ONCE = 64;

    private final HubLog log;
    private final CosignedHeads store;
    private final int newest;

    Keeping(HubLog log, CosignedHeads store) {
        this(log, store, NEWEST);
    }

    /** @param newest how many of the newest are kept */
    Keeping(HubLog log, CosignedHeads store, int newest) {
        this.log = log;
        this.store = store;
        this.newest = newest;
    }

    /** Decides about some of the old ones; to be called after each that is offered. */
    void tidy() {
        List<Long> lasting = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        for (OfferedHead head : store.old(newest, AT_ONCE)) {
            long size = head.size();
            List<Long> next = store.witnessed(size + 1, 1);
            boolean isLastKnown = size >= log.published().size() || next.isEmpty();
            if (!head.witnessed()) {
                gone.add(size);
            } else if (!isLastKnown) {
                boolean lasts = log.clockStarts().isOneIn(store.witnessedBefore(size), size)
                        || log.reigns()
                                        .since(Math.min(
                                                next.get(0), log.published().size()))
                                > size;
                (lasts ? lasting : gone).add(size);
            }
        }
        if (!lasting.isEmpty() || !gone.isEmpty()) {
            store.settle(lasting, gone);
        }
    }
}
