package org.demarche.server.log;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.demarche.charter.Charter.LogIdentity;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.key.LogSigningKey;

/**
 * The log's key pairs that this hub holds, and from which size of the log each signs: a successor charter may name another, for checkpoints beyond the entry
 * that adopts it. Thread-safe.
 */
final class LogSigners {
    private final List<LogSigningKey> keys;
    private final ConcurrentSkipListMap<Long, Held> bySize = new ConcurrentSkipListMap<>();

    /** A key pair and what it signs with. */
    record Held(LogIdentity identity, LogSigningKey key, CheckpointSigner signer) {}

    LogSigners(Collection<LogSigningKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Whether the hub holds the key pair that a charter names. */
    boolean hold(LogIdentity identity) {
        return find(identity).isPresent();
    }

    private Optional<LogSigningKey> find(LogIdentity identity) {
        return keys.stream()
                .filter(k -> k.publicKey().ed25519Id().equals(identity.ed25519())
                        && k.publicKey().mlDsa44Id().equals(identity.mlDsa44()))
                .findFirst();
    }

    /**
     * From now on checkpoints of {@code size} entries and more are signed as {@code identity}.
     *
     * @throws NoSuchElementException if the hub does not {@link #hold} that key pair
     */
    void from(long size, LogIdentity identity) {
        Map.Entry<Long, Held> before = bySize.floorEntry(size);
        if (before == null || !before.getValue().identity().equals(identity)) {
            LogSigningKey key = find(identity).orElseThrow();
            bySize.put(size, new Held(identity, key, new CheckpointSigner(identity.origin(), key)));
        }
    }

    /** What signs a checkpoint of this size. */
    Held at(long size) {
        return bySize.floorEntry(size).getValue();
    }

    /** The greatest size up to {@code most} that is signed as {@code size} is. */
    long lastLike(long size, long most) {
        Long change = bySize.higherKey(size);
        return change == null ? most : Math.min(most, change - 1);
    }
}
