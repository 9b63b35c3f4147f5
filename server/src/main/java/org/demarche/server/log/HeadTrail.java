package org.demarche.server.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.demarche.server.store.HeadStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heads that a hub leaves in its store, for hubs that only read: those at every multiple of {@link Heads#EVERY} and the last under each key pair, for good, and then
 * the newest. Never one that is not published, and never the newest before those below it are there. Every hub of the log does this, none waits for another. For one
 * thread, which may wait for the medium.
 */
public final class HeadTrail {
    private static final Logger LOG = LoggerFactory.getLogger(HeadTrail.class);
    private static final int AT_ONCE = 64;

    private final HubLog log;
    private final HeadStore store;
    private final int idle;
    private boolean known;
    private final Set<Long> there = new HashSet<>();
    private long complete;
    private long newest;
    private int quiet;
    private boolean said;

    /**
     * The trail of {@code log}.
     *
     * @param idle every how many calls of {@link #leave} the newest head is left anew, with a new time, though the log has not grown
     */
    public HeadTrail(HubLog log, HeadStore store, int idle) {
        this.log = log;
        this.store = store;
        this.idle = idle;
    }

    /** Leaves what is to be left by now; to be called about once a second. What fails is tried again the next time. */
    public void leave() {
        try {
            Published published = log.published();
            if (published.size() == newest && ++quiet < idle) {
                return;
            }
            fill(published.size());
            // Its time says until when the log was known to end there.
            store.leave(List.of(new StoredHead(published.size(), log.signAnew(published), false)));
            newest = published.size();
            quiet = 0;
            said = false;
        } catch (StoreException e) {
            if (!said) {
                said = true;
                LOG.warn("heads for hubs that only read could not be left, trying again: {}", e.getMessage());
            }
        }
    }

    private void fill(long end) {
        if (!known) {
            there.addAll(store.lasting());
            known = true;
        }
        List<StoredHead> missing = new ArrayList<>();
        for (long size = next(complete, end); size <= end; size = next(size, end)) {
            if (!there.remove(size)) {
                missing.add(new StoredHead(size, log.checkpointAt(size), true));
            }
            if (missing.size() == AT_ONCE) {
                store.leave(missing);
                missing.clear();
                complete = size;
            }
        }
        if (!missing.isEmpty()) {
            store.leave(missing);
        }
        complete = end;
    }

    /** The next size after {@code size} whose head is kept for good; beyond {@code end} if there is none. */
    private long next(long size, long end) {
        long multiple = (size / Heads.EVERY + 1) * Heads.EVERY;
        long last = log.signedAlike(size + 1, end + 1);
        return Math.min(multiple, last);
    }
}
