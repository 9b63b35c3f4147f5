package org.demarche.server.log;

import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits for the sequencer: submissions, the most urgent first, and the news that others may have written. Thread-safe. */
final class Waiting {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final PriorityQueue<Submission> queue = new PriorityQueue<>();
    private Optional<CompletableFuture<Boolean>> look = Optional.empty();

    /** Adds a submission. */
    void add(Submission submission) {
        lock.lock();
        try {
            queue.add(submission);
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the submission was still waiting; it no longer is. */
    boolean remove(Submission submission) {
        lock.lock();
        try {
            return queue.remove(submission);
        } finally {
            lock.unlock();
        }
    }

    /** Others may have written: completed with whether all that they wrote is taken in. */
    CompletableFuture<Boolean> look() {
        lock.lock();
        try {
            CompletableFuture<Boolean> asked = look.orElseGet(CompletableFuture::new);
            look = Optional.of(asked);
            something.signalAll();
            return asked;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is something to be done, for {@code ms} milliseconds at most. */
    void await(long ms) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(ms);
            while (queue.isEmpty() && look.isEmpty() && left > 0) {
                left = something.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Who is to be told once it has been looked what others have written; asked once. */
    Optional<CompletableFuture<Boolean>> takeLook() {
        lock.lock();
        try {
            Optional<CompletableFuture<Boolean>> taken = look;
            look = Optional.empty();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Moves the most urgent submissions to {@code taken}, {@code most} at the most. */
    void drainTo(List<Submission> taken, int most) {
        lock.lock();
        try {
            for (int i = 0; i < most && !queue.isEmpty(); i++) {
                taken.add(queue.remove());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether no submission waits. */
    boolean isEmpty() {
        lock.lock();
        try {
            return queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
