package org.demarche.server.log;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.Register;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredEntry;

/**
 * Folds what a store holds into a ledger. Signatures under notices are not checked again: the hub checked them before it stored them. {@code hub fsck} does.
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
     * Takes in every entry that {@code ledger} does not have yet.
     *
     * @param register the entries of {@code store}
     * @param verifier checks proofs of possession
     * @param witness is told of each entry
     * @throws StoreException if the store cannot be read, or holds what this hub would not have written
     */
    public static void into(
            Ledger ledger, LogStore store, Register register, SignatureVerifier verifier, Witness witness) {
        while (true) {
            List<StoredEntry> rows = store.entries(ledger.size(), AT_ONCE);
            if (rows.isEmpty()) {
                return;
            }
            Set<Sha256> own =
                    rows.stream().flatMap(row -> row.identity().stream()).collect(Collectors.toSet());
            // What is being replayed stands in the store already; that no identity stands there twice, the store itself
            // sees to.
            Ledger.Batch batch = ledger.batch(id -> own.contains(id) ? Optional.empty() : register.find(id), verifier);
            rows.forEach(row -> replay(batch, row, witness));
            batch.adopt();
        }
    }

    private static void replay(Ledger.Batch batch, StoredEntry row, Witness witness) {
        try {
            Entry entry = UnverifiedEntry.parse(row.bytes().toByteArray()).fromOwnStore();
            Optional<Refusal> refusal = batch.replay(entry);
            if (refusal.isPresent()) {
                throw new RefusedException(refusal.get());
            }
            witness.see(entry, batch.governance());
        } catch (RefusedException e) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED,
                    "entry " + row.index() + " of the store is not one that this hub would have written (" + e.refusal()
                            + "); run hub fsck",
                    e);
        }
    }
}
