package org.demarche.server.console;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.demarche.escalation.Incident;
import org.demarche.server.intake.Quotas;
import org.demarche.server.log.Published;
import org.demarche.situation.Journal;

/**
 * What there is to be seen of a hub at an instant, before anything is made of it.
 *
 * @param nowMs the hub's clock, in milliseconds since 1970 UTC
 * @param shownMs up to when time may be said to have passed: no later than that
 * @param published the log
 * @param open every incident that is not closed
 * @param others incidents that are to be seen besides
 * @param journal what was said
 * @param witnessed how many entries the newest witnessed head covers; 0: there is none
 * @param survey what the store says; empty: nothing yet
 * @param surveyAgeMs how old that is, in milliseconds
 * @param backup when the last backup was; empty: that has not been looked up yet
 * @param pulse how the hub is
 */
record Sighting(
        long nowMs,
        long shownMs,
        Published published,
        List<Incident> open,
        List<Incident> others,
        Journal journal,
        long witnessed,
        Optional<Survey> survey,
        long surveyAgeMs,
        Optional<BackupLook.Seen> backup,
        Pulse pulse) {
    Sighting {
        open = List.copyOf(open);
        others = List.copyOf(others);
    }

    /**
     * How the hub is.
     *
     * @param whyNotReady why nothing can be appended, in a sentence; empty: it can
     * @param writes whether it takes notices in at all
     * @param confirmed whether a party's client has confirmed its clock within the last minute
     * @param waiting notices that wait to be verified or appended
     * @param mostWaiting how many may
     * @param followers streams that follow the log
     * @param heldBack who has just asked for more than there is for a party in a minute, by what it was
     * @param fork why the log may have two histories, in a sentence; empty: nothing is known of another
     * @param pages pages of the board that are open
     * @param mostPages how many may
     */
    record Pulse(
            Optional<String> whyNotReady,
            boolean writes,
            boolean confirmed,
            int waiting,
            int mostWaiting,
            int followers,
            SortedMap<String, Set<Quotas.Use>> heldBack,
            Optional<String> fork,
            int pages,
            int mostPages) {}
}
