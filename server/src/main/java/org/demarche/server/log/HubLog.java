package org.demarche.server.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.demarche.charter.Charter;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.Outcome;
import org.demarche.escalation.Tip;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's state and its only way to grow: fold check, index and chains, one durable transaction, then head, signature and publication. What it publishes may
 * be read by any thread; {@link #commit} is for the sequencer's thread alone.
 */
public final class HubLog {
    private static final Logger LOG = LoggerFactory.getLogger(HubLog.class);
    private static final int CHECKPOINTS_IN_MEMORY = 256;

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
        this.tree = new LogTree(store);
        if (store.size() == 0) {
            throw new StoreException(
                    Kind.FAILED, "the log is empty: run demarche hub init with the text of the charter first");
        }
        catchUp();
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

    /** Why the store could not be written, in a sentence for the operator; empty: the last attempt succeeded. */
    public Optional<String> whyNotWritable() {
        return whyNotWritable;
    }

    /** After a failure, tries whether the store can be written again. May take as long as the medium takes. */
    public void probe() {
        if (whyNotWritable.isEmpty()) {
            return;
        }
        try {
            store.confirm();
            whyNotWritable = Optional.empty();
        } catch (StoreException e) {
            whyNotWritable = Optional.of(String.valueOf(e.getMessage()));
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
     * @param nowMs the time of all of them, in milliseconds since 1970 UTC
     */
    void commit(List<Submission> submissions, long nowMs) {
        if (mayHoldMore && !takeInWhatIsStored()) {
            unknown(submissions);
            return;
        }
        List<Submission> left = new ArrayList<>(submissions);
        for (Optional<Submission> keyless = tryAll(left, nowMs); keyless.isPresent(); keyless = tryAll(left, nowMs)) {
            left.remove(keyless.get());
            keyless.get()
                    .answer()
                    .complete(
                            new Answer.Refused(
                                    new Refusal(
                                            Reason.NOT_READY,
                                            "the hub does not hold the log keys of the charter that this would adopt; its operator must install them first")));
        }
    }

    /** Commits and answers all of them; or does nothing, and tells which one would adopt a charter whose log keys the hub does not hold. */
    private Optional<Submission> tryAll(List<Submission> submissions, long nowMs) {
        Set<Sha256> absent = new HashSet<>();
        // The fold asks again whether a notice is there already: the store was asked just before.
        Ledger.Batch batch = ledger.batch(id -> absent.contains(id) ? Optional.empty() : entries.find(id), verifier);
        Map<Submission, Answer> answers = new LinkedHashMap<>();
        Map<Sha256, StoredEntry> fresh = new HashMap<>();
        List<StoredEntry> rows = new ArrayList<>();
        Map<Long, Charter.LogIdentity> signing = new LinkedHashMap<>();
        for (Submission submission : submissions) {
            Optional<StoredEntry> before = submission
                    .identity()
                    .flatMap(id -> Optional.ofNullable(fresh.get(id)).or(() -> entries.ofNotice(id)));
            if (before.isPresent()) {
                answers.put(submission, new Answer.Logged(before.get()));
            } else {
                submission.identity().ifPresent(absent::add);
                answers.put(submission, append(batch, submission, nowMs, fresh, rows));
            }
            Charter.LogIdentity identity = batch.governance().charter().log();
            if (!signers.hold(identity)) {
                return Optional.of(submission);
            }
            signing.put((long) rows.size(), identity);
        }
        if (!rows.isEmpty()) {
            LogTree.Growth growth = tree.grow();
            rows.forEach(row -> growth.append(row.leaf()));
            try {
                store.append(new StoreBatch(rows, growth.tiles()));
            } catch (StoreException e) {
                // Refusals too may rest on entries of this batch, so none of its answers holds.
                fail(submissions, e);
                return Optional.empty();
            }
            whyNotWritable = Optional.empty();
            batch.adopt();
            growth.adopt();
            entries.remember(rows);
            batch.entries().forEach(charters::see);
            signing.forEach((count, identity) -> signers.from(rows.get(0).index() + count, identity));
            publish(batch.entries(), rows.stream().anyMatch(StoredEntry::governance));
        }
        answers.forEach((submission, answer) -> submission.answer().complete(answer));
        return Optional.empty();
    }

    private Answer append(
            Ledger.Batch batch,
            Submission submission,
            long nowMs,
            Map<Sha256, StoredEntry> fresh,
            List<StoredEntry> rows) {
        Optional<Tip> tip = batch.governanceTip();
        Outcome outcome = batch.append(submission.content(), nowMs);
        if (outcome instanceof Outcome.Refused refused) {
            return new Answer.Refused(refused.refusal());
        }
        StoredEntry row =
                row(((Outcome.Appended) outcome).entry(), !batch.governanceTip().equals(tip));
        rows.add(row);
        row.identity().ifPresent(id -> fresh.put(id, row));
        return new Answer.Logged(row);
    }

    /** The row that holds an entry. */
    static StoredEntry row(Entry entry, boolean governance) {
        return new StoredEntry(
                entry.index(), entry.encoded(), entry.leaf(), entry.noticeId(), entry.incident(), governance);
    }

    private static void unknown(List<Submission> submissions) {
        Answer answer = new Answer.Unknown(
                "the hub cannot read its store, and does not know whether the notice was logged; send it again later");
        submissions.forEach(s -> s.answer().complete(answer));
    }

    private void fail(List<Submission> submissions, StoreException e) {
        LOG.error("a batch of {} could not be stored: {}", submissions.size(), e.getMessage());
        whyNotWritable = e.kind() == Kind.CONFLICT ? Optional.empty() : Optional.of(String.valueOf(e.getMessage()));
        Reason reason = e.kind() == Kind.FULL || e.kind() == Kind.READ_ONLY ? Reason.DISK_FULL : Reason.NOT_READY;
        Answer notLogged = new Answer.Refused(
                new Refusal(reason, "the hub could not store the notice, nothing was logged; send it again later"));
        if (!takeInWhatIsStored()) {
            unknown(submissions);
            return;
        }
        submissions.forEach(s -> s.answer()
                .complete(s.identity()
                        .flatMap(this::ofNotice)
                        .<Answer>map(Answer.Logged::new)
                        .orElse(notLogged)));
    }

    /**
     * A commit whose end was not learnt may have been one, and another process may have written: what the store holds is the log.
     *
     * @return whether the store could be read; if not, the next commit looks first
     */
    private boolean takeInWhatIsStored() {
        try {
            mayHoldMore = true;
            if (store.size() != tree.head().size()) {
                catchUp();
                published = snapshot();
                listeners.forEach(listener -> listener.grown(published, ledger.incidents()));
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

    private void publish(List<Entry> added, boolean governanceMoved) {
        published = snapshot();
        Map<Sha256, Incident> moved = new LinkedHashMap<>();
        if (governanceMoved) {
            ledger.unclosedIncidents().forEach(i -> moved.put(i.id(), i));
        }
        added.forEach(e -> e.incident().flatMap(ledger::incident).ifPresent(i -> moved.put(i.id(), i)));
        listeners.forEach(listener -> listener.grown(published, moved.values()));
    }

    private Published snapshot() {
        Head head = tree.head();
        return new Published(head, sign(head), ledger.lastAcceptedAtMs(), ledger.governance());
    }

    private void see(Entry entry, Governance after) {
        charters.see(entry);
        Charter charter = after.charter();
        if (!signers.from(entry.index() + 1, charter.log())) {
            throw new StoreException(
                    Kind.FAILED,
                    "version " + charter.version()
                            + " of the charter names log keys that this hub does not hold: log.keystore or log.other_keystores must have ed25519 "
                            + charter.log().ed25519().fingerprint() + " and ml_dsa_44 "
                            + charter.log().mlDsa44().fingerprint());
        }
    }

    /** Takes in entries of the store that this process has not seen: at the start, and after a commit whose end it did not learn. */
    private void catchUp() {
        Replay.into(ledger, store, entries, verifier, this::see);
        tree.reload();
    }
}
