package org.demarche.server.log;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.demarche.charter.Charter;
import org.demarche.charter.Charter.LogIdentity;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Head;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;

/** The heads of a hub that holds the log's keys: it signs one whenever it is asked, over what its store has confirmed. */
public final class SignedHeads implements Heads {
    private final LogStore store;
    private final LongSupplier wallMs;
    private final LogPairs<Held> pairs;

    /** A key pair and what it signs with. */
    private record Held(LogSigningKey key, CheckpointSigner signer) {}

    /**
     * Heads of the log in {@code store}.
     *
     * @param keys the log's key pairs: every one that a charter of this log has named, and one that the next may name
     * @param wallMs the time to sign at
     */
    public SignedHeads(LogStore store, Collection<LogSigningKey> keys, LongSupplier wallMs) {
        this.store = store;
        this.wallMs = wallMs;
        List<LogSigningKey> all = List.copyOf(keys);
        this.pairs = new LogPairs<>(identity -> all.stream()
                .filter(key -> key.publicKey().ed25519Id().equals(identity.ed25519())
                        && key.publicKey().mlDsa44Id().equals(identity.mlDsa44()))
                .findFirst()
                .map(key -> new Held(key, new CheckpointSigner(identity.origin(), key))));
    }

    @Override
    public long visible() {
        return store.size();
    }

    @Override
    public long durable() {
        return store.confirm();
    }

    @Override
    public void requireNothingLost(long size, LogTree tree) {
        long published = tree.head().size();
        if (size < published
                || published > 0 && !store.leaves(published - 1, 1).equals(List.of(tree.node(0, published - 1)))) {
            throw new StoreException(
                    Kind.DAMAGED,
                    "the store no longer holds the " + published
                            + " entries that this hub has signed for: stop every hub of this log and restore it before anything else is written");
        }
    }

    @Override
    public boolean hold(LogIdentity identity) {
        return pairs.hold(identity);
    }

    @Override
    public void requireKeys(Charter charter) {
        if (!pairs.hold(charter.log())) {
            throw new StoreException(
                    Kind.FAILED,
                    "version " + charter.version()
                            + " of the charter names log keys that this hub does not hold: log.keystore or log.other_keystores must have ed25519 "
                            + charter.log().ed25519().fingerprint() + " and ml_dsa_44 "
                            + charter.log().mlDsa44().fingerprint());
        }
    }

    @Override
    public void from(long size, LogIdentity identity) {
        pairs.from(size, identity);
    }

    @Override
    public LogPublicKey keyAt(long size) {
        return pairs.at(size).key().publicKey();
    }

    @Override
    public Optional<LogSigningKey> signingKeyAt(long size) {
        return Optional.of(pairs.at(size).key());
    }

    @Override
    public long lastLike(long size, long most) {
        return pairs.lastLike(size, most);
    }

    @Override
    public ByteString note(Head head) {
        return ByteString.copyFrom(pairs.at(head.size()).signer().sign(head, Instant.ofEpochMilli(wallMs.getAsLong())));
    }

    /** It is told of what others write, and shows the present. */
    @Override
    public long knownUntilMs() {
        return Long.MAX_VALUE;
    }

    @Override
    public Optional<String> whyUnsafe() {
        return store.whyUnsafe();
    }
}
