package org.demarche.server.witness;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.OfferedHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A witness that others run: each offered head is submitted to it, or the newest of those that came while it was busy. After a failure it is asked again at ever longer
 * intervals, and the operator is told once, until it cosigns again.
 */
final class ForeignWitness implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignWitness.class);
    private static final int MOST_DOUBLINGS = 6;

    private final HubConfig.ForeignWitness witness;
    private final AddCheckpoint asking;
    private final Offers offers;
    private final long firstPauseMs;
    private final Consumer<String> operator;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean busy = new AtomicBoolean();
    private int failures;
    private long done;

    /**
     * A witness that has been asked for nothing yet.
     *
     * @param asking submits heads to it
     * @param firstPauseMs for how long it is left alone after a failure, in milliseconds; twice as long after the next, up to 64 times
     * @param operator is told what is wrong with it, a sentence at a time
     */
    ForeignWitness(
            HubConfig.ForeignWitness witness,
            AddCheckpoint asking,
            Offers offers,
            long firstPauseMs,
            Consumer<String> operator) {
        this.witness = witness;
        this.asking = asking;
        this.offers = offers;
        this.firstPauseMs = firstPauseMs;
        this.operator = operator;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "witness-" + witness.name());
            made.setDaemon(true);
            return made;
        });
    }

    /** There may be another head. Never waits; while it is asked, or left alone after a failure, this does nothing. */
    void wake() {
        if (busy.compareAndSet(false, true)) {
            schedule(0);
        }
    }

    private void schedule(long delayMs) {
        try {
            thread.schedule(this::ask, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is not asked any more: the hub is stopping", witness.name());
        }
    }

    private Optional<OfferedHead> next() {
        return offers.newest().filter(head -> head.size() > done);
    }

    private void ask() {
        try {
            Optional<OfferedHead> head = next();
            if (head.isPresent() && !isCosigned(head.get())) {
                schedule(firstPauseMs << Math.min(failures - 1, MOST_DOUBLINGS));
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        busy.set(false);
        if (next().isPresent()) {
            wake();
        }
    }

    private boolean isCosigned(OfferedHead head) throws InterruptedException {
        Optional<String> trouble;
        try {
            trouble = asking.submit(head);
        } catch (RuntimeException e) {
            trouble = Optional.of("could not be asked: " + e.getMessage());
        }
        if (trouble.isPresent()) {
            failures++;
            if (failures == 1) {
                operator.accept("the witness " + witness.name() + " at " + witness.url() + " " + trouble.get()
                        + "; the hub goes on without it, and asks it again from time to time");
            }
            return false;
        }
        if (failures > 0) {
            operator.accept("the witness " + witness.name() + " at " + witness.url() + " cosigns again");
        }
        failures = 0;
        done = head.size();
        return true;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
