package org.demarche.server.timestamp;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.demarche.charter.Charter;
import org.demarche.server.log.Dates;
import org.demarche.server.log.HubLog;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StampedHeads;

/** Finds stamped heads for evidence. Thread-safe. */
public final class Stamped {
    /** How many heads are looked at, where authorities were down or a charter has been replaced. */
    private static final int LOOKED_AT = 64;

    private final HubLog log;
    private final StampedHeads store;
    private final LongSupplier wallMs;

    /**
     * Those in {@code store}, of this log.
     *
     * @param wallMs the hub's clock, in milliseconds since 1970 UTC
     */
    public Stamped(HubLog log, StampedHeads store, LongSupplier wallMs) {
        this.log = log;
        this.store = store;
        this.wallMs = wallMs;
    }

    /**
     * The first frozen head that covers so many entries and over which the charter's rules hold, of witnesses and of time authorities; else the first that at least
     * one authority has stamped.
     *
     * @param most how many entries it covers at the most
     * @param behind the charter to judge by behind so many entries
     */
    public Optional<Found> covering(long size, long most, LongFunction<Charter> behind) {
        if (behind.apply(size).timestamped().isEmpty()) {
            return Optional.empty();
        }
        Optional<Found> partly = Optional.empty();
        for (FrozenHead head : store.heads(size, LOOKED_AT)) {
            if (head.size() > most) {
                break;
            }
            Charter charter = behind.apply(head.size());
            Dates dates = Dates.of(log, head.size(), wallMs.getAsLong());
            Optional<Frozen> opened =
                    Frozen.open(head, store.tokens(head.size()), charter, log.keyAt(head.size()), dates);
            if (opened.isPresent() && opened.get().attestedBy(charter)) {
                return Optional.of(new Found(head.size(), opened.get()));
            }
            partly = partly.or(
                    () -> opened.filter(f -> !f.authorities().isEmpty()).map(f -> new Found(head.size(), f)));
        }
        return partly;
    }

    /**
     * A head that was found.
     *
     * @param size how many entries it covers
     * @param head the head
     */
    public record Found(long size, Frozen head) {}
}
