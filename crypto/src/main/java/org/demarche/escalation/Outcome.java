package org.demarche.escalation;

import org.demarche.refusal.Refusal;

/** What became of something that was offered to the log. */
public sealed interface Outcome {
    /**
     * It is the next entry, once the batch is adopted.
     *
     * @param entry the entry
     */
    record Appended(Entry entry) implements Outcome {}

    /**
     * It is not taken, and the log is as it was.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements Outcome {}
}
