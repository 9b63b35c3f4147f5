package org.demarche.server.witness;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.demarche.charter.Charter;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.OfferedHead;

/**
 * The heads that witnesses are offered: the log's newest, whenever it has grown beyond the last one and that was long enough ago. All hubs of a database offer the same
 * ones, whoever of them wrote one down; nothing is signed for it, since a head that was published bears the log's signatures. Thread-safe.
 */
public final class Offers {
    /**
     * While the last head is not witnessed, the next comes so many times later: witnesses at different distances, each busy with another head, would else never
     * meet on one.
     */
    private static final int SLOWER = 4;

    private static final int AT_HAND = 64;

    private final HubLog log;
    private final CosignedHeads store;
    private final WitnessedHeads witnessed;
    private final LongSupplier monotonicMs;
    private final long pauseMs;
    private final boolean always;
    private final ConcurrentSkipListMap<Long, OfferedHead> recent = new ConcurrentSkipListMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long newestSize;
    private long newestSinceMs;

    /**
     * Offers of the heads of {@code log}.
     *
     * @param monotonicMs how much time passes, in milliseconds
     * @param pauseMs the least time between two, in milliseconds
     * @param always whether somebody is asked though the charter names no witness
     */
    Offers(
            HubLog log,
            CosignedHeads store,
            WitnessedHeads witnessed,
            LongSupplier monotonicMs,
            long pauseMs,
            boolean always) {
        this.log = log;
        this.store = store;
        this.witnessed = witnessed;
        this.monotonicMs = monotonicMs;
        this.pauseMs = pauseMs;
        this.always = always;
        this.newestSinceMs = monotonicMs.getAsLong() - SLOWER * pauseMs;
    }

    /** From now on {@code listener} is told when there is another. It must neither block nor throw. */
    public void onNext(Runnable listener) {
        listeners.add(listener);
    }

    /** The end of {@link #onNext}. */
    public void forget(Runnable listener) {
        listeners.remove(listener);
    }

    /** Tells everybody who listens, though there may be nothing new. */
    public void wakeAll() {
        listeners.forEach(Runnable::run);
    }

    /** The newest that this hub has all the entries of. */
    public Optional<OfferedHead> newest() {
        return Optional.ofNullable(recent.floorEntry(log.published().size())).map(e -> e.getValue());
    }

    /** The first beyond {@code size} that this hub has all the entries of; those of long ago are passed over. */
    public Optional<OfferedHead> next(long size) {
        return Optional.ofNullable(recent.higherEntry(size))
                .map(e -> e.getValue())
                .filter(head -> head.size() <= log.published().size());
    }

    /**
     * Takes in what other hubs have offered, and offers the newest head if it is time.
     *
     * @return whether this hub has offered one
     */
    boolean attend() {
        boolean more = takeIn();
        boolean offered = isDue() && offer();
        if (more || offered) {
            wakeAll();
        }
        return offered;
    }

    private boolean takeIn() {
        long before = newestSize;
        if (before == 0) {
            store.newest().ifPresent(this::know);
        } else {
            store.heads(before + 1, AT_HAND).forEach(this::know);
        }
        return newestSize > before;
    }

    private void know(OfferedHead head) {
        recent.put(head.size(), head);
        while (recent.size() > AT_HAND) {
            recent.pollFirstEntry();
        }
        newestSize = head.size();
        newestSinceMs = monotonicMs.getAsLong();
    }

    private boolean isDue() {
        Published published = log.published();
        Charter charter = published.governance().charter();
        boolean isAsked = always || charter.witnessed().isPresent();
        boolean isBehind = charter.witnessed().isPresent() && witnessed.newestSize() < newestSize;
        long waitMs = isBehind ? SLOWER * pauseMs : pauseMs;
        return isAsked && published.size() > newestSize && monotonicMs.getAsLong() - newestSinceMs >= waitMs;
    }

    private boolean offer() {
        Published published = log.published();
        boolean offered = store.offer(published.size(), published.checkpoint());
        if (offered) {
            know(new OfferedHead(published.size(), published.checkpoint(), false, false));
        }
        return offered;
    }
}
