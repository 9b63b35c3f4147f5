package org.demarche.server.log;

import java.util.Optional;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;

/**
 * Is told of every entry, from the first one on: as the log is replayed, on the thread that starts the hub, and as it grows, on the sequencer's. Where a replay had to
 * be begun again, it is told of some of them twice. Must neither block nor throw.
 */
@FunctionalInterface
public interface EntryListener {
    /** Is told of nothing. */
    EntryListener NONE = (entry, after, incident) -> {};

    /**
     * An entry.
     *
     * @param after what governs the index after it
     * @param incident the incident that it belongs to, as it stands after it
     */
    void entered(Entry entry, Governance after, Optional<Incident> incident);

    /** This one, and then {@code next}. */
    default EntryListener before(EntryListener next) {
        return (entry, after, incident) -> {
            entered(entry, after, incident);
            next.entered(entry, after, incident);
        };
    }
}
