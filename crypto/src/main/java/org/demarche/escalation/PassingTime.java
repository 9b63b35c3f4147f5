package org.demarche.escalation;

import java.util.OptionalLong;
import org.demarche.charter.Tier;
import org.demarche.escalation.Incident.Phase;

/** What time alone does to an incident. */
final class PassingTime {
    private PassingTime() {}

    /** Processes every instant that fell due, each in the order of the rules: pledges, gates, tiers, lapses, OVERDUE, winding down, expiry. */
    static void upTo(Place place, MovingIncident incident) {
        OptionalLong next = incident.frozen().nextInstantMs();
        while (next.isPresent() && next.getAsLong() <= place.acceptedAtMs()) {
            // Pledges and time gates are read off this instant.
            long instantMs = next.getAsLong();
            incident.asOfMs = instantMs;
            Tiers.carry(incident, new Place(place.index(), instantMs));
            incident.lapse(p -> p.deadlineMs() <= instantMs);
            markOverdue(incident);
            windDownIfDue(incident);
            incident.unmarked = true;
            next = incident.frozen().nextInstantMs();
        }
        incident.asOfMs = Math.max(incident.asOfMs, place.acceptedAtMs());
    }

    /** A tier is OVERDUE from its due instant on, until it is active and answered, or stood down. */
    static void markOverdue(MovingIncident incident) {
        if (incident.phase != Phase.OPEN) {
            return;
        }
        Incident now = incident.frozen();
        for (Tier tier : incident.charter().tiers()) {
            OptionalLong due = now.dueMs(tier);
            boolean overdue = due.isPresent() && due.getAsLong() <= incident.asOfMs && !now.done(tier);
            incident.progress(tier, now.tier(tier.number()).withOverdueSince(overdue ? due : OptionalLong.empty()));
        }
    }

    /** Winds down an incident without findings, or without a charter; and closes one that is wound down. */
    static void windDownIfDue(MovingIncident incident) {
        boolean over = incident.asOfMs >= Instants.openUntilMs(incident.frozen())
                || incident.asOfMs >= incident.charter().expiresMs();
        if (incident.phase == Phase.OPEN && over) {
            incident.windDown();
        }
        closeIfDone(incident);
    }

    /** Closes an incident that winds down once no tier is active. */
    static void closeIfDone(MovingIncident incident) {
        if (incident.phase == Phase.WINDING_DOWN
                && incident.tiers.values().stream().noneMatch(TierProgress::active)) {
            incident.close();
        }
    }
}
