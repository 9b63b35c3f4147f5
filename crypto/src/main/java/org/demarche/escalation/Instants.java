package org.demarche.escalation;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.demarche.charter.Tier;

/** The instants at which time alone moves an incident. */
final class Instants {
    private Instants() {}

    /** The earliest one after {@link Incident#asOfMs}. */
    static OptionalLong next(Incident incident) {
        LongStream candidates = switch (incident.phase()) {
            case CLOSED -> LongStream.empty();
            case WINDING_DOWN -> deadlines(incident);
            case OPEN -> LongStream.concat(deadlines(incident), LongStream.concat(tiers(incident), ends(incident)));
        };
        return candidates.filter(t -> t > incident.asOfMs()).min();
    }

    /** When the incident winds down for want of a finding. */
    static long openUntilMs(Incident incident) {
        return incident.lastEstablishedMs()
                + incident.charter().incidentOpenFor().millis();
    }

    private static LongStream deadlines(Incident incident) {
        return incident.proposals().values().stream()
                .filter(ProposalRecord::open)
                .mapToLong(ProposalRecord::deadlineMs);
    }

    private static LongStream tiers(Incident incident) {
        LongStream.Builder instants = LongStream.builder();
        for (Tier tier : incident.charter().tiers()) {
            incident.timeGateOpensMs(tier).ifPresent(instants::add);
            if (!incident.done(tier)) {
                incident.dueMs(tier).ifPresent(instants::add);
            }
        }
        return instants.build();
    }

    private static LongStream ends(Incident incident) {
        LongStream.Builder instants = LongStream.builder();
        instants.add(openUntilMs(incident));
        instants.add(incident.charter().expiresMs());
        incident.governance().nextPledgeInstant(incident.asOfMs()).ifPresent(instants::add);
        return instants.build();
    }
}
