package org.demarche.server.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.demarche.charter.Charter;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredToken;
import org.demarche.server.witness.WitnessSurvey;

/** Looks into the store, on a thread that may wait for it, so that a medium which hangs holds no picture up. One thread surveys, any reads. */
public final class Surveyor {
    private static final int HEADS = 8;

    private final Supplier<Charter> charter;
    private final CosignedHeads cosigned;
    private final StampedHeads stamped;
    private final List<HubConfig.ForeignWitness> foreign;
    private final LongSupplier monotonicMs;
    // The newest heads that were frozen: a token may come late.
    private final TreeSet<Long> frozen = new TreeSet<>();
    private final Map<String, Long> stamps = new HashMap<>();
    private volatile Optional<Survey> survey = Optional.empty();

    /**
     * A surveyor.
     *
     * @param monotonicMs how much time passes, in milliseconds
     */
    public Surveyor(
            Supplier<Charter> charter,
            CosignedHeads cosigned,
            StampedHeads stamped,
            List<HubConfig.ForeignWitness> foreign,
            LongSupplier monotonicMs) {
        this.charter = charter;
        this.cosigned = cosigned;
        this.stamped = stamped;
        this.foreign = List.copyOf(foreign);
        this.monotonicMs = monotonicMs;
    }

    /** What was seen last; empty: nothing yet. */
    public Optional<Survey> survey() {
        return survey;
    }

    /**
     * Looks again.
     *
     * @throws StoreException if the store cannot be read; then the last survey grows old
     */
    public void look() {
        Charter now = charter.get();
        List<WitnessSurvey.Line> witnesses = now.witnesses().isEmpty() && foreign.isEmpty()
                ? List.of()
                : WitnessSurvey.lines(now, cosigned, foreign);
        if (!now.timeAuthorities().isEmpty()) {
            lookAtStamps();
        }
        List<Survey.Stamp> all = new ArrayList<>();
        now.timeAuthorities().forEach(a -> all.add(new Survey.Stamp(a.name(), stamps.getOrDefault(a.name(), 0L))));
        survey = Optional.of(new Survey(witnesses, settled(), all, monotonicMs.getAsLong()));
    }

    /** The newest of them may just have been frozen, and be on its way to the authorities. */
    private long settled() {
        Long before = frozen.isEmpty() ? null : frozen.lower(frozen.last());
        return before == null ? 0 : before;
    }

    private void lookAtStamps() {
        if (frozen.isEmpty()) {
            stamped.newest().map(FrozenHead::size).ifPresent(frozen::add);
        } else {
            stamped.heads(frozen.last() + 1, HEADS).forEach(head -> frozen.add(head.size()));
        }
        while (frozen.size() > HEADS) {
            frozen.pollFirst();
        }
        for (long size : frozen) {
            for (StoredToken token : stamped.tokens(size)) {
                stamps.merge(token.authority(), size, Math::max);
            }
        }
    }
}
