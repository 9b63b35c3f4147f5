package org.demarche.server.evidence;

import java.util.Optional;
import org.demarche.evidence.BundleWriter;
import org.demarche.hash.Sha256;
import org.demarche.server.log.HubLog;
import org.demarche.server.timestamp.Stamped;
import org.demarche.server.witness.WitnessedHeads;

/** Writes evidence bundles on request. */
public final class Bundles {
    private final HubLog log;
    private final WitnessedHeads witnessed;
    private final Stamped stamped;

    /** Bundles from {@code log}. */
    public Bundles(HubLog log, WitnessedHeads witnessed, Stamped stamped) {
        this.log = log;
        this.witnessed = witnessed;
        this.stamped = stamped;
    }

    /** The bundle that proves a notice; empty if it is not in the log. */
    public Optional<byte[]> ofNotice(Sha256 identity) {
        return log.ofNotice(identity)
                .map(entry ->
                        BundleWriter.notice(new HubLogSource(log, witnessed, stamped, entry.index()), entry.index()));
    }

    /**
     * The bundle that proves what an incident's first entry at or after an index brought: a governance entry can move an incident, and the incident's next
     * entry then makes that visible. Empty if the incident has no such entry.
     */
    public Optional<byte[]> ofIncident(Sha256 incident, long index) {
        return log.store().incident(incident, log.published().size()).stream()
                .filter(i -> i >= index)
                .findFirst()
                .map(i -> BundleWriter.incident(new HubLogSource(log, witnessed, stamped, i), incident, i));
    }
}
