package org.demarche.server.log;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.demarche.charter.Charter;
import org.demarche.charter.Charter.LogIdentity;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Head;
import org.demarche.server.store.HeadStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredHead;
import org.demarche.time.Dtg;

/**
 * The heads of a hub that only reads, without the log's private keys: it shows exactly what the newest head covers that a hub of the log has left. Whatever else the
 * store may show by then, a standby can yet lose. Each is verified, and held against the tree over the entries, before anything under it is shown.
 */
public final class StoredHeads implements Heads {
    /** A hub of the log leaves a head at least every few seconds; one that is older says that something stands still. */
    private static final long OLDEST_MS = 20_000;

    private final HeadStore store;
    private final String place;
    private final LongSupplier wallMs;
    private final LogPairs<Known> pairs;
    private Optional<StoredHead> newest = Optional.empty();
    private Optional<VerifiedCheckpoint> shown = Optional.empty();

    /** The public half of a key pair and what verifies with it. */
    private record Known(LogPublicKey key, CheckpointVerifier verifier) {}

    /**
     * Heads that were left in {@code store}.
     *
     * @param place names the store, for a sentence
     * @param keys the public halves of the log's key pairs: every one that a charter of this log has named
     * @param wallMs this machine's clock, to tell how old a head is
     */
    public StoredHeads(HeadStore store, String place, LogKeys keys, LongSupplier wallMs) {
        this.store = store;
        this.place = place;
        this.wallMs = wallMs;
        this.pairs = new LogPairs<>(identity ->
                keys.pair(identity).map(key -> new Known(key, new CheckpointVerifier(identity.origin(), key))));
    }

    @Override
    public long visible() {
        return look().size();
    }

    /** What {@link #visible} has found is not asked for again: it is the head to be shown. */
    @Override
    public synchronized long durable() {
        return newest.filter(head -> head.size() > shownSize())
                .orElseGet(this::look)
                .size();
    }

    private synchronized StoredHead look() {
        StoredHead found = store.newest()
                .orElseThrow(
                        () -> new StoreException(
                                Kind.FAILED,
                                place
                                        + " holds no head of the log yet: start a hub of this release that writes, it leaves them"));
        if (found.size() < shownSize()) {
            throw new StoreException(
                    Kind.FAILED,
                    place + " shows " + found.size() + " entries, and this hub has shown " + shownSize()
                            + " before: wait until the standby has caught up, the hub goes on by itself");
        }
        newest = Optional.of(found);
        if (found.size() == shownSize()) {
            show(open(found.note(), found.size()));
        }
        return found;
    }

    private synchronized long shownSize() {
        return shown.map(checkpoint -> checkpoint.head().size()).orElse(0L);
    }

    /** That the log only grows is shown by its heads: each is over the tree as this hub has it. */
    @Override
    public void requireNothingLost(long size, LogTree tree) {
        if (size < tree.head().size()) {
            throw new IllegalArgumentException(
                    "size: " + size + " (expected: at least " + tree.head().size() + ")");
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
                            + " of the charter names log keys that this hub does not know: log.pub must have ed25519 "
                            + charter.log().ed25519().fingerprint() + " and ml_dsa_44 "
                            + charter.log().mlDsa44().fingerprint() + ": copy it from a hub that writes, and restart");
        }
    }

    @Override
    public void from(long size, LogIdentity identity) {
        pairs.from(size, identity);
    }

    @Override
    public LogPublicKey keyAt(long size) {
        return pairs.at(size).key();
    }

    @Override
    public Optional<LogSigningKey> signingKeyAt(long size) {
        return Optional.empty();
    }

    @Override
    public long lastLike(long size, long most) {
        return pairs.lastLike(size, most);
    }

    @Override
    public ByteString note(Head head) {
        ByteString note = noteOf(head.size());
        VerifiedCheckpoint checkpoint = open(note, head.size());
        if (!checkpoint.head().equals(head)) {
            throw new StoreException(
                    Kind.DAMAGED,
                    "the entries in " + place + " do not have the root that the log signed over " + head.size()
                            + " of them: stop every hub of this log and run demarche hub fsck");
        }
        show(checkpoint);
        return note;
    }

    private ByteString noteOf(long size) {
        Optional<StoredHead> found;
        synchronized (this) {
            found = newest.filter(head -> head.size() == size);
        }
        return found.or(() -> store.head(size))
                .orElseThrow(() ->
                        new StoreException(Kind.FAILED, place + " holds no head of the log at " + size + " entries"))
                .note();
    }

    private VerifiedCheckpoint open(ByteString note, long size) {
        try {
            return pairs.at(size).verifier().open(note.toByteArray());
        } catch (NoteException e) {
            throw new StoreException(
                    Kind.DAMAGED,
                    "the head of " + size + " entries in " + place + " is not one that the log signed ("
                            + e.refusal().sentence() + "): do not believe what is in it",
                    e);
        }
    }

    private synchronized void show(VerifiedCheckpoint checkpoint) {
        long size = checkpoint.head().size();
        if (size > shownSize() || size == shownSize() && checkpoint.signedAt().toEpochMilli() > knownUntilMs()) {
            shown = Optional.of(checkpoint);
        }
    }

    /** When the newest head was signed: entries that came later are not seen yet. */
    @Override
    public synchronized long knownUntilMs() {
        return shown.map(checkpoint -> checkpoint.signedAt().toEpochMilli()).orElse(0L);
    }

    @Override
    public Optional<String> whyUnsafe() {
        look();
        long ageMs = wallMs.getAsLong() - knownUntilMs();
        return ageMs <= OLDEST_MS
                ? Optional.empty()
                : Optional.of(
                        "the newest head of the log in " + place + " is of " + Dtg.of(knownUntilMs())
                                + ": the standby lags, or no hub that writes is running; this hub shows the log as it was then, and goes on by itself");
    }
}
