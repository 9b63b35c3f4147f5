package org.demarche.server.delivery;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.demarche.escalation.Incident;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.server.log.HubLog;
import org.demarche.server.log.LogListener;
import org.demarche.server.log.Published;
import org.demarche.server.witness.WitnessedHeads;

/** Everybody who follows the log. */
public final class Followers implements LogListener {
    private final HubLog log;
    private final WitnessedHeads witnessed;
    private final Executor executor;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();

    /** Followers of {@code log}, served by {@code executor}. */
    public Followers(HubLog log, WitnessedHeads witnessed, Executor executor) {
        this.log = log;
        this.witnessed = witnessed;
        this.executor = executor;
    }

    /** Refuses a place that the log does not have yet. */
    public Optional<Refusal> check(long from) {
        long size = log.published().size();
        return from >= 0 && from <= size
                ? Optional.empty()
                : Optional.of(new Refusal(
                        Reason.NOT_FOUND,
                        "from_index: " + Long.toUnsignedString(from) + " (expected: at most " + size
                                + ", the size of the log)"));
    }

    /** A reader that wants everything from this index on; {@link Follower#wake} starts it. */
    public Follower add(long from, Sink sink) {
        Follower follower = new Follower(log, witnessed, executor, sink, from);
        followers.add(follower);
        return follower;
    }

    /** The reader is gone. */
    public void remove(Follower follower) {
        follower.end();
        followers.remove(follower);
    }

    /** Ends every stream. */
    public void part(Refusal why) {
        followers.forEach(follower -> follower.part(why));
    }

    /** How many there are. */
    public int size() {
        return followers.size();
    }

    /** Sends everybody who has caught up the newest head. */
    public void beat() {
        followers.forEach(Follower::beat);
    }

    /** There may be something new for everybody. Neither blocks nor throws. */
    public void wakeAll() {
        followers.forEach(Follower::wake);
    }

    @Override
    public void grown(Published published, Collection<Incident> moved) {
        wakeAll();
    }
}
