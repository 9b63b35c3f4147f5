package org.demarche.faults;

import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.client.Notices;
import org.demarche.client.Pending;
import org.demarche.client.Receipt;
import org.demarche.refusal.Reason;
import org.demarche.world.Say;
import org.demarche.world.World;

/** Desks that speak without pause, each from a thread of its own, as the software of a liaison desk would: what got no answer is sent again from the outbox. */
final class Traffic implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
    private final Map<String, Queue<Long>> moments = new ConcurrentHashMap<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);

    /** Starts. */
    Traffic(World world, String... desks) {
        for (String name : desks) {
            Desk desk = world.desk(name);
            moments.put(name, new ConcurrentLinkedQueue<>());
            Thread thread = new Thread(() -> speak(name, desk), "traffic-" + name);
            threads.add(thread);
            thread.start();
        }
    }

    /** Every receipt so far: each was verified by the desk that has it. */
    List<Receipt> receipts() {
        return List.copyOf(receipts);
    }

    /** Waits until each desk has another receipt. */
    void awaitEachDesk() {
        Map<String, Integer> before = counts();
        await("another receipt for each desk")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    requireNoFailure();
                    Map<String, Integer> now = counts();
                    return before.keySet().stream().allMatch(name -> now.get(name) > before.get(name));
                });
    }

    private Map<String, Integer> counts() {
        return moments.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().size()));
    }

    /** The longest time since {@code begunNanos} in which some desk got no receipt. */
    Duration longestSilence(long begunNanos) {
        long longest = 0;
        for (Queue<Long> desk : moments.values()) {
            long last = begunNanos;
            for (long moment : desk) {
                if (moment > last) {
                    longest = Math.max(longest, moment - last);
                    last = moment;
                }
            }
        }
        return Duration.ofNanos(longest);
    }

    private void keep(String name, Receipt receipt) {
        receipts.add(receipt);
        moments.get(name).add(System.nanoTime());
    }

    /** How often a hub gave no answer for so long that the desk left the notice in its outbox. */
    int unanswered() {
        return unanswered.get();
    }

    private void speak(String name, Desk desk) {
        try {
            for (int number = 0; stop.getCount() > 0; number++) {
                Draft draft = number % 5 == 0
                        ? Say.report(Clock.systemUTC().instant())
                        : Notices.message(name, "Number " + number + " of " + name + ".");
                try {
                    keep(name, desk.submit(draft));
                } catch (DeskException e) {
                    requirePassing(e);
                    resend(name, desk);
                }
            }
        } catch (DeskException | RuntimeException e) {
            failures.add(new AssertionError(name + ": " + e.getMessage(), e));
        }
    }

    private void resend(String name, Desk desk) throws DeskException {
        while (!desk.outbox().isEmpty()) {
            Pending pending = desk.outbox().get(0);
            try {
                keep(name, desk.resend(pending.id()));
            } catch (DeskException e) {
                requirePassing(e);
            }
        }
    }

    /** No hub answers, or one says that it has no room: then the notice waits in the outbox. */
    private void requirePassing(DeskException e) throws DeskException {
        boolean passes = e instanceof DeskException.Unreachable
                || e instanceof DeskException.Refused refused && refused.reason() == Reason.DISK_FULL;
        if (!passes) {
            throw e;
        }
        unanswered.incrementAndGet();
    }

    /** Lets every desk finish its sentence; an error if any desk had to give up. */
    void finish() {
        stop.countDown();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        requireNoFailure();
    }

    /** An error if any desk had to give up. */
    void requireNoFailure() {
        if (!failures.isEmpty()) {
            throw new AssertionError("a desk gave up", failures.peek());
        }
    }

    @Override
    public void close() {
        stop.countDown();
    }
}
