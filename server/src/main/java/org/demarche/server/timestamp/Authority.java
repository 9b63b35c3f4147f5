package org.demarche.server.timestamp;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.demarche.server.store.FrozenHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A time authority, asked on a thread of its own. After a failure it is asked again at ever longer intervals, and the operator is told once, until it stamps again.
 */
final class Authority implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Authority.class);
    private static final int MOST_DOUBLINGS = 6;

    private final TimeAuthorities.Access access;
    private final Asking asking;
    private final long firstPauseMs;
    private final Consumer<String> operator;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean busy = new AtomicBoolean();
    private int failures;

    /**
     * An authority that has been asked for nothing yet.
     *
     * @param firstPauseMs for how long it is left alone after a failure, in milliseconds; twice as long after the next, up to 64 times
     * @param operator is told what is wrong with it, a sentence at a time
     */
    Authority(TimeAuthorities.Access access, Asking asking, long firstPauseMs, Consumer<String> operator) {
        this.access = access;
        this.asking = asking;
        this.firstPauseMs = firstPauseMs;
        this.operator = operator;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "time-" + access.name());
            made.setDaemon(true);
            return made;
        });
    }

    /** There may be a head to be stamped. Never waits; while the authority is asked, or left alone after a failure, this does nothing. */
    void wake() {
        if (busy.compareAndSet(false, true)) {
            schedule(0);
        }
    }

    private void schedule(long delayMs) {
        try {
            thread.schedule(this::ask, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is not asked any more: the hub is stopping", access.name());
        }
    }

    private void ask() {
        try {
            if (!stamped()) {
                schedule(firstPauseMs << Math.min(failures - 1, MOST_DOUBLINGS));
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        busy.set(false);
    }

    /** Whether nothing is left to be stamped. */
    private boolean stamped() throws InterruptedException {
        Optional<String> trouble = Optional.empty();
        boolean asked = false;
        try {
            Optional<FrozenHead> head = asking.next();
            if (head.isPresent()) {
                asked = true;
                trouble = asking.stamp(head.get());
            }
        } catch (RuntimeException e) {
            trouble = Optional.of("could not be asked: " + e.getMessage());
        }
        String name = "the time authority " + access.name() + " at " + access.url() + " ";
        if (trouble.isPresent()) {
            failures++;
            if (failures == 1) {
                operator.accept(
                        name + trouble.get()
                                + "; the hub goes on without it, and asks it again from time to time: what it does not stamp is called unattested");
            }
            return false;
        }
        if (asked && failures > 0) {
            operator.accept(name + "stamps again");
            failures = 0;
        }
        return true;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
