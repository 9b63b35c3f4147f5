package org.demarche.client;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.demarche.client.follow.Follower;
import org.demarche.client.follow.Replica;
import org.demarche.client.transport.Line;
import org.demarche.client.transport.RemoteHub;
import org.demarche.merkle.Head;

/** The line at work: one thread follows the log, another probes the hub every ten seconds. */
final class Connection implements AutoCloseable {
    private static final long PROBE_SECONDS = 10;
    private static final Duration FIRST_CATCH_UP = Duration.ofSeconds(60);
    private static final Duration CATCH_UP = Duration.ofSeconds(20);
    private static final long CLOSE_MS = 2000;

    private final Line line;
    private final Replica replica;
    private final Confidence confidence;
    private final Watch watch;
    private final Probing probing;
    private final Consumer<String> announce;
    private final Thread follower;
    private final ScheduledExecutorService rounds;

    Connection(
            Line line,
            Follower follower,
            Replica replica,
            Confidence confidence,
            Watch watch,
            Probing probing,
            Consumer<String> announce) {
        this.line = line;
        this.replica = replica;
        this.confidence = confidence;
        this.watch = watch;
        this.probing = probing;
        this.announce = announce;
        this.follower = daemon(follower, "demarche-follower");
        this.rounds = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "demarche-clock"));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** What is asked over it. */
    RemoteHub hub() {
        return new RemoteHub(line);
    }

    /** Begins to follow and to compare the clocks, and waits for the first comparison alone: whoever runs on, whatever comes, hears of the rest. */
    void begin() throws InterruptedException {
        follower.start();
        probing.probe();
        goRounds();
    }

    /** Compares the clocks, begins to follow, and waits for the end of the log. */
    void connect() throws DeskException {
        follower.start();
        requireAnswer();
        awaitEnd();
        goRounds();
    }

    private void goRounds() {
        rounds.scheduleWithFixedDelay(probing::round, PROBE_SECONDS, PROBE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for the end of the log. Of several hubs the first that answers may be behind another: one is waited for that shows what this desk has been shown before. */
    void awaitEnd() throws DeskException {
        watch.await(0, FIRST_CATCH_UP);
        if (hub().hubs() == 1) {
            return;
        }
        long seen = replica.greatestKnown();
        watch.awaitShown(seen, CATCH_UP)
                .ifPresent(why -> announce.accept("no hub shows the " + seen
                        + " entries that this desk has seen, and what is shown here is the log as of "
                        + replica.size() + ": " + why.getMessage() + "; " + why.hint()));
    }

    /** Waits until the copy has everything that the hub has now. */
    Head catchUp() throws DeskException {
        long claimed = requireAnswer();
        watch.await(Math.max(replica.greatestSeen(), claimed), CATCH_UP);
        try {
            probing.look();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        confidence.require();
        return replica.head();
    }

    /** Returns the size of the head that the hub has shown. */
    private long requireAnswer() throws DeskException {
        try {
            Probing.Probed probed = probing.probe();
            if (probed.unanswered().isPresent()) {
                throw probed.unanswered().get();
            }
            return probed.claimed();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static DeskException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new DeskException.Unreachable("interrupted", "try again", e);
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        follower.interrupt();
        try {
            follower.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        line.close();
    }
}
