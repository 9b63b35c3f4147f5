package org.demarche.server.outside;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls on somebody outside, on a thread of its own. After a failure the next call comes at ever longer intervals, and the operator is told once, until one succeeds
 * again.
 */
public final class Errand implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Errand.class);
    private static final int MOST_DOUBLINGS = 6;

    /** Whom to call on, and what for; asked and made by one thread. */
    public interface Call {
        /** What is to be asked for now; empty: nothing. */
        Optional<Attempt> next();

        /** Who that is, as the beginning of a sentence for the operator. */
        String who();

        /** What follows from it for the log that it fails, as the end of a sentence. */
        String consequence();

        /** A clause that says that it does not fail any more. */
        String mended();
    }

    /** One call. */
    @FunctionalInterface
    public interface Attempt {
        /**
         * Makes it.
         *
         * @return what is wrong with whoever was called, as a clause that begins with a verb; empty: nothing is
         */
        Optional<String> make() throws InterruptedException;
    }

    private final Call call;
    private final long firstPauseMs;
    private final Consumer<String> operator;
    private final ScheduledExecutorService thread;
    private final AtomicBoolean busy = new AtomicBoolean();
    private int failures;

    /**
     * Nobody has been called on yet.
     *
     * @param name of its thread
     * @param firstPauseMs for how long nobody is called on after a failure, in milliseconds; twice as long after the next, up to 64 times
     * @param operator is told what is wrong, a sentence at a time
     */
    public Errand(String name, Call call, long firstPauseMs, Consumer<String> operator) {
        this.call = call;
        this.firstPauseMs = firstPauseMs;
        this.operator = operator;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
    }

    /** There may be something to be asked for. Never waits; during a call, or the pause after a failure, this does nothing. */
    public void wake() {
        if (busy.compareAndSet(false, true)) {
            schedule(0);
        }
    }

    private void schedule(long delayMs) {
        try {
            thread.schedule(this::go, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is not asked any more: the hub is stopping", call.who());
        }
    }

    private void go() {
        try {
            if (!goes()) {
                schedule(firstPauseMs << Math.min(failures - 1, MOST_DOUBLINGS));
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        busy.set(false);
        if (isDueAgain()) {
            wake();
        }
    }

    private boolean goes() throws InterruptedException {
        Optional<String> trouble = Optional.empty();
        boolean asked = false;
        try {
            Optional<Attempt> next = call.next();
            asked = next.isPresent();
            if (asked) {
                trouble = next.get().make();
            }
        } catch (RuntimeException e) {
            trouble = Optional.of("could not be asked: " + e.getMessage());
        }
        if (trouble.isPresent()) {
            failures++;
            if (failures == 1) {
                operator.accept(call.who() + " " + trouble.get()
                        + "; the hub goes on without it, and asks it again from time to time" + call.consequence());
            }
            return false;
        }
        if (asked && failures > 0) {
            operator.accept(call.who() + " " + call.mended());
            failures = 0;
        }
        return true;
    }

    /** Whoever cannot tell is woken before long. */
    private boolean isDueAgain() {
        try {
            return call.next().isPresent();
        } catch (RuntimeException e) {
            LOG.debug("whether {} is to be asked again is not known: {}", call.who(), e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
