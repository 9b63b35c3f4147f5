package org.demarche.server.log;

import java.util.Collection;
import org.demarche.escalation.Incident;

/** Is told, on the sequencer's thread, that the log has grown. Must neither block nor throw. */
@FunctionalInterface
public interface LogListener {
    /**
     * The log has grown.
     *
     * @param published the log as it stands now
     * @param moved incidents that may have moved, as they stand now
     */
    void grown(Published published, Collection<Incident> moved);
}
