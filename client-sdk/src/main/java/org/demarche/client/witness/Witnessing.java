package org.demarche.client.witness;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What witnesses say of the log, or of one entry: never silently less. */
public sealed interface Witnessing {
    /** The charter names no witness: history is the hub's word. */
    record NotAsked() implements Witnessing {}

    /** The charter asks for witnesses, and they have not cosigned it yet. */
    record NotYet() implements Witnessing {}

    /**
     * The charter's witness rule holds over a head that covers it.
     *
     * @param size of that head
     * @param by the witnesses that have cosigned it, in the charter's order
     * @param existedBy by when it existed, even if as many witnesses lie as the charter allows for; empty: too few to tell
     */
    record Witnessed(long size, List<String> by, Optional<Instant> existedBy) implements Witnessing {
        public Witnessed {
            by = List.copyOf(by);
        }

        static Witnessed of(long size, Collection<String> by, Optional<Instant> existedBy) {
            return new Witnessed(size, List.copyOf(by), existedBy);
        }
    }
}
