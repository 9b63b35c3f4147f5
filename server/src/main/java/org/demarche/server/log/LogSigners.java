package org.demarche.server.log;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.demarche.charter.Charter.LogIdentity;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;

/**
 * The log's key pairs that this hub holds, and from which size of the log each signs: a successor charter may name another, for checkpoints beyond the entry
 * that adopts it. Thread-safe.
 */
final class LogSigners {
    private final List<Pair> pairs;
    private final ConcurrentSkipListMap<Long, Held> bySize = new ConcurrentSkipListMap<>();

    /** A key pair and what it signs with. */
    record Held(LogIdentity identity, LogSigningKey key, CheckpointSigner signer) {}

    /** A key pair and what a charter calls it. */
    private record Pair(Sha256 ed25519, Sha256 mlDsa44, LogSigningKey key) {}

    LogSigners(Collection<LogSigningKey> keys) {
        this.pairs = keys.stream()
                .map(k -> new Pair(k.publicKey().ed25519Id(), k.publicKey().mlDsa44Id(), k))
                .toList();
    }

    /** Whether the hub holds the key pair that a charter names. */
    boolean hold(LogIdentity identity) {
        return find(identity).isPresent();
    }

    private Optional<LogSigningKey> find(LogIdentity identity) {
        return pairs.stream()
                .filter(p ->
                        p.ed25519().equals(identity.ed25519()) && p.mlDsa44().equals(identity.mlDsa44()))
                .map(Pair::key)
                .findFirst();
    }

    /** From now on checkpoints of {@code size} entries and more are signed as {@code identity}; false: the hub does not {@link #hold} that key pair. */
    boolean from(long size, LogIdentity identity) {
        Map.Entry<Long, Held> before = bySize.floorEntry(size);
        if (before != null && before.getValue().identity().equals(identity)) {
            return true;
        }
        Optional<LogSigningKey> key = find(identity);
        key.ifPresent(k -> bySize.put(size, new Held(identity, k, new CheckpointSigner(identity.origin(), k))));
        return key.isPresent();
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
