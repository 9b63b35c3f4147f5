package org.demarche.server.intake;

import java.util.Comparator;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.demarche.proto.v1.Precedence;

/** As many threads as cores, which check signatures; a higher precedence comes first, then whoever came first. */
public final class VerificationPool implements AutoCloseable {
    private static final Comparator<Task> ORDER =
            Comparator.comparing(Task::precedence).reversed().thenComparingLong(Task::arrival);

    private final AtomicLong arrivals = new AtomicLong();
    private final ThreadPoolExecutor threads;

    private record Task(Precedence precedence, long arrival, Runnable work) implements Runnable, Comparable<Task> {
        @Override
        public void run() {
            work.run();
        }

        @Override
        public int compareTo(Task other) {
            return ORDER.compare(this, other);
        }
    }

    /** A pool of {@code size} threads. */
    public VerificationPool(int size) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(size, size, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "verify-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Lets a thread do {@code work}, which must not throw.
     *
     * @throws RejectedExecutionException if the pool was closed
     */
    public void execute(Precedence precedence, Runnable work) {
        threads.execute(new Task(precedence, arrivals.getAndIncrement(), work));
    }

    /** How many wait for a thread. */
    public int waiting() {
        return threads.getQueue().size();
    }

    /** Finishes what waits, and ends. */
    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(1, TimeUnit.MINUTES);
    }
}
