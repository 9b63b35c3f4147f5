package org.demarche.server.log;

import java.util.Optional;
import org.demarche.refusal.Refusal;
import org.demarche.server.store.StoredEntry;

/** What became of something that was offered to the log. */
public sealed interface Answer {
    /**
     * It is in the log, durably: now, or since it was first offered.
     *
     * @param entry the entry as first logged
     */
    record Logged(StoredEntry entry) implements Answer {}

    /**
     * It is not taken.
     *
     * @param refusal why
     * @param judged behind which entries that was judged, all of them durable; empty: the log had no part in it
     */
    record Refused(Refusal refusal, Optional<Judged> judged) implements Answer {
        /** For a reason in which the log had no part. */
        public Refused(Refusal refusal) {
            this(refusal, Optional.empty());
        }
    }

    /**
     * The hub does not know whether it is in the log: its fate shows once the store can be read again. It must not be told under the log's keys.
     *
     * @param sentence what the caller should know
     */
    record Unknown(String sentence) implements Answer {}
}
