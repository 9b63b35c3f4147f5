package org.demarche.client.follow;

import java.io.IOException;
import java.util.Optional;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.Register;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.Refusal;
import org.demarche.situation.Journal;
import org.demarche.situation.Scribe;

/**
 * The journal of the copy. It is written entry by entry, since what governed then counts, and only once somebody looks: most commands of a desk never do. Not
 * thread-safe.
 */
final class Chronicle {
    private final StoredEntries stored;
    private final Derived derived;
    private final SignatureVerifier verifier;
    private final Ledger ledger = Ledger.empty();
    private final Scribe scribe = new Scribe();
    private Journal journal = Journal.EMPTY;

    Chronicle(StoredEntries stored, Derived derived, SignatureVerifier verifier) {
        this.stored = stored;
        this.derived = derived;
        this.verifier = verifier;
    }

    /** The journal up to the copy's newest entry. */
    Journal journal() throws IOException {
        while (ledger.size() < derived.size()) {
            write(stored.entry(ledger.size()));
        }
        if (journal.size() < ledger.size()) {
            journal = scribe.journal();
        }
        return journal;
    }

    private void write(Entry entry) throws IOException {
        Ledger.Batch batch = ledger.batch(before(entry.index()), verifier);
        Optional<Refusal> refusal = batch.replay(entry);
        if (refusal.isPresent()) {
            throw StoredEntries.damaged(refusal.get().toString());
        }
        batch.adopt();
        scribe.add(entry, ledger.governance());
        entry.incident().flatMap(ledger::incident).ifPresent(scribe::moved);
    }

    /** The notices as they were: an entry that found itself would be refused as a repetition. */
    private Register before(long index) {
        Register all = stored.register(derived);
        return id -> derived.index(id).orElse(index) < index ? all.find(id) : Optional.empty();
    }
}
