package org.demarche.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.server.operations.Vitals;
import org.demarche.server.rpc.SelfCall;

/** What tells whether a hub lives, and can do what it is there for. */
final class Life implements Vitals {
    private static final int BREATH_MS = 1_000;
    private static final int TICK_AT_LEAST_EVERY_MS = 5_000;

    private final HubCore core;
    private final Listeners listeners;
    private final Rounds rounds;
    private final SelfCall call;
    private volatile boolean draining;

    Life(HubCore core, Listeners listeners, Rounds rounds, SelfCall call) {
        this.core = core;
        this.listeners = listeners;
        this.rounds = rounds;
        this.call = call;
    }

    @Override
    public List<String> whyNotAlive() {
        List<String> dead = new ArrayList<>();
        if (!listeners.breathes(BREATH_MS)) {
            dead.add("threads of the network have done nothing for " + BREATH_MS + " ms");
        }
        if (rounds.sinceTickMs() > TICK_AT_LEAST_EVERY_MS) {
            dead.add("the timer has not run for " + rounds.sinceTickMs() + " ms");
        }
        if (core.hasStopped() && !draining) {
            dead.add("the log has stopped");
        }
        return dead;
    }

    @Override
    public Optional<String> whyNotReady() {
        return core.whyNotReady();
    }

    @Override
    public boolean draining() {
        return draining;
    }

    @Override
    public Optional<String> whyUnanswered() {
        return draining ? Optional.empty() : call.whyUnanswered();
    }

    /** The hub is about to end. */
    void drain() {
        draining = true;
        listeners.leaving();
    }
}
