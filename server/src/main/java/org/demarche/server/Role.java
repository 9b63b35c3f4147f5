package org.demarche.server;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.demarche.checkpoint.LogKeys;
import org.demarche.key.LogSigningKey;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.log.Heads;
import org.demarche.server.log.SignedHeads;
import org.demarche.server.log.StoredHeads;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;

/** What a hub is there for. */
public sealed interface Role {
    /** Where its heads come from. */
    Heads heads(LogStore store, LongSupplier wallMs);

    /** Why it takes no notices at all; empty: it does. */
    Optional<Refusal> closed();

    /**
     * It takes notices in, and signs the heads of the log.
     *
     * @param logKeys every key pair that a charter of this log has named, and one that the next may name
     */
    record Writes(List<LogSigningKey> logKeys) implements Role {
        @Override
        public Heads heads(LogStore store, LongSupplier wallMs) {
            return new SignedHeads(store, logKeys, wallMs);
        }

        @Override
        public Optional<Refusal> closed() {
            return Optional.empty();
        }
    }

    /**
     * It only reads, and shows the log under the heads that others have signed.
     *
     * @param logKeys the public halves of every key pair that a charter of this log has named
     * @param place names the store, for a sentence
     */
    record Reads(LogKeys logKeys, String place) implements Role {
        @Override
        public Heads heads(LogStore store, LongSupplier wallMs) {
            return new StoredHeads(
                    store.heads()
                            .orElseThrow(() -> new StoreException(
                                    StoreException.Kind.FAILED, place + " keeps no heads for hubs that only read")),
                    place,
                    logKeys,
                    wallMs);
        }

        @Override
        public Optional<Refusal> closed() {
            return Optional.of(
                    new Refusal(Reason.NOT_READY, "this hub only reads the log: submit to another hub of the log"));
        }
    }
}
