package org.demarche.server.rpc;

import java.util.concurrent.Executor;
import org.demarche.server.clock.ClockGuard;
import org.demarche.server.delivery.Followers;
import org.demarche.server.intake.Intake;
import org.demarche.server.intake.Quotas;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Receipts;
import org.demarche.server.log.Refusals;
import org.demarche.server.quorum.Incidents;

/**
 * What the services stand on.
 *
 * @param executor runs what must not hold up the sequencer: receipts, signatures under refusals, streams
 */
public record HubServices(
        HubLog log,
        Intake intake,
        Receipts receipts,
        Refusals refusals,
        Quotas quotas,
        ClockGuard guard,
        Followers followers,
        Incidents incidents,
        Executor executor) {}
