package org.demarche.server.log;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.Register;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredEntry;

/**
 * Folds what a store holds into a ledger. The hub saw to encoding and signatures before it stored an entry; here its leaf hash shows that it is still that entry, and
 * the fold that it follows from the others. {@code hub fsck} checks everything anew.
 */
public final class Replay {
    private static final int AT_ONCE = 1_024;

    /** Is told of each entry that is replayed. */
    @FunctionalInterface
    public interface Witness {
        /**
         * An entry.
         *
         * @param after what governs the index after it
         */
        void see(Entry entry, Governance after);
    }

    private Replay() {}

    /**
     * Takes in the entries before {@code end} that {@code ledger} does not have yet.
     *
     * @param end index after the last one; not beyond the store's
     * @param register the entries of {@code store}
     * @param verifier checks proofs of possession
     * @param witness is told of each entry
     * @throws StoreException if the store cannot be read, or holds what this hub would not have written
     */
    public static void into(
            Ledger ledger, LogStore store, long end, Register register, SignatureVerifier verifier, Witness witness) {
        telling(ledger, store, end, register, verifier, (entry, after, incident) -> witness.see(entry, after));
    }

    /** The same, telling more. */
    static void telling(
            Ledger ledger,
            LogStore store,
            long end,
            Register register,
            SignatureVerifier verifier,
            EntryListener listener) {
        List<StoredEntry> rows = read(store, ledger.size(), end);
        while (!rows.isEmpty()) {
            long next = ledger.size() + rows.size();
            // The store reads on while these are parsed, on all cores, and folded, one after another.
            CompletableFuture<List<StoredEntry>> following =
                    CompletableFuture.supplyAsync(() -> read(store, next, end));
            List<Entry> entries = rows.parallelStream().map(Replay::parse).toList();
            Set<Sha256> own =
                    entries.stream().flatMap(e -> e.noticeId().stream()).collect(Collectors.toSet());
            // What is being replayed stands in the store already; that no identity stands there twice, the store itself
            // sees to.
            Ledger.Batch batch = ledger.batch(id -> own.contains(id) ? Optional.empty() : register.find(id), verifier);
            entries.forEach(entry -> replay(batch, entry, listener));
            batch.adopt();
            rows = join(following);
        }
    }

    private static List<StoredEntry> read(LogStore store, long from, long end) {
        return from < end ? store.entries(from, (int) Math.min(AT_ONCE, end - from)) : List.of();
    }

    private static List<StoredEntry> join(CompletableFuture<List<StoredEntry>> rows) {
        try {
            return rows.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Takes one more entry into {@code batch}. */
    static Entry one(Ledger.Batch batch, StoredEntry row) {
        Entry entry = parse(row);
        replay(batch, entry, EntryListener.NONE);
        return entry;
    }

    private static Entry parse(StoredEntry row) {
        try {
            return Entry.fromOwnStore(row.bytes(), row.leaf());
        } catch (RefusedException e) {
            throw damaged(row.index(), e.refusal());
        }
    }

    private static void replay(Ledger.Batch batch, Entry entry, EntryListener listener) {
        Optional<Refusal> refusal = batch.replay(entry);
        if (refusal.isPresent()) {
            throw damaged(entry.index(), refusal.get());
        }
        listener.entered(entry, batch.governance(), entry.incident().flatMap(batch::incident));
    }

    private static StoreException damaged(long index, Refusal refusal) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                "entry " + index + " of the store is not one that this hub would have written (" + refusal
                        + "); run demarche hub fsck");
    }
}
