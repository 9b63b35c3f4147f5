package org.demarche.server.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.demarche.charter.Charter;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.Tip;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.clock.Reading;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.Turn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's state and its only way to grow: fold check, index and chains, one durable transaction, then head, signature and publication. What it publishes may
 * be read by any thread; {@link #commit} is for the sequencer's thread alone.
 */
public final class HubLog {
    private static final Logger LOG = LoggerFactory.getLogger(HubLog.class);
    private static final int CHECKPOINTS_IN_MEMORY = 256;
    private static final int READ_IN_A_TURN = 256;

    private final LogStore store;
    private final SignatureVerifier verifier;
    private final LongSupplier wallMs;
    private final Ledger ledger = Ledger.empty();
    private final Entries entries;
    private final LogTree tree;
    private final PostedCharters charters = new PostedCharters();
    private final LogSigners signers;
    private final Cache<Long, ByteString> checkpoints =
            Caffeine.newBuilder().maximumSize(CHECKPOINTS_IN_MEMORY).build();
    private final List<LogListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Published published;
    private volatile Optional<String> whyNotWritable = Optional.empty();
    private volatile Optional<String> whyNotFollowing = Optional.empty();
    private boolean mayHoldMore;

    /**
     * Replays what {@code store} holds.
     *
     * @param keys the log's key pairs: every one that a charter of this log has named, and one that the next may name
     * @param verifier checks proofs of possession
     * @param wallMs the time to sign heads at
     * @param bytesInMemory how many bytes of entries to keep at hand
     * @throws StoreException if the store is empty, cannot be read, or holds what this hub would not have written
     */
    public HubLog(
            LogStore store,
            Collection<LogSigningKey> keys,
            SignatureVerifier verifier,
            LongSupplier wallMs,
            long bytesInMemory) {
        this.store = store;
        this.verifier = verifier;
        this.signers = new LogSigners(keys);
        this.wallMs = wallMs;
        this.entries = new Entries(store, bytesInMemory);
        this.tree = new LogTree(store, 0);
        if (store.size() == 0) {
            throw new StoreException(
                    Kind.FAILED, "the log is empty: run demarche hub init with the text of the charter first");
        }
        catchUp(entry -> {});
        this.published = snapshot();
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

    /** The key pair that signs heads of this size: the one that the charter names which governs behind the last entry. */
    public LogSigningKey keyAt(long size) {
        return signers.at(size).key();
    }

    /**
     * The greatest size up to {@code most} whose head is signed with the same key pair as the head of {@code size}: keys that a successor charter has replaced
     * sign nothing beyond its adoption.
     */
    public long signedAlike(long size, long most) {
        return signers.lastLike(size, most);
    }

    /** Its store. */
    public LogStore store() {
        return store;
    }

    /** Why the log cannot grow at present, in a sentence for the operator; empty: the last attempts succeeded. */
    public Optional<String> whyNotWritable() {
        return whyNotWritable.or(() -> whyNotFollowing);
    }

    /**
     * Asks the store whether it is safe, and tries whether it can be written: after a failure, and always if others write to it as well, since only a write of one's own
     * shows that this is still the store of all. May take as long as the medium takes.
     *
     * @return whether the store has answered; also when nobody can write to it
     */
    public boolean probe() {
        Optional<String> unsafe = Optional.empty();
        try {
            unsafe = store.whyUnsafe();
            whyNotWritable = unsafe.or(() -> whyNotWritable);
            if (store.isShared() || unsafe.isEmpty() && whyNotWritable.isPresent()) {
                store.confirm();
            }
            whyNotWritable = unsafe;
            return true;
        } catch (StoreException e) {
            whyNotWritable = unsafe.or(() -> Optional.of(String.valueOf(e.getMessage())));
            return e.kind() == Kind.FULL || e.kind() == Kind.READ_ONLY;
        }
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
     * A signed note over the log as it was with {@code size} entries.
     *
     * @throws IndexOutOfBoundsException if it has fewer
     */
    public ByteString checkpointAt(long size) {
        Published newest = published;
        return size == newest.size() ? newest.checkpoint() : checkpoints.get(size, n -> sign(tree.headAt(n)));
    }

    private ByteString sign(Head head) {
        return ByteString.copyFrom(
                signers.at(head.size()).signer().sign(head, Instant.ofEpochMilli(wallMs.getAsLong())));
    }

    /**
     * Appends what the rules let in, as one transaction, and answers every submission.
     *
     * @param submissions in the order in which they are to be appended
     * @param clock tells the time of all of them
     */
    void commit(List<Submission> submissions, LogClock clock) {
        if (mayHoldMore && !takeInWhatIsStored()) {
            unknown(submissions);
            return;
        }
        Draft draft;
        try {
            draft = inATurn(submissions, clock);
            if (draft.restsOnOthers()) {
                // Only a write of one's own says that what another hub wrote is durable.
                store.confirm();
            }
        } catch (StoreException e) {
            fail(submissions, e);
            return;
        }
        if (!draft.isEmpty()) {
            whyNotWritable = Optional.empty();
            adopt(draft);
        }
        draft.answers().forEach((submission, answer) -> submission.answer().complete(answer));
    }

    /** Drafts what the submissions come to, and stores what of it is this hub's own. */
    private Draft inATurn(List<Submission> submissions, LogClock clock) {
        while (true) {
            Map<Sha256, StoredEntry> logged = lookUp(submissions);
            try (Turn turn = store.turn()) {
                if (turn.size() - tree.head().size() <= READ_IN_A_TURN) {
                    Draft draft = draft(turn, submissions, logged, clock);
                    draft.toStore().ifPresent(batch -> commit(turn, batch));
                    return draft;
                }
            }
            takeIn();
        }
    }

    private void commit(Turn turn, StoreBatch batch) {
        mayHoldMore = true;
        turn.commit(batch);
        mayHoldMore = false;
    }

    /** Those of the notices that this hub knows to be in the log. Asked before the turn, so that nobody waits for it: what is written meanwhile, the turn brings. */
    private Map<Sha256, StoredEntry> lookUp(List<Submission> submissions) {
        Map<Sha256, StoredEntry> logged = new HashMap<>();
        submissions.forEach(s -> s.identity()
                .flatMap(entries::ofNotice)
                .filter(e -> e.index() < tree.head().size())
                .ifPresent(e -> logged.put(e.identity().orElseThrow(), e)));
        return logged;
    }

    private Draft draft(Turn turn, List<Submission> submissions, Map<Sha256, StoredEntry> logged, LogClock clock) {
        List<StoredEntry> others = unseen(turn.size());
        Draft draft = follow(others, logged);
        Reading reading = clock.read(draft.lastAcceptedAtMs(), draft.charter().skewMs(), turn.clockMs());
        if (reading instanceof Reading.Unsound unsound) {
            Refusal refusal = new Refusal(Reason.HUB_CLOCK, unsound.sentence());
            submissions.forEach(s -> draft.refuse(s, refusal));
            return draft;
        }
        long nowMs = ((Reading.Sound) reading).nowMs();
        Set<Submission> keyless = new HashSet<>();
        Draft attempt = draft;
        for (Optional<Submission> next = attempt.take(submissions, keyless, nowMs);
                next.isPresent();
                next = attempt.take(submissions, keyless, nowMs)) {
            keyless.add(next.get());
            attempt = follow(others, logged);
        }
        return attempt;
    }

    private Draft follow(List<StoredEntry> others, Map<Sha256, StoredEntry> logged) {
        Draft draft = new Draft(ledger, tree, signers, entries, logged, verifier);
        others.forEach(draft::follow);
        requireKeys(draft.charter());
        return draft;
    }

    /** The entries that others have written since, of a store that must still hold what this hub has published. */
    private List<StoredEntry> unseen(long end) {
        requireNothingLost(end);
        long begin = tree.head().size();
        return begin == end ? List.of() : store.entries(begin, (int) (end - begin));
    }

    private void adopt(Draft draft) {
        draft.adopt(entries);
        draft.entries().forEach(charters::see);
        publish(draft.entries().stream().flatMap(e -> e.incident().stream()).toList(), draft.movesGovernance());
    }

    private static void unknown(List<Submission> submissions) {
        Answer answer = new Answer.Unknown(
                "the hub cannot read its store, and does not know whether the notice was logged; send it again later");
        submissions.forEach(s -> s.answer().complete(answer));
    }

    private void fail(List<Submission> submissions, StoreException e) {
        if (e.kind() == Kind.DAMAGED) {
            throw e;
        }
        LOG.error("a batch of {} could not be stored: {}", submissions.size(), e.getMessage());
        whyNotWritable = e.kind() == Kind.CONFLICT ? Optional.empty() : Optional.of(String.valueOf(e.getMessage()));
        Reason reason = e.kind() == Kind.FULL || e.kind() == Kind.READ_ONLY ? Reason.DISK_FULL : Reason.NOT_READY;
        Answer notLogged = new Answer.Refused(
                new Refusal(reason, "the hub could not store the notice, nothing was logged; send it again later"));
        if (mayHoldMore && !takeInWhatIsStored()) {
            unknown(submissions);
            return;
        }
        try {
            Map<Sha256, StoredEntry> logged = lookUp(submissions);
            submissions.forEach(s -> s.answer()
                    .complete(s.identity()
                            .flatMap(id -> Optional.ofNullable(logged.get(id)))
                            .<Answer>map(Answer.Logged::new)
                            .orElse(notLogged)));
        } catch (StoreException unreadable) {
            unknown(submissions);
        }
    }

    /**
     * Takes in what other hubs have written, if they have; to be called when the store tells so.
     *
     * @return whether all of it is
     */
    boolean follow() {
        try {
            if (mayHoldMore) {
                return takeInWhatIsStored();
            }
            if (store.size() > tree.head().size()) {
                takeIn();
            }
            whyNotFollowing = Optional.empty();
            return true;
        } catch (StoreException e) {
            if (e.kind() == Kind.DAMAGED) {
                throw e;
            }
            LOG.error("what other hubs have written could not be taken in: {}", e.getMessage());
            whyNotFollowing = Optional.of(String.valueOf(e.getMessage()));
            return false;
        }
    }

    /**
     * A commit whose end was not learnt may have been one: what the store holds is the log.
     *
     * @return whether that was learnt; if not, the next commit looks first
     */
    private boolean takeInWhatIsStored() {
        try {
            long size;
            // Whoever has the turn knows that no commit is still on its way.
            try (Turn turn = store.turn()) {
                size = turn.size();
            }
            requireNothingLost(size);
            if (size > tree.head().size()) {
                takeIn();
            }
            mayHoldMore = false;
        } catch (StoreException e) {
            if (e.kind() == Kind.DAMAGED) {
                throw e;
            }
            LOG.error("the store cannot be read either: {}", e.getMessage());
        }
        return !mayHoldMore;
    }

    private void takeIn() {
        Optional<Tip> tip = ledger.governanceTip();
        Set<Sha256> moved = new LinkedHashSet<>();
        catchUp(entry -> entry.incident().ifPresent(moved::add));
        publish(moved, !ledger.governanceTip().equals(tip));
    }

    private void publish(Collection<Sha256> touched, boolean governanceMoved) {
        published = snapshot();
        Map<Sha256, Incident> moved = new LinkedHashMap<>();
        if (governanceMoved) {
            ledger.unclosedIncidents().forEach(i -> moved.put(i.id(), i));
        }
        touched.forEach(id -> ledger.incident(id).ifPresent(i -> moved.put(id, i)));
        listeners.forEach(listener -> listener.grown(published, moved.values()));
    }

    private Published snapshot() {
        Head head = tree.head();
        return new Published(head, sign(head), ledger.lastAcceptedAtMs(), ledger.governance());
    }

    /**
     * Takes in what stands in the store, as far as it is durable: at the start, when others have written, and after a commit whose end was not learnt.
     *
     * @param witness is told of every entry
     */
    private void catchUp(Consumer<Entry> witness) {
        long durable = store.confirm();
        requireNothingLost(durable);
        Replay.into(ledger, store, durable, entries, verifier, (entry, after) -> {
            requireKeys(after.charter());
            charters.see(entry);
            signers.from(entry.index() + 1, after.charter().log());
            witness.accept(entry);
        });
        tree.extend(durable);
        entries.durable(durable);
    }

    private void requireKeys(Charter charter) {
        if (!signers.hold(charter.log())) {
            throw new StoreException(
                    Kind.FAILED,
                    "version " + charter.version()
                            + " of the charter names log keys that this hub does not hold: log.keystore or log.other_keystores must have ed25519 "
                            + charter.log().ed25519().fingerprint() + " and ml_dsa_44 "
                            + charter.log().mlDsa44().fingerprint());
        }
    }

    /** The store must still hold what this hub has published. */
    private void requireNothingLost(long size) {
        long published = tree.head().size();
        if (size < published
                || published > 0 && !store.leaves(published - 1, 1).equals(List.of(tree.node(0, published - 1)))) {
            throw new StoreException(
                    Kind.DAMAGED,
                    "the store no longer holds the " + published
                            + " entries that this hub has signed for: stop every hub of this log and restore it before anything else is written");
        }
    }
}
