package org.demarche.server.log;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.demarche.escalation.Content;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.Outcome;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreBatch;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;

/** Writes entry 0: the text of charter version 1, whose hash is from then on the name of the log's trust. */
public final class Beginning {
    private Beginning() {}

    /**
     * Begins a log.
     *
     * @param charter the text of version 1, the very bytes
     * @param nowMs milliseconds since 1970 UTC
     * @throws RefusedException if the text is no charter, or not version 1
     * @throws StoreException if the store is not empty, or cannot be written
     */
    public static void write(LogStore store, ByteString charter, SignatureVerifier verifier, long nowMs)
            throws RefusedException {
        if (store.size() > 0) {
            throw new StoreException(Kind.CONFLICT, "the log has begun already: entry 0 is never written twice");
        }
        Outcome outcome =
                Ledger.empty().batch(id -> Optional.empty(), verifier).append(new Content.Genesis(charter), nowMs);
        if (outcome instanceof Outcome.Refused refused) {
            throw new RefusedException(refused.refusal());
        }
        store.append(new StoreBatch(List.of(Draft.row(((Outcome.Appended) outcome).entry(), true)), List.of()));
    }
}
