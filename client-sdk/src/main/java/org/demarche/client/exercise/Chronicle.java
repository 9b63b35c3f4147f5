package org.demarche.client.exercise;

import java.util.ArrayList;
import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.proto.v1.IncidentState;

/** Keeps what happened, in order, and tells it as it comes. Not thread-safe. */
final class Chronicle {
    private final Charter charter;
    private final Timeline timeline;
    private final List<Happening> happenings = new ArrayList<>();
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

    /** The state that was observed last. */
    IncidentState state() {
        return last;
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

    /** The incident is seen in this state; tells what has turned since the last one. */
    void observe(IncidentState now) {
        List<Turn> turns = Turns.between(last, now);
        last = now;
        for (Turn turn : turns) {
            if (turn instanceof Turn.ClockStarted started) {
                clock = clock.started(started.atMs());
            }
        }
        turns.forEach(turn -> add(new Happening.Followed(turn, status(turn, now))));
    }

    private List<String> status(Turn turn, IncidentState now) {
        if (turn instanceof Turn.Proposed proposed) {
            return Standing.of(charter, now, proposed.tier(), clock);
        }
        if (turn instanceof Turn.QuorumMet met) {
            return Standing.of(charter, now, met.tier(), clock);
        }
        return turn instanceof Turn.Activated activated ? Standing.of(charter, now, activated.tier(), clock) : List.of();
    }

    /** What the clock shows meanwhile. */
    void live(IncidentState state, long nowMs) {
        timeline.live(state, clock, nowMs);
    }
}
