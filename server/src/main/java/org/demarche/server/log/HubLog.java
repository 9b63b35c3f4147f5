package org.demarche.server.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.Tip;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredEntry;

/**
 * The log's state: ledger, tree, and what of it is published, which may be read by any thread. It grows by the {@link Appender} alone, on the sequencer's thread.
 */
public final class HubLog {
    private static final int CHECKPOINTS_IN_MEMORY = 256;

    private final LogStore store;
    private final Heads heads;
    private final SignatureVerifier verifier;
    private final Ledger ledger = Ledger.empty();
    private final Entries entries;
    private final LogTree tree;
    private final PostedCharters charters = new PostedCharters();
    private final CharterReigns reigns = new CharterReigns();
    private final ClockStarts clockStarts = new ClockStarts();
    private final ForkAlarm forks = new ForkAlarm();
    private final Cache<Long, ByteString> checkpoints =
            Caffeine.newBuilder().maximumSize(CHECKPOINTS_IN_MEMORY).build();
    private final EntryListener entryListener;
    private final List<LogListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Published published;
    /** Incidents that have moved since the listeners were last told: what was half taken in before a failure is told with the rest. */
    private final Set<Sha256> untold = new LinkedHashSet<>();

    private Optional<Tip> toldTip = Optional.empty();

    /**
     * Replays what {@code store} holds.
     *
     * @param heads where its heads come from
     * @param verifier checks proofs of possession
     * @param bytesInMemory how many bytes of entries to keep at hand
     * @throws StoreException if the store is empty, cannot be read, or holds what this hub would not have written
     */
    public HubLog(LogStore store, Heads heads, SignatureVerifier verifier, long bytesInMemory) {
        this(store, heads, verifier, bytesInMemory, EntryListener.NONE);
    }

    /** The same with somebody who is told of every entry. */
    public HubLog(
            LogStore store, Heads heads, SignatureVerifier verifier, long bytesInMemory, EntryListener entryListener) {
        this.store = store;
        this.entryListener = entryListener;
        this.heads = heads;
        this.verifier = verifier;
        this.entries = new Entries(store, bytesInMemory);
        this.tree = new LogTree(store, 0);
        if (store.size() == 0) {
            throw new StoreException(
                    Kind.FAILED, "the log is empty: run demarche hub init with the text of the charter first");
        }
        catchUp();
        this.published = snapshot();
        clockStarts.see(ledger);
        told();
    }

    /** The log as it stands. */
    public Published published() {
        return published;
    }

    /** The published entry that holds the notice with this identity, however long ago it was logged. */
    public Optional<StoredEntry> ofNotice(Sha256 identity) {
        return entries.ofNotice(identity).filter(entry -> entry.index() < published.size());
    }

    /** Its entries; those that the store has just taken may not be published yet. */
    public Entries entries() {
        return entries;
    }

    /** Its tree. */
    public LogTree tree() {
        return tree;
    }

    /** The texts of charters that were posted in it. */
    public PostedCharters charters() {
        return charters;
    }

    /** Which charter governs where. */
    public CharterReigns reigns() {
        return reigns;
    }

    /** The entries that started a clock. */
    public ClockStarts clockStarts() {
        return clockStarts;
    }

    /** Whether it may have another history beside this one. */
    public ForkAlarm forks() {
        return forks;
    }

    /** The public half of the key pair that signs heads of this size: the one that the charter names which governs behind the last entry. */
    public LogPublicKey keyAt(long size) {
        return heads.keyAt(size);
    }

    /** That key pair, if this hub holds the log's keys. */
    public Optional<LogSigningKey> signingKeyAt(long size) {
        return heads.signingKeyAt(size);
    }

    /**
     * The greatest size up to {@code most} whose head is signed with the same key pair as the head of {@code size}: keys that a successor charter has replaced
     * sign nothing beyond its adoption.
     */
    public long signedAlike(long size, long most) {
        return heads.lastLike(size, most);
    }

    /** Up to when, in milliseconds since 1970 UTC, this hub knows what is in the log: states of a later time would leave out what it has not seen. */
    public long knownUntilMs() {
        return heads.knownUntilMs();
    }

    /** Its store. */
    public LogStore store() {
        return store;
    }

    /** Where its heads come from. */
    Heads heads() {
        return heads;
    }

    /** How many entries its tree has; as many as are published, but for a moment while it grows. */
    long size() {
        return tree.head().size();
    }

    /** From now on {@code listener} is told of every growth. */
    public void addListener(LogListener listener) {
        listeners.add(listener);
    }

    /** Every incident; before the sequencer runs. */
    public Collection<Incident> incidents() {
        return ledger.incidents();
    }

    /**
     * A signed note over the log as it was with {@code size} entries: on any hub if that is a multiple of {@link Heads#EVERY} or the last size under its key pair; a hub
     * that holds the log's keys has one for every size.
     *
     * @throws IndexOutOfBoundsException if it has fewer
     * @throws StoreException if there is none to be had
     */
    public ByteString checkpointAt(long size) {
        Published newest = published;
        return size == newest.size() ? newest.checkpoint() : checkpoints.get(size, n -> heads.note(tree.headAt(n)));
    }

    /** A note over what was published, signed anew, with the present time, by a hub that holds the log's keys. */
    ByteString signAnew(Published then) {
        return heads.note(then.head());
    }

    /** A draft that continues the log as it stands. */
    Draft draft(Map<Sha256, StoredEntry> logged) {
        return new Draft(ledger, tree, heads, entries, logged, verifier);
    }

    /** Makes a draft part of the log, now that it is durable. */
    void adopt(Draft draft) {
        draft.adopt(entries, reigns);
        draft.tell(this::note);
        publish();
    }

    /** Whether taking in what others wrote was cut off between the ledger and the tree. */
    boolean isTorn() {
        return ledger.size() > size();
    }

    /**
     * Takes in what stands in the store, as far as it may be shown.
     *
     * @throws StoreException if that cannot be read, or is not the log that was published
     */
    void takeIn() {
        catchUp();
        publish();
    }

    private void publish() {
        clockStarts.see(ledger);
        published = snapshot();
        Map<Sha256, Incident> moved = new LinkedHashMap<>();
        if (!ledger.governanceTip().equals(toldTip)) {
            // One that governance has just closed is told of too: nobody has seen it yet, and it is to be marked.
            ledger.incidents().stream()
                    .filter(i -> i.phase() != Incident.Phase.CLOSED || i.unmarked())
                    .forEach(i -> moved.put(i.id(), i));
        }
        untold.forEach(id -> ledger.incident(id).ifPresent(i -> moved.put(id, i)));
        told();
        listeners.forEach(listener -> listener.grown(published, moved.values()));
    }

    private void told() {
        untold.clear();
        toldTip = ledger.governanceTip();
    }

    private void note(Entry entry, Governance after, Optional<Incident> incident) {
        charters.see(entry);
        entry.incident().ifPresent(untold::add);
        entryListener.entered(entry, after, incident);
    }

    private Published snapshot() {
        Head head = tree.head();
        return new Published(
                head,
                heads.note(head),
                ledger.lastAcceptedAtMs(),
                ledger.governance(),
                ledger.governanceTip().orElseThrow().leaf());
    }

    /** Takes in what stands in the store, as far as it may be shown: at the start, when others have written, and after a commit whose end was not learnt. */
    private void catchUp() {
        long durable = heads.durable();
        heads.requireNothingLost(durable, tree);
        Replay.telling(ledger, store, durable, entries, verifier, (entry, after, incident) -> {
            heads.requireKeys(after.charter());
            heads.from(entry.index() + 1, after.charter().log());
            reigns.from(entry.index() + 1, after.charter());
            note(entry, after, incident);
        });
        if (ledger.size() < durable) {
            throw new StoreException(
                    Kind.FAILED, "the store shows " + ledger.size() + " of " + durable + " entries: it has gone back");
        }
        tree.extend(durable);
        entries.durable(durable);
    }
}
