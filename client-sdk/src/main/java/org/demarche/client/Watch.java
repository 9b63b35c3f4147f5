package org.demarche.client;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.client.follow.Follower;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.Replica;
import org.demarche.client.follow.WitnessCheck;
import org.demarche.client.transport.LineException;
import org.demarche.client.witness.WitnessedHeads;
import org.demarche.client.witness.Witnessing;
import org.demarche.escalation.Entry;
import org.demarche.proto.v1.WitnessedHead;

/** How far the copy has come. Hears from the follower, tells the listeners, and lets others wait, until the {@link Confidence} is lost. */
final class Watch implements Follower.Watcher {
    private final Replica replica;
    private final WitnessedHeads witnessed;
    private final Confidence confidence;
    private final Failures failures;
    private final Deliveries deliveries;
    private final InstantSource clock;
    private final int hubs;
    private final WitnessCheck times;
    private Optional<DeskException> lastTrouble = Optional.empty();
    private long caughtUpTo;
    private boolean heard;
    private int inVain;
    private Optional<DeskException> behind = Optional.empty();

    Watch(
            Replica replica,
            WitnessedHeads witnessed,
            Confidence confidence,
            Failures failures,
            Deliveries deliveries,
            InstantSource clock,
            int hubs) {
        this.replica = replica;
        this.witnessed = witnessed;
        this.confidence = confidence;
        this.failures = failures;
        this.deliveries = deliveries;
        this.clock = clock;
        this.hubs = hubs;
        this.times = new WitnessCheck(replica);
    }

    /** What ended the trust is told, and nobody waits any longer. */
    void lost(DeskException reason) {
        synchronized (this) {
            notifyAll();
        }
        deliveries.trouble(reason);
    }

    /** Whether the hub has once said that what it had shown was all. */
    synchronized boolean heard() {
        return heard;
    }

    /** Waits until the copy has {@code size} entries and the hub has once said that this is all. */
    void await(long size, Duration longest) throws DeskException {
        boolean come = await(() -> heard && Math.max(caughtUpTo, replica.size()) >= size, this::hopeless, longest);
        confidence.require();
        if (!come) {
            throw lastTrouble()
                    .orElseGet(() -> new DeskException.Unreachable(
                            "the hub did not show its whole log within " + longest.toSeconds() + " s",
                            "try again; what has come is kept",
                            null));
        }
    }

    /**
     * Waits until a hub has shown a log of {@code size} entries, or each has been followed in vain.
     *
     * @return why none has; empty: one has
     */
    Optional<DeskException> awaitShown(long size, Duration longest) throws DeskException {
        await(() -> caughtUpTo >= size || inVain >= hubs, () -> false, longest);
        confidence.require();
        synchronized (this) {
            return caughtUpTo < size ? behind.or(() -> lastTrouble) : Optional.empty();
        }
    }

    /** Waits until the entry with this index is witnessed; returns at once if the charter does not ask for that. */
    Witnessing awaitWitnessed(long index, Duration longest) throws DeskException {
        await(() -> !(witnessed.of(index) instanceof Witnessing.NotYet), () -> false, longest);
        confidence.require();
        return witnessed.of(index);
    }

    /**
     * Waits until it has come; no longer than until the confidence is lost.
     *
     * @param hopeless looked at after each piece of news: whether it is vain to wait on
     * @return whether the waiting has an end before its time, other than a hopeless one
     */
    private synchronized boolean await(BooleanSupplier come, BooleanSupplier hopeless, Duration longest)
            throws DeskException {
        long deadline = System.nanoTime() + longest.toNanos();
        long leftMs = longest.toMillis();
        while (!confidence.isLost() && !come.getAsBoolean()) {
            if (leftMs <= 0) {
                return false;
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DeskException.Unreachable("interrupted", "try again", e);
            }
            if (hopeless.getAsBoolean()) {
                return false;
            }
            leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        return true;
    }

    private synchronized Optional<DeskException> lastTrouble() {
        return lastTrouble;
    }

    /** Trying again does not make a wrong pin right. */
    private boolean hopeless() {
        return !heard && lastTrouble.isPresent() && lastTrouble.get() instanceof DeskException.NotTrusted;
    }

    @Override
    public void took(List<Entry> entries, boolean live) {
        deliveries.took(entries, live, clock.millis(), replica.charter().skewMs());
    }

    @Override
    public void shown(Optional<WitnessedHead> head) throws LieException, IOException {
        Witnessing before = witnessed.newest();
        Optional<String> wrong = witnessed.take(head);
        if (wrong.isPresent()) {
            deliveries.trouble(new DeskException.NotWitnessed(
                    wrong.get(), "nothing of it was believed; tell the operator, and the party whose witness it is"));
        } else if (head.isPresent()) {
            times.requireSeen(head.get());
        }
        if (witnessed.newest() instanceof Witnessing.Witnessed now && !now.equals(before)) {
            synchronized (this) {
                notifyAll();
            }
            deliveries.witnessed(now);
        }
    }

    @Override
    public void headed(VerifiedCheckpoint head, boolean caughtUp) {
        synchronized (this) {
            lastTrouble = Optional.empty();
            if (caughtUp) {
                heard = true;
                caughtUpTo = Math.max(caughtUpTo, head.head().size());
                if (caughtUpTo >= replica.greatestKnown()) {
                    inVain = 0;
                    behind = Optional.empty();
                }
            }
            notifyAll();
        }
        deliveries.headed(head.head(), caughtUp);
    }

    @Override
    public void broke(LineException failure) {
        DeskException trouble = failures.of(failure, Optional.empty());
        synchronized (this) {
            inVain++;
            if (failure.failure() instanceof LineException.Failure.Behind) {
                // It has nothing that the copy has not.
                heard = true;
                behind = Optional.of(trouble);
            }
        }
        trouble(trouble);
    }

    /** Something is in the way; it is tried again. */
    void trouble(DeskException trouble) {
        synchronized (this) {
            lastTrouble = Optional.of(trouble);
            notifyAll();
        }
        deliveries.trouble(trouble);
    }

    @Override
    public void ended(Exception cause) {
        confidence.ended(cause);
    }
}
