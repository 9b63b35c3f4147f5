package org.demarche.server.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;
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
import org.demarche.escalation.Entry;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.Tip;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
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
    private final Heads heads;
    private final SignatureVerifier verifier;
    private final Ledger ledger = Ledger.empty();
    private final Entries entries;
    private final LogTree tree;
    private final PostedCharters charters = new PostedCharters();
    private final CharterReigns reigns = new CharterReigns();
    private final ClockStarts clockStarts = new ClockStarts();
    private final Cache<Long, ByteString> checkpoints =
            Caffeine.newBuilder().maximumSize(CHECKPOINTS_IN_MEMORY).build();
    private final List<LogListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Published published;
    private volatile Optional<String> whyNotWritable = Optional.empty();
    private volatile Optional<String> whyNotFollowing = Optional.empty();
    private boolean mayHoldMore;
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
        this.store = store;
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
            unsafe = heads.whyUnsafe();
            whyNotWritable = unsafe.or(() -> whyNotWritable);
            if (store.isShared() || unsafe.isEmpty() && whyNotWritable.isPresent()) {
                heads.durable();
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

    /**
     * Appends what the rules let in, as one transaction, and answers every submission.
     *
     * @param submissions in the order in which they are to be appended
     * @param clock tells the time of all of them
     */
    void commit(List<Submission> submissions, LogClock clock) {
        // Taking in what others wrote may have been cut off between the ledger and the tree.
        boolean torn = ledger.size() > tree.head().size();
        if ((mayHoldMore || torn) && !takeInWhatIsStored()) {
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
        Draft draft = new Draft(ledger, tree, heads, entries, logged, verifier);
        others.forEach(draft::follow);
        heads.requireKeys(draft.charter());
        return draft;
    }

    /** The entries that others have written since, of a store that must still hold what this hub has published. */
    private List<StoredEntry> unseen(long end) {
        heads.requireNothingLost(end, tree);
        long begin = tree.head().size();
        return begin == end ? List.of() : store.entries(begin, (int) (end - begin));
    }

    private void adopt(Draft draft) {
        draft.adopt(entries, reigns);
        draft.entries().forEach(this::note);
        publish();
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
            if (heads.visible() > tree.head().size()) {
                takeIn();
            }
            whyNotFollowing = Optional.empty();
            return true;
        } catch (StoreException e) {
            if (e.kind() == Kind.DAMAGED) {
                throw e;
            }
            Optional<String> why = Optional.of(String.valueOf(e.getMessage()));
            if (!whyNotFollowing.equals(why)) {
                LOG.error("what other hubs have written could not be taken in: {}", e.getMessage());
            }
            whyNotFollowing = why;
            return false;
        }
    }

    /**
     * A commit whose end was not learnt may have been one: what the store holds is the log.
     *
     * @return whether that was learnt; if not, the next commit looks first
     */
    private boolean takeInWhatIsStored() {
        mayHoldMore = true;
        try {
            long size;
            // Whoever has the turn knows that no commit is still on its way.
            try (Turn turn = store.turn()) {
                size = turn.size();
            }
            heads.requireNothingLost(size, tree);
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

    private void note(Entry entry) {
        charters.see(entry);
        entry.incident().ifPresent(untold::add);
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
        Replay.into(ledger, store, durable, entries, verifier, (entry, after) -> {
            heads.requireKeys(after.charter());
            heads.from(entry.index() + 1, after.charter().log());
            reigns.from(entry.index() + 1, after.charter());
            note(entry);
        });
        if (ledger.size() < durable) {
            throw new StoreException(
                    Kind.FAILED, "the store shows " + ledger.size() + " of " + durable + " entries: it has gone back");
        }
        tree.extend(durable);
        entries.durable(durable);
    }
}
