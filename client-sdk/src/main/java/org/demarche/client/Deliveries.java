package org.demarche.client;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.demarche.client.follow.Replica;
import org.demarche.client.witness.WitnessedHeads;
import org.demarche.client.witness.Witnessing;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.Compromise;
import org.demarche.escalation.Content;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Signer;
import org.demarche.merkle.Head;

/**
 * Tells listeners, on one thread of its own. Each has its place in the log and is served from the copy on disk, so a slow one holds nobody up and fills no memory.
 */
final class Deliveries implements AutoCloseable {
    private static final long CLOSE_SECONDS = 2;

    private final Replica replica;
    private final WitnessedHeads witnessed;
    private final Consumer<String> announce;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final Set<Long> late = ConcurrentHashMap.newKeySet();
    private final ExecutorService thread;
    /** How many entries may be told: the copy grows a moment before it is known which of the new ones are late. */
    private final AtomicLong told;

    private static final class Subscriber {
        private final DeskListener listener;
        private long next;

        Subscriber(DeskListener listener, long next) {
            this.listener = listener;
            this.next = next;
        }
    }

    Deliveries(Replica replica, WitnessedHeads witnessed, Consumer<String> announce) {
        this.replica = replica;
        this.witnessed = witnessed;
        this.announce = announce;
        this.told = new AtomicLong(replica.size());
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread t = new Thread(task, "demarche-deliveries");
            t.setDaemon(true);
            return t;
        });
    }

    /** Serves {@code listener} every entry from {@code from} on. */
    void subscribe(long from, DeskListener listener) {
        Subscriber subscriber = new Subscriber(listener, from);
        run(() -> {
            subscribers.add(subscriber);
            serve(subscriber);
        });
    }

    /** Entries have come; those that came live and yet are older than the skew are late. */
    void took(List<Entry> entries, boolean live, long nowMs, long skewMs) {
        for (Entry entry : entries) {
            if (live && entry.acceptedAtMs() < nowMs - skewMs) {
                late.add(entry.index());
            }
            told.accumulateAndGet(entry.index() + 1, Math::max);
        }
        run(() -> subscribers.forEach(this::serve));
    }

    void headed(Head head, boolean caughtUp) {
        told.accumulateAndGet(head.size(), Math::max);
        run(() -> subscribers.forEach(s -> {
            serve(s);
            tell(() -> s.listener.onHead(head, caughtUp));
        }));
    }

    void witnessed(Witnessing.Witnessed newest) {
        run(() -> subscribers.forEach(s -> tell(() -> s.listener.onWitnessed(newest))));
    }

    void trouble(DeskException trouble) {
        run(() -> subscribers.forEach(s -> tell(() -> s.listener.onTrouble(trouble))));
    }

    /** An entry of the copy, as people see it. */
    Delivery delivery(Entry entry) {
        Optional<VerifiedNotice> notice =
                entry.content() instanceof Content.Noticed noticed ? Optional.of(noticed.notice()) : Optional.empty();
        Optional<String> desk = notice.flatMap(n -> replica.governance().flatMap(g -> g.signer(n.keyId())))
                .flatMap(Signer::desk);
        return new Delivery(
                entry.index(),
                Instant.ofEpochMilli(entry.acceptedAtMs()),
                notice.map(VerifiedNotice::id),
                notice.map(VerifiedNotice::notice),
                desk,
                entry.incident(),
                notice.flatMap(n -> compromise(n, entry.index())),
                late.contains(entry.index()),
                witnessed.of(entry.index()));
    }

    private Optional<Compromise> compromise(VerifiedNotice notice, long index) {
        return replica.governance()
                .flatMap(g -> g.compromise(notice.notice().getAuthor(), notice.keyId()))
                .filter(c -> c.covers(index));
    }

    private void serve(Subscriber subscriber) {
        try {
            while (subscriber.next < told.get()) {
                Delivery delivery = delivery(replica.entry(subscriber.next));
                subscriber.next++;
                tell(() -> subscriber.listener.onEntry(delivery));
            }
        } catch (IOException e) {
            subscribers.remove(subscriber);
            DeskException trouble = new DeskException.Misconfigured(
                    "the desk's copy of the log can't be read: " + e.getMessage(), "check the disk", e);
            tell(() -> subscriber.listener.onTrouble(trouble));
        }
    }

    /** A listener that fails is the caller's defect; the others are still served. */
    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            announce.accept("a listener failed: " + e);
        }
    }

    private void run(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // The desk was closed in this moment: what came last is in its copy, and nobody listens any more.
            return;
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
