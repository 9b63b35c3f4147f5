package org.demarche.server.log;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.demarche.charter.Charter.LogIdentity;

/**
 * Which of the log's key pairs signs from which size of the log on: a successor charter may name another, for checkpoints beyond the entry that adopts it.
 * Thread-safe.
 *
 * @param <K> what this hub has of a pair
 */
final class LogPairs<K> {
    private final Function<LogIdentity, Optional<K>> held;
    private final ConcurrentSkipListMap<Long, Reign<K>> bySize = new ConcurrentSkipListMap<>();

    private record Reign<K>(LogIdentity identity, K pair) {}

    /** @param held what this hub has of the pair that a charter names, if it has it */
    LogPairs(Function<LogIdentity, Optional<K>> held) {
        this.held = held;
    }

    /** Whether the hub has the pair that a charter names. */
    boolean hold(LogIdentity identity) {
        return held.apply(identity).isPresent();
    }

    /** From now on checkpoints of {@code size} entries and more are signed as {@code identity}, whose pair the hub must {@link #hold}. */
    void from(long size, LogIdentity identity) {
        Map.Entry<Long, Reign<K>> before = bySize.floorEntry(size);
        if (before == null || !before.getValue().identity().equals(identity)) {
            held.apply(identity).ifPresent(pair -> bySize.put(size, new Reign<>(identity, pair)));
        }
    }

    /** The pair that signs a checkpoint of this size. */
    K at(long size) {
        return bySize.floorEntry(size).getValue().pair();
    }

    /** The greatest size up to {@code most} that is signed as {@code size} is. */
    long lastLike(long size, long most) {
        Long change = bySize.higherKey(size);
        return change == null ? most : Math.min(most, change - 1);
    }
}
