package org.demarche.server;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a hub does again and again. Whatever may wait for a medium has a thread of its own, so that one that hangs holds up nothing else. */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final int TICK_MS = 20;
    private static final int READINESS_MS = 500;
    private static final int EXPIRY_MS = 60_000;
    private static final int PROBE_MS = 1_000;
    private static final int HEADS_MS = 1_000;
    private static final int LOOKS_IN_A_PAUSE = 4;
    private static final int TIME_MS = 1_000;
    private static final int TLS_MS = 2_000;

    private final ScheduledExecutorService timer = thread("timer");
    private final ScheduledExecutorService prober = thread("probe");
    private final ScheduledExecutorService trail = thread("heads");
    // These are never interrupted: that would break a write off.
    private final ScheduledExecutorService witnesses = thread("witnesses");
    private final ScheduledExecutorService time = thread("time");
    private final ScheduledExecutorService keeper = thread("last-head");
    private final ScheduledExecutorService tls = thread("tls");
    private volatile long tickedNanos = System.nanoTime();

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(new Daemons(name));
    }

    /**
     * Begins.
     *
     * @param heartbeatMs how often followers hear from the hub, in milliseconds
     * @param offerMs the least time between two heads that witnesses are offered, in milliseconds
     * @param expiry looks when the charter ends
     * @param readiness looks whether the hub is ready
     * @param keepHead keeps the head that was shown last
     * @param certificate looks whether there is a new one
     */
    void begin(
            HubCore core,
            int heartbeatMs,
            int offerMs,
            Runnable expiry,
            Runnable readiness,
            Runnable keepHead,
            Runnable certificate) {
        every(TICK_MS, timer, () -> {
            tickedNanos = System.nanoTime();
            core.tick();
        });
        every(EXPIRY_MS, timer, expiry);
        every(heartbeatMs, timer, core::beat);
        every(READINESS_MS, timer, readiness);
        every(READINESS_MS, timer, core::partIfCutOff);
        every(PROBE_MS, prober, core::probe);
        every(HEADS_MS, trail, core::leaveHeads);
        every(offerMs / LOOKS_IN_A_PAUSE, witnesses, core::attendWitnesses);
        every(TIME_MS, time, core::attendTimeAuthorities);
        every(HEADS_MS, keeper, keepHead);
        every(TLS_MS, tls, certificate);
    }

    /** How long ago the timer ran last, in milliseconds. */
    long sinceTickMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - tickedNanos);
    }

    private static void every(int periodMs, ScheduledExecutorService thread, Runnable task) {
        thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        // A periodic task that throws would never run again.
                        LOG.error("a periodic task failed", e);
                    }
                },
                periodMs,
                periodMs,
                TimeUnit.MILLISECONDS);
    }

    /** Ends; what is being written still is. */
    void end() {
        timer.shutdownNow();
        prober.shutdownNow();
        trail.shutdownNow();
        witnesses.shutdown();
        time.shutdown();
        keeper.shutdown();
        tls.shutdown();
    }
}
