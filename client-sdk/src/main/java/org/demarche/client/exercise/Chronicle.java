package org.demarche.client.exercise;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.proto.v1.IncidentState;

/** Keeps what happened, in order, and tells it as it comes. Not thread-safe. */
final class Chronicle {
    private final Charter charter;
    private final Timeline timeline;
    private final List<Happening> happenings = new ArrayList<>();
    private final Set<String> assented = new HashSet<>();
    private PlanClock clock;
    private IncidentState last = IncidentState.getDefaultInstance();
    private boolean inForce;

    Chronicle(Charter charter, Timeline timeline) {
        this.charter = charter;
        this.timeline = timeline;
        this.clock = PlanClock.of(charter);
    }

    /** Time of the plan. */
    PlanClock clock() {
        return clock;
    }

    /** Everything so far. */
    List<Happening> happenings() {
        return List.copyOf(happenings);
    }

    /** Parties that have assented to the charter. */
    Set<String> assented() {
        return Set.copyOf(assented);
    }

    /** A party has assented to the charter. */
    void assented(String party) {
        assented.add(party);
    }

    void add(Happening happening) {
        happenings.add(happening);
        timeline.tell(happening, clock);
    }

    /** The charter is seen to be in force. */
    void inForce(long nowMs) {
        if (!inForce) {
            inForce = true;
            add(new Happening.Followed(new Turn.InForce(nowMs), List.of()));
        }
    }

    /** The incident is seen in this state, with {@code newestMs} the time of the newest entry; tells what has turned since the last one. */
    void observe(IncidentState now, long newestMs) {
        List<Turn> turns = Turns.between(last, now, newestMs);
        last = now;
        for (Turn turn : turns) {
            if (turn instanceof Turn.ClockStarted started) {
                clock = clock.started(started.atMs());
            }
        }
        turns.forEach(turn -> add(new Happening.Followed(turn, status(turn, now))));
    }

    /** How a tier stands is told with what desks say about it; here only when nobody has spoken: when it is proposed, and when time has activated it. */
    private List<String> status(Turn turn, IncidentState now) {
        if (turn instanceof Turn.Proposed proposed) {
            return Standing.of(charter, now, proposed.tier(), clock);
        }
        boolean spoken = !happenings.isEmpty()
                        && happenings.get(happenings.size() - 1) instanceof Happening.Said said
                        && !said.status().isEmpty()
                || happenings.size() > 1
                        && happenings.get(happenings.size() - 2) instanceof Happening.Said before
                        && !before.status().isEmpty();
        return turn instanceof Turn.Activated activated && !spoken
                ? Standing.of(charter, now, activated.tier(), clock)
                : List.of();
    }

    /** Clears the live line, so that others may print. */
    void pause() {
        timeline.endLive();
    }

    /** What the clock shows meanwhile. */
    void live(IncidentState state, long nowMs) {
        timeline.live(state, clock, nowMs);
    }
}
