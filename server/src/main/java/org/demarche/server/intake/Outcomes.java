package org.demarche.server.intake;

import org.demarche.envelope.UnverifiedNotice;
import org.demarche.refusal.Reason;
import org.demarche.server.log.Answer;

/** Is told what becomes of notices that come in. Must neither block nor throw. */
public interface Outcomes {
    /** Nobody is told. */
    Outcomes NOBODY = new Outcomes() {
        @Override
        public void settled(UnverifiedNotice notice, Answer answer, long nanos) {}

        @Override
        public void unread(Reason reason) {}
    };

    /**
     * A notice was answered; one that was in the log before it came is not told of.
     *
     * @param notice whose author is known to be its author only if it was logged
     * @param nanos from its arrival, in nanoseconds
     */
    void settled(UnverifiedNotice notice, Answer answer, long nanos);

    /** What came is no notice. */
    void unread(Reason reason);
}
