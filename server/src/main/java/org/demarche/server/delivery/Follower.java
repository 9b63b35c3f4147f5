package org.demarche.server.delivery;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.demarche.refusal.Refusal;
import org.demarche.server.log.Heads;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.Published;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.witness.OpenedHead;
import org.demarche.server.witness.WitnessedHeads;
import org.jspecify.annotations.Nullable;

/** One reader's place in the log. */
public final class Follower {
    private static final int READ_AT_ONCE = 64;

    private final HubLog log;
    private final WitnessedHeads witnessed;
    private final Executor executor;
    private final Sink sink;
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile boolean heartbeat;
    private volatile boolean over;
    private volatile @Nullable Refusal parting;
    private long next;
    private long covered = -1;
    /** Size of the witnessed head that the reader was told of last. */
    private long told;

    Follower(HubLog log, WitnessedHeads witnessed, Executor executor, Sink sink, long from) {
        this.log = log;
        this.witnessed = witnessed;
        this.executor = executor;
        this.sink = sink;
        this.next = from;
    }

    /** Sends what there is, on another thread: the log has grown, or the reader is ready again. */
    public void wake() {
        if (wakes.getAndIncrement() == 0) {
            executor.execute(this::work);
        }
    }

    /** Sends a head even if nothing is new. */
    void beat() {
        heartbeat = true;
        wake();
    }

    /** Tells the reader why nothing more comes. */
    void part(Refusal why) {
        parting = why;
        wake();
    }

    /** Sends nothing more. */
    public void end() {
        over = true;
    }

    private void work() {
        int seen = wakes.get();
        do {
            try {
                pump();
            } catch (RuntimeException e) {
                over = true;
                sink.fail(e);
            }
            seen = wakes.addAndGet(-seen);
        } while (seen != 0);
    }

    private void pump() {
        Refusal why = parting;
        if (why != null && !over) {
            over = true;
            sink.over(why);
        }
        while (!over && sink.isReady()) {
            Published published = log.published();
            long boundary = Math.min(published.size(), (next / Heads.EVERY + 1) * Heads.EVERY);
            boolean headIsDue = covered != next && (next == published.size() || next % Heads.EVERY == 0) && next > 0;
            boolean caughtUp = next == published.size();
            Optional<OpenedHead> news = witnessed.newest().filter(head -> head.size() > told && head.size() <= next);
            if (headIsDue || (caughtUp && (heartbeat || news.isPresent()))) {
                heartbeat = false;
                covered = next;
                told = news.map(OpenedHead::size).orElse(told);
                sink.head(caughtUp ? published.checkpoint() : log.checkpointAt(next), caughtUp, news);
            } else if (next < boundary) {
                sendEntries(boundary);
            } else {
                return;
            }
        }
    }

    private void sendEntries(long end) {
        for (StoredEntry entry : log.entries().range(next, end, READ_AT_ONCE)) {
            if (over || !sink.isReady()) {
                return;
            }
            sink.entry(entry.bytes());
            next = entry.index() + 1;
        }
    }
}
