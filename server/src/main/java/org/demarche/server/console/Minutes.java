package org.demarche.server.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;
import org.demarche.server.log.EntryListener;
import org.demarche.situation.Journal;
import org.demarche.situation.Scribe;

/**
 * Keeps the journal of the log. The sequencer only leaves what is new; it is written down by whoever looks next, and only if nobody does for very long by the sequencer
 * itself. Thread-safe.
 */
public final class Minutes implements EntryListener {
    private static final int MOST_WAITING = 1_024;

    // Whoever holds both locks takes that of the scribe first.
    private final Scribe scribe = new Scribe();
    private final List<News> waiting = new ArrayList<>();
    private Journal journal = Journal.EMPTY;
    private long next;

    private record News(Entry entry, Governance after, Optional<Incident> incident) {}

    @Override
    public void entered(Entry entry, Governance after, Optional<Incident> incident) {
        boolean full;
        synchronized (waiting) {
            waiting.add(new News(entry, after, incident));
            full = waiting.size() >= MOST_WAITING;
        }
        if (full) {
            write();
        }
    }

    /** Writes down what waits. To be called often, on a thread that may take its time. */
    void write() {
        synchronized (scribe) {
            List<News> news;
            synchronized (waiting) {
                news = List.copyOf(waiting);
                waiting.clear();
            }
            news.forEach(this::write);
        }
    }

    private void write(News news) {
        if (news.entry().index() < next) {
            return;
        }
        next = news.entry().index() + 1;
        scribe.add(news.entry(), news.after());
        news.incident().ifPresent(scribe::moved);
    }

    /** The journal up to the newest entry. */
    Journal journal() {
        synchronized (scribe) {
            write();
            if (journal.size() < next) {
                journal = scribe.journal();
            }
            return journal;
        }
    }
}
