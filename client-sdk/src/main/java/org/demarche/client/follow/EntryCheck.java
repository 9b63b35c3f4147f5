package org.demarche.client.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.escalation.Content;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/** Checks entries that a hub has sent, one after the other, and grows the tree over them. What is wrong is kept until the signed head over it has been checked. */
final class EntryCheck implements Horizon.Course {
    private final Trust trust;
    private final Ledger.Batch batch;
    private final Frontier grown;
    private final Reigns reigns;
    private final List<Head> passed = new ArrayList<>();
    private boolean empty;
    private Optional<Result> wrong = Optional.empty();

    /**
     * What is wrong with an entry.
     *
     * @param kind what the hub did
     * @param sentence for people
     * @param entry the entry's bytes
     * @param index its place in the log
     */
    record Result(Misbehaviour kind, String sentence, byte[] entry, long index) {}

    EntryCheck(Trust trust, Derived derived, Ledger.Batch batch) {
        this.trust = trust;
        this.batch = batch;
        this.grown = derived.frontier();
        this.reigns = derived.reigns();
        this.empty = derived.size() == 0;
    }

    /**
     * Takes the next entry.
     *
     * @throws RefusedException CHARTER_INVALID if the log begins with another charter than the pinned one
     */
    void add(byte[] bytes) throws RefusedException {
        grown.append(Merkle.leaf(bytes));
        passed.add(grown.head());
        if (wrong.isEmpty()) {
            wrong = check(bytes);
        }
    }

    /** The first thing that is wrong. */
    Optional<Result> wrong() {
        return wrong;
    }

    /** The head after every entry so far. */
    Head head() {
        return grown.head();
    }

    @Override
    public long size() {
        return head().size();
    }

    @Override
    public Charter charterAt(long size) {
        return reigns.at(size);
    }

    /** Whether {@code head} is one of those on the way, or of a size that was not passed. */
    @Override
    public boolean leadsThrough(Head head) {
        return passed.stream().noneMatch(p -> p.size() == head.size() && !p.equals(head));
    }

    /** Which charter governs behind each entry, up to the last sound one. */
    Reigns reigns() {
        return reigns;
    }

    private Optional<Result> check(byte[] bytes) throws RefusedException {
        UnverifiedEntry unverified;
        try {
            unverified = UnverifiedEntry.parse(bytes);
        } catch (RefusedException e) {
            return wrong(Misbehaviour.UNREADABLE, "the hub's log holds what is no entry: " + e.refusal(), bytes);
        }
        Entry entry;
        try {
            entry = verified(unverified);
        } catch (RefusedException e) {
            return wrong(
                    Misbehaviour.SIGNATURE,
                    "the hub's log holds what its author did not sign: "
                            + e.refusal().sentence(),
                    bytes);
        }
        requirePinned(entry, trust.charter());
        Optional<Charter> governed =
                empty ? Optional.empty() : Optional.of(batch.governance().charter());
        Optional<Refusal> refusal = batch.replay(entry);
        if (refusal.isPresent()) {
            Misbehaviour kind =
                    refusal.get().reason() == Reason.TIME_DECREASES ? Misbehaviour.WRONG_TIME : Misbehaviour.FOLD;
            return wrong(kind, "the hub took what the rules refuse: " + refusal.get(), bytes);
        }
        empty = false;
        reigns.begin(entry.index() + 1, batch.governance().charter());
        // It was dated under the charter that governs its index, not under one that it adopts.
        return late(
                entry, governed.orElseGet(() -> batch.governance().charter()).skewMs(), bytes);
    }

    private Entry verified(UnverifiedEntry entry) throws RefusedException {
        if (!empty) {
            Governance governance = batch.governance();
            return entry.verify(governance, trust.verifier());
        }
        if (entry.notice().isPresent()) {
            throw new RefusedException(Reason.KEY_UNKNOWN, "entry " + entry.index() + " comes before any charter");
        }
        return entry.fromOwnStore();
    }

    private Optional<Result> late(Entry entry, long skewMs, byte[] bytes) {
        long now = trust.clock().millis();
        if (entry.acceptedAtMs() <= now + skewMs) {
            return Optional.empty();
        }
        return wrong(
                Misbehaviour.WRONG_TIME,
                "entry " + entry.index() + " is dated " + (entry.acceptedAtMs() - now)
                        + " ms ahead of this machine's clock",
                bytes);
    }

    private Optional<Result> wrong(Misbehaviour kind, String sentence, byte[] bytes) {
        return Optional.of(new Result(kind, sentence, bytes, head().size() - 1));
    }

    static void requirePinned(Entry entry, Charter pinned) throws RefusedException {
        if (entry.content() instanceof Content.Genesis genesis) {
            Sha256 found = Sha256.of(genesis.text().toByteArray());
            if (!found.equals(pinned.hash())) {
                throw new RefusedException(
                        Reason.CHARTER_INVALID,
                        "this log begins with the charter " + found.fingerprint() + " (expected: "
                                + pinned.hash().fingerprint() + ", as the profile pins)");
            }
        }
    }
}
