package org.demarche.server.evidence;

import java.util.Optional;
import org.demarche.evidence.BundleWriter;
import org.demarche.hash.Sha256;
import org.demarche.server.log.HubLog;
import org.demarche.server.store.StoredEntry;

/** Writes evidence bundles on request. */
public final class Bundles {
    private final HubLog log;

    /** Bundles from {@code log}. */
    public Bundles(HubLog log) {
        this.log = log;
    }

    /** The bundle that proves a notice; empty if it is not in the log. */
    public Optional<byte[]> ofNotice(Sha256 identity) {
        return log.entries().ofNotice(identity).map(entry -> BundleWriter.notice(new HubLogSource(log), entry.index()));
    }

    /** The bundle that proves what an entry of an incident brought; empty if there is no such entry of that incident. */
    public Optional<byte[]> ofIncident(Sha256 incident, long index) {
        return log.store()
                .entry(index)
                .filter(entry -> index < log.published().size())
                .filter(entry -> entry.incident().equals(Optional.of(incident)))
                .map(StoredEntry::index)
                .map(i -> BundleWriter.incident(new HubLogSource(log), incident, i));
    }
}
