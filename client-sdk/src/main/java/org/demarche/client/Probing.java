package org.demarche.client;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.Replica;
import org.demarche.client.follow.StateCheck;
import org.demarche.client.transport.ClockProbe;
import org.demarche.client.transport.LineException;
import org.demarche.client.transport.RemoteHub;
import org.demarche.proto.v1.SignedState;

/** What is asked of the hub now and then, besides following its log: how its clock stands, which head is its newest, and what it shows of incidents. */
final class Probing {
    private final RemoteHub hub;
    private final ClockProbe probe;
    private final InstantSource clock;
    private final Replica replica;
    private final StateCheck states;
    private final Confidence confidence;
    private final Clocks clocks;
    private final LateWitnesses late;
    private final Watch watch;
    private final Failures failures;
    private final Deliveries deliveries;

    Probing(
            RemoteHub hub,
            InstantSource clock,
            Replica replica,
            StateCheck states,
            Confidence confidence,
            Clocks clocks,
            LateWitnesses late,
            Watch watch,
            Failures failures,
            Deliveries deliveries) {
        this.hub = hub;
        this.probe = new ClockProbe(hub, clock);
        this.clock = clock;
        this.replica = replica;
        this.states = states;
        this.confidence = confidence;
        this.clocks = clocks;
        this.late = late;
        this.watch = watch;
        this.failures = failures;
        this.deliveries = deliveries;
    }

    /**
     * What came of a probe.
     *
     * @param claimed the size of the head that the hub has shown, true or not
     * @param unanswered why there was no answer, if there was none
     */
    record Probed(long claimed, Optional<DeskException> unanswered) {}

    /** Compares the clocks and looks at the newest head. */
    Probed probe() throws InterruptedException {
        long atLeast = replica.greatestSeen();
        try {
            ClockProbe.Answer answer = probe.ask();
            clocks.compared(answer.aheadMs(), replica.charter().skewMs()).ifPresent(deliveries::trouble);
            Optional<VerifiedCheckpoint> head = replica.see(answer.checkpoint());
            // Of several hubs of one log, one may be behind what another has shown.
            if (hub.hubs() == 1 && head.isPresent() && head.get().head().size() < atLeast) {
                throw replica.rolledBack(head.get());
            }
            if (watch.heard()) {
                late.news().ifPresent(deliveries::trouble);
            }
            return new Probed(Replica.claimedSize(answer.checkpoint()), Optional.empty());
        } catch (LineException e) {
            DeskException trouble = failures.of(e, Optional.empty());
            watch.trouble(trouble);
            return new Probed(0, Optional.of(trouble));
        } catch (LieException | IOException e) {
            confidence.ended(e);
        }
        return new Probed(0, Optional.empty());
    }

    /** Holds what the hub shows of incidents against the copy. */
    void look() throws InterruptedException {
        try {
            for (SignedState state : hub.states(clock.millis())) {
                states.requireTrue(state);
            }
        } catch (LineException e) {
            watch.trouble(failures.of(e, Optional.empty()));
        } catch (LieException | IOException e) {
            confidence.ended(e);
        }
    }

    /** Both, as what is done again and again: a fault of this program's own is told, and must not end it for ever. */
    void round() {
        try {
            probe();
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            watch.trouble(new DeskException.Misconfigured(
                    "the hub's clock and heads could not be looked at: " + fault,
                    "it is tried again; if this comes again, report it with this sentence",
                    fault));
        }
    }
}
