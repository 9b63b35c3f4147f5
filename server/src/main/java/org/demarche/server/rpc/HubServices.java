package org.demarche.server.rpc;

import java.util.Optional;
import java.util.concurrent.Executor;
import org.demarche.escalation.Incident;
import org.demarche.proto.v1.IncidentState;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.delivery.Followers;
import org.demarche.server.evidence.Bundles;
import org.demarche.server.intake.Intake;
import org.demarche.server.intake.Quotas;
import org.demarche.server.intake.Streams;
import org.demarche.server.log.Contact;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.log.Receipts;
import org.demarche.server.log.Refusals;
import org.demarche.server.log.States;
import org.demarche.server.quorum.Incidents;
import org.demarche.server.witness.Witnessing;

/**
 * What the services stand on.
 *
 * @param executor runs what must not hold up the sequencer: receipts, signatures under refusals, streams
 */
public record HubServices(
        HubLog log,
        Contact contact,
        Intake intake,
        Receipts receipts,
        Refusals refusals,
        States states,
        Quotas quotas,
        Streams streams,
        ClockGuard guard,
        Followers followers,
        Incidents incidents,
        Bundles bundles,
        Witnessing witnessing,
        Executor executor) {
    private static final Refusal STOPPING =
            new Refusal(Reason.NOT_READY, "the hub is stopping; watch it again in a moment, or another");

    /** Why whoever watches is sent away; empty: he is not. */
    Optional<Refusal> whyParting() {
        return intake.isDraining() ? Optional.of(STOPPING) : contact.refusal();
    }

    /** An incident with time processed as far as anybody may be shown it, had nothing else happened. */
    IncidentState shown(Incident incident) {
        Published now = log.published();
        long atMs =
                guard.shownMs(now.lastAcceptedAtMs(), now.governance().charter().skewMs());
        // What a hub that only reads does not know yet could have moved the incident.
        long knownMs = Math.max(now.lastAcceptedAtMs(), log.knownUntilMs());
        return incident.at(Math.min(atMs, knownMs), now.size()).state();
    }
}
