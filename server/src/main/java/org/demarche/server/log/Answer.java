package org.demarche.server.log;

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
     */
    record Refused(Refusal refusal) implements Answer {}

    /**
     * The hub does not know whether it is in the log: its fate shows once the store can be read again. It must not be told under the log's keys.
     *
     * @param sentence what the caller should know
     */
    record Unknown(String sentence) implements Answer {}
}
