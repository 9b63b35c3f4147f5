package org.demarche.server.log;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.hash.Sha256;
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
 * The log's only way to grow: fold check, index and chains, one durable transaction, and only then the log's state, with head, signature and publication. It takes in as
 * well what other hubs have written. {@link #commit} and {@link #follow} are for the sequencer's thread alone.
 */
public final class Appender {
    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);
    private static final int READ_IN_A_TURN = 256;

    private final HubLog log;
    private final LogStore store;
    private final Heads heads;
    private volatile Optional<String> whyNotWritable = Optional.empty();
    private volatile Optional<String> whyNotFollowing = Optional.empty();
    private boolean mayHoldMore;

    /** Appends to {@code log}, in its store. */
    public Appender(HubLog log) {
        this.log = log;
        this.store = log.store();
        this.heads = log.heads();
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

    /**
     * Appends what the rules let in, as one transaction, and answers every submission.
     *
     * @param submissions in the order in which they are to be appended
     * @param clock tells the time of all of them
     */
    void commit(List<Submission> submissions, LogClock clock) {
        if ((mayHoldMore || log.isTorn()) && !takeInWhatIsStored()) {
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
            log.adopt(draft);
        }
        draft.answers().forEach((submission, answer) -> submission.answer().complete(answer));
    }

    /** Drafts what the submissions come to, and stores what of it is this hub's own. */
    private Draft inATurn(List<Submission> submissions, LogClock clock) {
        while (true) {
            Map<Sha256, StoredEntry> logged = lookUp(submissions);
            try (Turn turn = store.turn()) {
                if (turn.size() - log.size() <= READ_IN_A_TURN) {
                    Draft draft = draft(turn, submissions, logged, clock);
                    draft.toStore().ifPresent(batch -> commit(turn, batch));
                    return draft;
                }
            }
            log.takeIn();
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
                .flatMap(log.entries()::ofNotice)
                .filter(e -> e.index() < log.size())
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
        Draft draft = log.draft(logged);
        others.forEach(draft::follow);
        heads.requireKeys(draft.charter());
        return draft;
    }

    /** The entries that others have written since, of a store that must still hold what this hub has published. */
    private List<StoredEntry> unseen(long end) {
        heads.requireNothingLost(end, log.tree());
        long begin = log.size();
        return begin == end ? List.of() : store.entries(begin, (int) (end - begin));
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
            if (heads.visible() > log.size()) {
                log.takeIn();
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
            heads.requireNothingLost(size, log.tree());
            if (size > log.size()) {
                log.takeIn();
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
}
