package org.demarche.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.demarche.client.follow.Replica;
import org.demarche.client.witness.WitnessedHeads;
import org.demarche.client.witness.Witnessing;

/** Whether entries that the charter wants witnessed wait for it longer than they should. */
final class LateWitnesses {
    private static final Duration LATE = Duration.ofSeconds(60);

    private final Replica replica;
    private final WitnessedHeads witnessed;
    private final InstantSource clock;
    private boolean were;

    LateWitnesses(Replica replica, WitnessedHeads witnessed, InstantSource clock) {
        this.replica = replica;
        this.witnessed = witnessed;
        this.clock = clock;
    }

    /** Entries that the charter wants witnessed and that have not been for a minute, if there are any. */
    Optional<DeskException.NotWitnessed> now() throws IOException {
        Optional<Instant> since = witnessed.waitingSince();
        if (since.isEmpty() || since.get().plus(LATE).isAfter(clock.instant())) {
            return Optional.empty();
        }
        String rule = replica.charter().witnessed().map(Object::toString).orElse("-");
        String which = witnessed.newest() instanceof Witnessing.Witnessed w
                ? "entries from " + w.size() + " on are not witnessed"
                : "no entry is witnessed";
        return Optional.of(
                new DeskException.NotWitnessed(
                        which + ", the oldest for "
                                + Duration.between(since.get(), clock.instant()).toSeconds()
                                + " s (the charter asks for "
                                + rule + ")",
                        "what was said is in the log and counts; ask the parties whether their witnesses run: `demarche liaison witness run`"));
    }

    /** The same, once when it begins, and again when it has been over in between. */
    synchronized Optional<DeskException.NotWitnessed> news() throws IOException {
        Optional<DeskException.NotWitnessed> late = now();
        boolean begins = !were;
        were = late.isPresent();
        return begins ? late : Optional.empty();
    }
}
