package org.demarche.server.operations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.server.operations.Condition.State;
import org.demarche.server.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a hub as its operator would: at its disks, its certificate, its witnesses, and whether it answers a call. It looks on a thread of its own, which may wait
 * for the medium; what it has seen is told to anybody at once, with what is true at the moment of asking.
 */
public final class Patrol {
    private static final Logger LOG = LoggerFactory.getLogger(Patrol.class);
    private static final long DAY_MS = 86_400_000;
    /** A look that is older says nothing about now. */
    private static final long STALE_MS = 30_000;

    private final Watched hub;
    private final Vitals vitals;
    private final Warner warner;
    private final Attestation attestation;
    private final Gauges gauges;
    private final Map<String, Long> saidMs = new HashMap<>();
    private volatile Seen seen;

    private record Seen(Optional<String> unanswered, List<String> degraded, List<String> warnings, long atMs) {}

    Patrol(Watched hub, Vitals vitals, Warner warner, Gauges gauges) {
        this.hub = hub;
        this.vitals = vitals;
        this.warner = warner;
        this.attestation = new Attestation(hub);
        this.gauges = gauges;
        this.seen = new Seen(
                Optional.of("the hub has just started, and has yet to answer a call of its own"),
                List.of(),
                List.of(),
                hub.clock().monotonicMs());
    }

    /** Looks; to be called every few seconds, by one thread. */
    void look() {
        Optional<String> unanswered = vitals.whyUnanswered();
        try {
            hub.surveyor().look();
        } catch (StoreException e) {
            // That the store cannot be read makes the hub unready, and is said there.
            LOG.debug("the store cannot be surveyed: {}", e.getMessage());
        }
        long unwitnessedMs = attestation.unwitnessedMs();
        List<String> degraded =
                attestation.shortcomings(unwitnessedMs, hub.surveyor().survey());
        List<String> warnings = warner.warnings();
        warnings.forEach(this::say);
        seen = new Seen(unanswered, degraded, warnings, hub.clock().monotonicMs());
        gauges.set(unwitnessedMs);
    }

    /** Once a day, though its numbers change meanwhile. */
    private void say(String warning) {
        long nowMs = hub.clock().monotonicMs();
        String what = warning.replaceAll("[0-9]+", "");
        Long before = saidMs.get(what);
        if (before == null || nowMs - before >= DAY_MS) {
            saidMs.put(what, nowMs);
            LOG.warn("{}", warning);
        }
    }

    /** How the hub does now. */
    public Condition condition() {
        Seen last = seen;
        long ageMs = hub.clock().monotonicMs() - last.atMs();
        List<String> reasons =
                vitals.whyNotReady().or(last::unanswered).stream().toList();
        if (reasons.isEmpty() && ageMs > STALE_MS) {
            reasons = List.of("the hub has not looked after itself for " + ageMs / 1_000
                    + " s: a disk or a database may hang; see its output");
        }
        State state = vitals.draining() ? State.DRAINING : reasons.isEmpty() ? State.READY : State.NOT_READY;
        if (state == State.DRAINING && reasons.isEmpty()) {
            reasons = List.of("the hub is about to end");
        }
        return new Condition(state, reasons, last.degraded(), last.warnings());
    }

    /** Which of its threads do nothing any more. */
    List<String> whyNotAlive() {
        return vitals.whyNotAlive();
    }
}
