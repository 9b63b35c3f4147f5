package org.demarche.server;

import java.util.Optional;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.clock.Reading;
import org.demarche.server.log.Appender;
import org.demarche.server.log.Contact;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.log.Sequencer;

/** Whether a hub can do what it is there for: its clock can be believed, its log grows, and it knows all of it. */
record Readiness(HubLog log, ClockGuard guard, Sequencer sequencer, Appender appender, Contact contact) {
    /** Why nothing can be appended at present, in a sentence for the operator; empty: it can. */
    Optional<String> whyNot() {
        Published now = log.published();
        Reading reading =
                guard.read(now.lastAcceptedAtMs(), now.governance().charter().skewMs());
        if (reading instanceof Reading.Unsound unsound) {
            return Optional.of(unsound.sentence());
        }
        if (sequencer.hasStopped()) {
            return Optional.of("the log has stopped");
        }
        Optional<String> trouble = appender.whyNotWritable();
        return contact.whyCutOff(trouble).or(() -> trouble);
    }
}
