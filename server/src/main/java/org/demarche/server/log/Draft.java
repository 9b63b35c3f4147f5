package org.demarche.server.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.Outcome;
import org.demarche.escalation.Register;
import org.demarche.escalation.Tip;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Frontier;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoredEntry;

/**
 * What one turn at the end of the log would bring: the entries that other hubs have written since, and of what is submitted all that the rules let in. Nothing of
 * it is seen before {@link #adopt}, which is for when all of it is durable.
 */
final class Draft {
    private static final Refusal KEYLESS = new Refusal(
            Reason.NOT_READY,
            "the hub does not hold the log keys of the charter that this would adopt; its operator must install them first");

    private final Ledger.Batch batch;
    private final LogTree.Growth growth;
    private final Heads heads;
    private final Map<Sha256, StoredEntry> logged;
    private final Set<Sha256> absent = new HashSet<>();
    private final Map<Submission, Answer> answers = new LinkedHashMap<>();
    private final List<StoredEntry> followed = new ArrayList<>();
    private final List<StoredEntry> rows = new ArrayList<>();
    private final List<Entered> entered = new ArrayList<>();
    private final Map<Long, Charter> governing = new LinkedHashMap<>();

    /**
     * A draft that continues the log as {@code ledger} and {@code tree} have it.
     *
     * @param register every notice in the store
     * @param logged those of the notices to be drafted that the store had when it was asked, not long ago
     */
    Draft(
            Ledger ledger,
            LogTree tree,
            Heads heads,
            Register register,
            Map<Sha256, StoredEntry> logged,
            SignatureVerifier verifier) {
        // The fold asks again whether a notice is there already: the store was asked just before.
        this.batch = ledger.batch(id -> absent.contains(id) ? Optional.empty() : register.find(id), verifier);
        this.growth = tree.grow();
        this.heads = heads;
        this.logged = new HashMap<>(logged);
    }

    /** An entry with what stood after it. */
    private record Entered(Entry entry, Governance after, Optional<Incident> incident) {}

    /** Takes in an entry that another hub has written. */
    void follow(StoredEntry row) {
        row.identity().ifPresent(absent::add);
        entered(Replay.one(batch, row));
        growth.append(row.leaf());
        governing.put(row.index() + 1, charter());
        row.identity().ifPresent(id -> logged.put(id, row));
        followed.add(row);
    }

    /** Time of the newest entry so far, in milliseconds since 1970 UTC. */
    long lastAcceptedAtMs() {
        return batch.lastAcceptedAtMs();
    }

    /** The charter that governs behind the last entry so far. */
    Charter charter() {
        return batch.governance().charter();
    }

    /**
     * Appends of {@code submissions} what the rules let in.
     *
     * @param keyless those that have turned out to adopt a charter whose log keys the hub does not hold
     * @return one more of that kind: the draft is then spoilt
     */
    Optional<Submission> take(List<Submission> submissions, Set<Submission> keyless, long nowMs) {
        for (Submission submission : submissions) {
            if (keyless.contains(submission)) {
                refuse(submission, KEYLESS);
            } else {
                take(submission, nowMs);
            }
            if (!heads.hold(charter().log())) {
                return Optional.of(submission);
            }
        }
        return Optional.empty();
    }

    /** Notes why a submission is not taken. */
    void refuse(Submission submission, Refusal refusal) {
        answers.put(submission, new Answer.Refused(refusal));
    }

    private void take(Submission submission, long nowMs) {
        Optional<StoredEntry> before = submission.identity().flatMap(id -> Optional.ofNullable(logged.get(id)));
        if (before.isPresent()) {
            answers.put(submission, new Answer.Logged(before.get()));
            return;
        }
        submission.identity().ifPresent(absent::add);
        Optional<Tip> tip = batch.governanceTip();
        Outcome outcome = batch.append(submission.content(), nowMs);
        if (outcome instanceof Outcome.Refused refused) {
            answers.put(submission, new Answer.Refused(refused.refusal(), Optional.of(judged(submission, nowMs))));
            return;
        }
        Entry entry = ((Outcome.Appended) outcome).entry();
        entered(entry);
        StoredEntry row = row(entry, !batch.governanceTip().equals(tip));
        if (rows.isEmpty()) {
            // What others wrote filled these, and they have stored them.
            growth.takeTiles();
        }
        growth.append(row.leaf());
        rows.add(row);
        row.identity().ifPresent(id -> logged.put(id, row));
        governing.put(row.index() + 1, charter());
        answers.put(submission, new Answer.Logged(row));
    }

    private void entered(Entry entry) {
        entered.add(new Entered(entry, batch.governance(), entry.incident().flatMap(batch::incident)));
    }

    private Judged judged(Submission submission, long nowMs) {
        return new Judged(
                Frontier.read(growth.size(), growth::node).head(),
                nowMs,
                batch.governanceTip().orElseThrow().leaf(),
                Entry.incidentOf(submission.content()).flatMap(batch::tip).map(Tip::leaf));
    }

    /** The row that holds an entry. */
    static StoredEntry row(Entry entry, boolean governance) {
        return new StoredEntry(
                entry.index(), entry.encoded(), entry.leaf(), entry.noticeId(), entry.incident(), governance);
    }

    /** What is to be stored; empty if there is nothing of this hub's own. */
    Optional<StoreBatch> toStore() {
        return rows.isEmpty() ? Optional.empty() : Optional.of(new StoreBatch(rows, growth.takeTiles()));
    }

    /** Whether what it brings is all of other hubs' making. */
    boolean restsOnOthers() {
        return rows.isEmpty() && !followed.isEmpty();
    }

    /** Whether the log would not grow. */
    boolean isEmpty() {
        return followed.isEmpty() && rows.isEmpty();
    }

    /** Makes all of it part of the log, now that it is durable. */
    void adopt(Entries entries, CharterReigns reigns) {
        batch.adopt();
        growth.adopt();
        entries.remember(followed);
        entries.remember(rows);
        entries.durable(growth.size());
        governing.forEach((size, charter) -> {
            heads.from(size, charter.log());
            reigns.from(size, charter);
        });
    }

    /** Tells of the entries, those of others first. */
    void tell(EntryListener listener) {
        entered.forEach(e -> listener.entered(e.entry(), e.after(), e.incident()));
    }

    /** The answer to everything that was taken, each the last word on it once the draft is adopted. */
    Map<Submission, Answer> answers() {
        return answers;
    }
}
