package org.demarche.server.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.demarche.charter.Charter;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.Peer;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredToken;
import org.demarche.server.witness.WitnessSurvey;

/** Looks into the store, on a thread that may wait for it, so that a medium which hangs holds no picture up. One thread surveys, any reads. */
public final class Surveyor {
    private static final int HEADS = 8;
    private static final long WHILE_MS = 60_000;

    private final Supplier<Charter> charter;
    private final CosignedHeads cosigned;
    private final StampedHeads stamped;
    private final Supplier<List<Peer>> peers;
    private final List<HubConfig.ForeignWitness> foreign;
    private final LongSupplier monotonicMs;
    // Heads that were frozen not long ago, and since when that is known: their tokens may be on their way.
    private final TreeMap<Long, Long> frozen = new TreeMap<>();
    private long settled;
    private final Map<String, Long> stamps = new HashMap<>();
    private volatile Optional<Survey> survey = Optional.empty();

    /**
     * A surveyor.
     *
     * @param peers asks for the other hubs of the log
     * @param monotonicMs how much time passes, in milliseconds
     */
    public Surveyor(
            Supplier<Charter> charter,
            CosignedHeads cosigned,
            StampedHeads stamped,
            Supplier<List<Peer>> peers,
            List<HubConfig.ForeignWitness> foreign,
            LongSupplier monotonicMs) {
        this.charter = charter;
        this.peers = peers;
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
        survey = Optional.of(new Survey(witnesses, settled, all, peers.get(), monotonicMs.getAsLong()));
    }

    private void lookAtStamps() {
        long nowMs = monotonicMs.getAsLong();
        if (settled == 0 && frozen.isEmpty()) {
            stamped.newest().ifPresent(head -> frozen.put(head.size(), nowMs));
        } else {
            long known = frozen.isEmpty() ? settled : frozen.lastKey();
            stamped.heads(known + 1, HEADS).forEach(head -> frozen.put(head.size(), nowMs));
        }
        for (long size : frozen.descendingMap().keySet().stream().limit(HEADS).toList()) {
            for (StoredToken token : stamped.tokens(size)) {
                stamps.merge(token.authority(), size, Math::max);
            }
        }
        while (!frozen.isEmpty() && nowMs - frozen.firstEntry().getValue() > WHILE_MS) {
            settled = frozen.pollFirstEntry().getKey();
        }
    }
}
