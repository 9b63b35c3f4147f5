package org.demarche.client.follow;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.Tip;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.ProofCheck;
import org.demarche.proto.v1.IncidentState;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.situation.LogHead;
import org.demarche.situation.Situation;

/**
 * The verified copy of one log: its entries on disk; its tree and what follows from it in memory. Thread-safe.
 *
 * <p>Entries come in with the head that covers them, and all of it is checked before any of it is believed: the head is signed by the keys that the charter names; it is
 * over what was there before and exactly these entries; each is in the strict encoding, is signed by a key in force, continues both chains, and is not refused by the
 * rules; none is dated ahead of this machine's clock by more than the charter's skew.
 */
public final class Replica implements AutoCloseable {
    private final Trust trust;
    private final CheckpointReader reader;
    private final EntryFile file;
    private final StoredEntries stored;
    private final Derived derived;
    private final Horizon horizon;
    private final Chronicle chronicle;
    private Optional<VerifiedCheckpoint> newest = Optional.empty();

    private Replica(Trust trust, EntryFile file) {
        this.trust = trust;
        this.reader = new CheckpointReader(trust.keys());
        this.file = file;
        this.stored = new StoredEntries(file);
        this.derived = new Derived(trust.charter());
        this.horizon = new Horizon(reader, file);
        this.chronicle = new Chronicle(stored, derived, trust.verifier());
    }

    /**
     * Opens the copy in {@code directory}, or begins one. What lies there was verified before it was written; it must still have the root that the log signed.
     *
     * @throws MissingLogKeyException if the file of log keys lacks those of the charter in force
     * @throws IOException if it can't be read or is damaged
     * @throws RefusedException if it is the copy of another log
     */
    public static Replica open(Path directory, Trust trust) throws IOException, RefusedException {
        Replica replica = new Replica(trust, EntryFile.open(directory));
        try {
            replica.readOn();
            replica.horizon.recall(replica.derived.reigns().newestFirst(), replica.size());
        } catch (IOException | RefusedException | RuntimeException e) {
            replica.close();
            throw e;
        }
        return replica;
    }

    // What it knows
    // --------------------------------------------------------------------------------------------------------------------------------------------

    /** Number of verified entries. */
    public synchronized long size() {
        return derived.size();
    }

    /** The verified head; of size 0 before anything has come. */
    public synchronized Head head() {
        return derived.tree().head();
    }

    /** The newest verified checkpoint over this copy. */
    public synchronized Optional<VerifiedCheckpoint> checkpoint() {
        return newest;
    }

    /** The charter that governs the next entry; before entry 0, the pinned one. */
    public synchronized Charter charter() {
        return derived.charter();
    }

    /** What governs the next entry; empty before entry 0. */
    public synchronized Optional<Governance> governance() {
        return derived.governance();
    }

    /** An incident, with time processed up to {@code nowMs}. */
    public synchronized Optional<Incident> incident(Sha256 id, long nowMs) {
        return derived.ledger().incident(id).map(i -> i.at(nowMs, size()));
    }

    /** Every incident, in the order in which they were opened, with time processed up to {@code nowMs}. */
    public synchronized List<Incident> incidents(long nowMs) {
        return derived.ledger().incidents().stream()
                .map(i -> i.at(nowMs, size()))
                .toList();
    }

    /**
     * What people see of this copy at {@code nowMs}; empty before entry 0. It tells nothing of witnesses and of how the hub is.
     *
     * @param witnessed how many entries the newest head covers that is witnessed; 0: none
     * @throws IOException if the copy on disk can't be read
     */
    public synchronized Optional<Situation> situation(long nowMs, long witnessed) throws IOException {
        if (newest.isEmpty() || size() == 0) {
            return Optional.empty();
        }
        LogHead log =
                new LogHead(size(), head().root(), newest.get().signedAt().toEpochMilli(), Math.min(witnessed, size()));
        return Optional.of(Situation.at(
                nowMs,
                derived.ledger().governance(),
                derived.ledger().incidents(),
                chronicle.journal(),
                log,
                List.of(),
                List.of()));
    }

    /** Index of a notice. */
    public synchronized OptionalLong index(Sha256 notice) {
        return derived.index(notice);
    }

    /** Identities of notices that begin with these hex digits, at most {@code limit}. */
    public synchronized List<Sha256> noticesBeginning(String hex, int limit) {
        return derived.noticesBeginning(hex, limit);
    }

    /** The entry with this index. */
    public synchronized Entry entry(long index) throws IOException {
        return stored.entry(index);
    }

    /** Leaf hash of the entry with this index. */
    public synchronized Sha256 leaf(long index) {
        return derived.tree().node(0, index);
    }

    /** The greatest signed size that the hub has shown itself, beyond this copy or not. */
    public synchronized long greatestSeen() {
        return Math.max(size(), horizon.seenSize());
    }

    /** The greatest size that the log has signed, whoever showed it. */
    public synchronized long greatestKnown() {
        return Math.max(size(), horizon.knownSize());
    }

    /**
     * The size that a checkpoint claims, with no signature looked at.
     *
     * @throws LieException if it is no checkpoint
     */
    public static long claimedSize(byte[] note) throws LieException {
        return CheckpointReader.claimed(note).size();
    }

    /** The charter that governs behind the last entry of a head of {@code size}; if that is beyond this copy, the newest that it knows. */
    public synchronized Charter charterBehind(long size) {
        return derived.charterAt(Math.min(size, size()));
    }

    /**
     * Waits until this copy has so many entries.
     *
     * @return whether it has
     */
    public synchronized boolean await(long size, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        long leftMs = longest.toMillis();
        while (size() < size && leftMs > 0) {
            wait(leftMs);
            leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        return size() >= size;
    }

    // What comes in
    // --------------------------------------------------------------------------------------------------------------------------------------------

    /**
     * Takes entries and the head that covers them.
     *
     * @param from index of the first of {@code entries}; not beyond {@link #size}
     * @return the entries that were new to this copy
     * @throws LieException if any of it can't be true; then nothing has been taken
     * @throws RefusedException CHARTER_INVALID if this is the log of another charter
     * @throws MissingLogKeyException if the file of log keys lacks those of a successor charter
     * @throws IOException if the disk fails; then nothing is believed
     */
    public synchronized List<Entry> accept(long from, List<byte[]> entries, byte[] checkpoint)
            throws LieException, RefusedException, IOException {
        try (EntryFile.Held lock = file.lock()) {
            // Another process of this desk may have been first with some of them.
            readOn();
            if (newest.isPresent()) {
                horizon.requireLedThrough(derived, newest.get(), List.of());
                horizon.reached(size());
            }
            notifyAll();
            long shared = size() - from;
            if (shared > 0 && shared >= entries.size()) {
                see(checkpoint);
                return List.of();
            }
            return take(entries.subList((int) shared, entries.size()), checkpoint);
        }
    }

    private synchronized List<Entry> take(List<byte[]> entries, byte[] note)
            throws LieException, RefusedException, IOException {
        Ledger.Batch batch = derived.ledger().batch(stored.register(derived), trust.verifier());
        EntryCheck check = new EntryCheck(trust, derived, batch);
        for (byte[] entry : entries) {
            check.add(entry);
        }
        // The head first: only what the hub has signed is its word.
        VerifiedCheckpoint checkpoint = reader.open(note, check.reigns().last());
        requireOver(checkpoint, check, entries);
        if (check.wrong().isPresent()) {
            throw Lies.entry(check.wrong().get(), entries, note);
        }
        file.append(entries, note);
        adopt(batch, check.reigns(), checkpoint);
        horizon.reached(size());
        notifyAll();
        return batch.entries();
    }

    private void requireOver(VerifiedCheckpoint checkpoint, EntryCheck check, List<byte[]> more)
            throws LieException, IOException {
        Head head = checkpoint.head();
        if (head.size() < check.head().size()) {
            throw Lies.rolledBack(check.head().size(), newest, checkpoint);
        }
        if (!head.equals(check.head())) {
            throw Lies.notOverEntries(newest, checkpoint);
        }
        horizon.requireLedThrough(check, checkpoint, more);
    }

    /**
     * Looks at a checkpoint of this log that the hub shows: one within this copy must be over the same entries, and signed by the log keys of the charter that governs behind its last
     * entry; one beyond it is remembered, and the entries must lead to it.
     *
     * @return the checkpoint; or empty if it lies beyond this copy under other log keys than those in force here, so that it can be judged only when the copy has come there
     * @throws LieException if a signature is false, or it can't be true
     * @throws IOException if it can't be remembered
     */
    public synchronized Optional<VerifiedCheckpoint> see(byte[] note) throws LieException, IOException {
        Head claimed = CheckpointReader.claimed(note);
        return claimed.size() > size() ? horizon.see(note, claimed, charter()) : within(note, claimed);
    }

    /** The same for one that somebody else brings: the hub need not have shown it, and has not gone back if it shows less. */
    public synchronized Optional<VerifiedCheckpoint> hear(byte[] note) throws LieException, IOException {
        Head claimed = CheckpointReader.claimed(note);
        return claimed.size() > size() ? horizon.hear(note, claimed, charter()) : within(note, claimed);
    }

    private Optional<VerifiedCheckpoint> within(byte[] note, Head claimed) throws LieException, IOException {
        VerifiedCheckpoint checkpoint = reader.open(note, derived.charterAt(claimed.size()));
        if (newest.isPresent() && !derived.leadsThrough(claimed)) {
            throw Lies.split(checkpoint, newest.get(), List.of());
        }
        return Optional.of(checkpoint);
    }

    /**
     * Opens a checkpoint from wherever it comes, and remembers nothing: one that does not hold is nobody's lie but its bringer's.
     *
     * @return empty unless it is of this log, and signed by both keys of the charter that governs behind its last entry; beyond this copy, of the newest that it knows
     */
    public synchronized Optional<VerifiedCheckpoint> open(byte[] note) {
        try {
            return Optional.of(reader.open(
                    note, charterBehind(CheckpointReader.claimed(note).size())));
        } catch (LieException | MissingLogKeyException e) {
            return Optional.empty();
        }
    }

    /**
     * Checks the hub's proof that a head beyond this copy continues it.
     *
     * @throws LieException if it does not show that
     */
    public synchronized void requireConsistent(Head from, VerifiedCheckpoint to, List<Sha256> proof)
            throws LieException {
        if (from.size() > 0 && !ProofCheck.consistency(from, to.head(), proof)) {
            throw Lies.inconsistent(newest, to);
        }
    }

    /** Whether {@code head}, of at most {@link #size} entries, is over those of this copy. */
    synchronized boolean leadsThrough(Head head) {
        return derived.leadsThrough(head);
    }

    /** Hashes of this copy's tree. */
    synchronized MemoryTree tree() {
        return derived.tree();
    }

    /** An incident as the entries under a head of this copy left it. */
    synchronized Optional<IncidentState> incidentBehind(Head head, Sha256 id) throws IOException {
        Optional<Incident> now = derived.ledger().incident(id);
        long movedAt = Math.max(
                now.map(Incident::lastIndex).orElse(0L),
                derived.ledger().governanceTip().map(Tip::index).orElse(0L));
        if (now.isPresent() && movedAt < head.size()) {
            return now.map(Incident::state);
        }
        return behind(head.size()).incident(id).map(Incident::state);
    }

    /** The state behind the first {@code size} entries. */
    synchronized Ledger.Batch behind(long size) throws IOException {
        if (size == size()) {
            return derived.ledger().batch(stored.register(derived), trust.verifier());
        }
        Ledger.Batch batch = Ledger.empty().batch(new MemoryRegister(), trust.verifier());
        for (long index = 0; index < size; index++) {
            batch.replay(entry(index));
        }
        return batch;
    }

    /** The charters that have governed this copy, newest first. */
    synchronized List<Charter> charters() {
        return derived.reigns().newestFirst();
    }

    /** The hub says that its log ends at {@code checkpoint}, though it has shown more before. */
    public synchronized LieException rolledBack(VerifiedCheckpoint checkpoint) {
        return Lies.rolledBack(greatestSeen(), horizon.seen().or(() -> newest), checkpoint);
    }

    // The copy on disk
    // -----------------------------------------------------------------------------------------------------------------------------------------

    private void readOn() throws IOException, RefusedException {
        Optional<byte[]> note = file.head();
        if (note.isEmpty()
                || newest.filter(c -> Arrays.equals(c.note(), note.get())).isPresent()) {
            return;
        }
        Ledger.Batch batch = derived.ledger().batch(stored.register(derived), trust.verifier());
        Frontier grown = derived.frontier();
        Reigns reigns = derived.reigns();
        for (Entry entry : stored.readOn(note.get())) {
            EntryCheck.requirePinned(entry, trust.charter());
            Optional<Refusal> refusal = batch.replay(entry);
            if (refusal.isPresent()) {
                throw StoredEntries.damaged(refusal.get().toString());
            }
            grown.append(entry.leaf());
            reigns.begin(entry.index() + 1, batch.governance().charter());
        }
        try {
            VerifiedCheckpoint checkpoint = reader.open(note.get(), reigns.last());
            if (!checkpoint.head().equals(grown.head())) {
                throw StoredEntries.damaged("its entries do not have the root that the log signed");
            }
            adopt(batch, reigns, checkpoint);
        } catch (LieException e) {
            throw StoredEntries.damaged(String.valueOf(e.getMessage()));
        }
    }

    private void adopt(Ledger.Batch batch, Reigns reigns, VerifiedCheckpoint checkpoint) {
        derived.adopt(batch, reigns);
        newest = Optional.of(checkpoint);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
