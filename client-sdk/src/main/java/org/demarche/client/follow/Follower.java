package org.demarche.client.follow;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.client.transport.EntryStream;
import org.demarche.client.transport.LineException;
import org.demarche.client.transport.Pause;
import org.demarche.client.transport.RemoteHub;
import org.demarche.escalation.Entry;
import org.demarche.proto.v1.FollowHead;
import org.demarche.proto.v1.FollowResponse;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.refusal.RefusedException;

/**
 * Follows the log on a thread of its own: opens the stream where the copy ends, hands each head with the entries before it to the {@link Replica}, and begins anew when
 * the line breaks. Ends for good at the first lie, and when the copy can't be written.
 */
public final class Follower implements Runnable {
    /** A live hub says something at least this often; after twice its heartbeat silence is a broken line. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final int MOST_PENDING = 16_384;
    private static final long MOST_PENDING_BYTES = 67_108_864;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final RemoteHub hub;
    private final Replica replica;
    private final InstantSource clock;
    private final Pause pause;
    private final Watcher watcher;
    private Duration nextPause = FIRST_PAUSE;
    private long toldBehind;

    /** Is told what the follower sees, on its thread. */
    public interface Watcher {
        /** These entries are now part of the copy. {@code live}: the stream had reached the end of the log before they came. */
        void took(List<Entry> entries, boolean live);

        /** What the hub shows as witnessed, unverified, if it shows anything; before each {@link #headed}. */
        void shown(Optional<WitnessedHead> witnessed) throws LieException, IOException;

        /** A verified head covers everything so far. */
        void headed(VerifiedCheckpoint head, boolean caughtUp);

        /** The line broke, the hub refused, or it is behind; the follower tries again, or waits. */
        void broke(LineException failure);

        /** The follower has ended for good: {@link LieException}, {@link IOException}, {@link RefusedException} or {@link MissingLogKeyException}. */
        void ended(Exception cause);
    }

    /** A follower, which runs when its thread does. */
    public Follower(RemoteHub hub, Replica replica, InstantSource clock, Pause pause, Watcher watcher) {
        this.hub = hub;
        this.replica = replica;
        this.clock = clock;
        this.pause = pause;
        this.watcher = watcher;
    }

    /** Follows until interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    stream();
                } catch (LineException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    watcher.broke(e);
                    pause.of(nextPause);
                    nextPause = nextPause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                            ? nextPause.multipliedBy(2)
                            : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LieException | IOException | RefusedException | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            // Whatever it was, nothing more can be believed; whoever waits must hear of it.
            watcher.ended(e);
        }
    }

    private void stream() throws LineException, InterruptedException, LieException, IOException, RefusedException {
        Stretch stretch = new Stretch(replica.size(), replica.greatestSeen());
        try (EntryStream stream = hub.follow(stretch.from, clock.millis())) {
            try {
                while (true) {
                    FollowResponse response = stream.next(SILENCE);
                    if (response.hasHead()) {
                        head(stretch, response.getHead());
                    } else {
                        stretch.add(response.getEntry().toByteArray());
                    }
                }
            } catch (LineException e) {
                stream.leave();
                if (hub.hubs() == 1 && e.saysNotFound()) {
                    requireNoRollback(stretch);
                }
                throw hub.hubs() > 1 ? e.orBehind() : e;
            }
        }
    }

    /** The only hub has no place where the copy ends: what it shows as its newest head tells whether its log is shorter than it was. */
    private void requireNoRollback(Stretch stretch)
            throws LineException, InterruptedException, LieException, IOException {
        Optional<VerifiedCheckpoint> shown =
                replica.see(hub.reportClock(clock.millis()).getCheckpoint().toByteArray());
        if (shown.isPresent() && shown.get().head().size() < stretch.atLeast) {
            throw replica.rolledBack(shown.get());
        }
    }

    private void head(Stretch stretch, FollowHead head)
            throws LineException, LieException, IOException, RefusedException {
        List<Entry> taken = replica.accept(
                stretch.from, stretch.pending, head.getCheckpoint().toByteArray());
        VerifiedCheckpoint checkpoint = replica.checkpoint().orElseThrow();
        if (hub.hubs() == 1 && head.getCaughtUp() && checkpoint.head().size() < stretch.atLeast) {
            // It has shown more itself.
            throw replica.rolledBack(checkpoint);
        }
        boolean live = stretch.caughtUp;
        stretch.next(head.getCaughtUp());
        nextPause = FIRST_PAUSE;
        if (!taken.isEmpty()) {
            watcher.took(taken, live);
        }
        watcher.shown(head.hasWitnessed() ? Optional.of(head.getWitnessed()) : Optional.empty());
        watcher.headed(checkpoint, head.getCaughtUp());
        if (head.getCaughtUp()) {
            requireNotBehind(stretch, checkpoint.head().size());
        }
    }

    /**
     * A hub may be behind what another has shown, or somebody else has brought. Of several the next one is asked. With one only, people hear of it, once for each greater
     * head: what it has shown itself it must show again or has gone back, but what only others have brought it may not have yet.
     */
    private void requireNotBehind(Stretch stretch, long shown) throws LineException {
        long known = replica.greatestKnown();
        if (!stretch.lag.isTooLong(shown, known, clock.millis())) {
            return;
        }
        LineException behind = new LineException(
                new LineException.Failure.Behind("it shows " + shown + " entries, and " + known + " have been seen"));
        if (hub.hubs() > 1) {
            throw behind;
        }
        if (known > replica.greatestSeen() && known > toldBehind) {
            toldBehind = known;
            watcher.broke(behind);
        }
    }

    /** What has come since the last head. */
    private static final class Stretch {
        private final long atLeast;
        private long from;
        private final List<byte[]> pending = new ArrayList<>();
        private long bytes;
        private boolean caughtUp;
        private final Lag lag = new Lag();

        Stretch(long from, long atLeast) {
            this.from = from;
            this.atLeast = atLeast;
        }

        void add(byte[] entry) throws LineException {
            pending.add(entry);
            bytes += entry.length;
            if (pending.size() > MOST_PENDING || bytes > MOST_PENDING_BYTES) {
                throw new LineException(new LineException.Failure.Unexplained(
                        "it sent " + pending.size() + " entries without a head over them"));
            }
        }

        void next(boolean reachedEnd) {
            from += pending.size();
            pending.clear();
            bytes = 0;
            caughtUp |= reachedEnd;
        }
    }
}
