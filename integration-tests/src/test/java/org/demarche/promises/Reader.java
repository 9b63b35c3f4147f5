package org.demarche.promises;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.Verifiers;
import org.demarche.proto.v1.IncidentState;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/** A reader of a log, who trusts the first entry and verifies all else. */
final class Reader {
    private static final SignatureVerifier VERIFIER = Verifiers.fastest(sentence -> {});

    private final Ledger ledger = Ledger.empty();
    private final MemoryRegister register = new MemoryRegister();

    /** Reads a log; an error if the rules refuse any of it. */
    static Reader of(List<byte[]> log) {
        Reader reader = new Reader();
        for (byte[] entry : log) {
            Optional<Refusal> refusal = reader.read(entry);
            if (refusal.isPresent()) {
                throw new AssertionError("entry " + reader.ledger.size() + ": " + refusal.get());
            }
        }
        return reader;
    }

    /** Reads the next entry, or says why it can't be the next. */
    Optional<Refusal> read(byte[] bytes) {
        try {
            UnverifiedEntry unverified = UnverifiedEntry.parse(bytes);
            Entry entry =
                    ledger.size() == 0 ? unverified.fromOwnStore() : unverified.verify(ledger.governance(), VERIFIER);
            Ledger.Batch batch = ledger.batch(register, VERIFIER);
            Optional<Refusal> refusal = batch.replay(entry);
            if (refusal.isEmpty()) {
                batch.adopt();
                register.add(entry);
            }
            return refusal;
        } catch (RefusedException e) {
            return Optional.of(e.refusal());
        }
    }

    /** How an incident stands at an instant, had nothing else happened. */
    IncidentState stateAt(Sha256 incident, long atMs) {
        return ledger.incident(incident).orElseThrow().at(atMs, ledger.size()).state();
    }

    /** Whether time has moved an incident since its newest entry, so that a mark is due. */
    boolean isDue(long atMs) {
        return incidents().stream().anyMatch(i -> i.at(atMs, ledger.size()).unmarked());
    }

    /** Every incident. */
    Collection<Incident> incidents() {
        return ledger.incidents();
    }

    /** How many entries it has read. */
    long size() {
        return ledger.size();
    }
}
