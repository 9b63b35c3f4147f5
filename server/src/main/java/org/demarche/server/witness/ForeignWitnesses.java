package org.demarche.server.witness;

import java.util.ArrayList;
import java.util.List;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.log.HubLog;
import org.demarche.server.outside.Errand;
import org.demarche.server.store.CosignedHeads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The witnesses that others run, each asked on a thread of its own. */
final class ForeignWitnesses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignWitnesses.class);
    private static final long FIRST_PAUSE_MS = 1_000;

    private final List<Errand> all = new ArrayList<>();

    ForeignWitnesses(
            List<HubConfig.ForeignWitness> configured,
            HubLog log,
            CosignedHeads store,
            Offers offers,
            Keeper keeper,
            HubClock clock) {
        for (HubConfig.ForeignWitness one : configured) {
            WitnessEndpoint endpoint = new WitnessEndpoint(one.url(), one.pin());
            AddCheckpoint asking = new AddCheckpoint(one, endpoint, log, store, keeper, clock::wallMs);
            all.add(new Errand(
                    "witness-" + one.name(), new ForeignWitness(one, asking, offers), FIRST_PAUSE_MS, LOG::warn));
        }
    }

    /** There may be another head to be cosigned. */
    void wake() {
        all.forEach(Errand::wake);
    }

    @Override
    public void close() {
        all.forEach(Errand::close);
    }
}
