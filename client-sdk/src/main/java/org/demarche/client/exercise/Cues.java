package org.demarche.client.exercise;

import java.util.Optional;
import org.demarche.client.exercise.scenario.Condition;
import org.demarche.client.exercise.scenario.Scenario;
import org.demarche.client.exercise.scenario.Step;
import org.demarche.proto.v1.IncidentPhase;
import org.demarche.proto.v1.IncidentState;

/** When a step's moment has come. */
final class Cues {
    private final Stage stage;
    private final Chronicle chronicle;
    private final Memory memory;

    Cues(Stage stage, Chronicle chronicle, Memory memory) {
        this.stage = stage;
        this.chronicle = chronicle;
        this.memory = memory;
    }

    /** Whether what a step waits for has come about. */
    boolean holds(Condition condition) {
        if (condition instanceof Condition.InForce) {
            return stage.inForce();
        }
        Optional<IncidentState> state = memory.state();
        if (state.isEmpty()) {
            return false;
        }
        if (condition instanceof Condition.Established established) {
            return state.get().getFindingsList().stream()
                    .anyMatch(f -> f.getKind() == established.finding() && f.getEstablished());
        }
        if (condition instanceof Condition.Since since) {
            return state.get().getClockStartedMs() != 0
                    && stage.nowMs() >= state.get().getClockStartedMs() + clock().logMs(since.minutes());
        }
        if (condition instanceof Condition.Reached reached) {
            return Reach.of(state.get(), reached);
        }
        return state.get().getPhase() == IncidentPhase.INCIDENT_PHASE_CLOSED;
    }

    /** Whether a deadline is less than two plan hours away: which comes first, it or the step, must not hang on a machine's speed. */
    boolean deadlineIsNear() {
        return memory.state()
                .filter(state -> state.getClockStartedMs() != 0)
                .map(state -> state.getNextInstantMs() - stage.nowMs())
                .filter(left -> left > 0 && left < clock().logMs(Scenario.DISTANCE_MINUTES))
                .isPresent();
    }

    /** What the plan shows may hang on one step having been before another; a machine that is too slow for the pace must not show something else as if it were planned. */
    void requireInTime(Step step) throws PlayException {
        if (step.by().isEmpty() || clock().startedMs().isEmpty()) {
            return;
        }
        long latestMs =
                clock().startedMs().getAsLong() + clock().logMs(step.by().get().minutes());
        if (stage.nowMs() > latestMs) {
            throw new PlayException("step " + step.number() + " could begin only at " + clock().label(stage.nowMs())
                    + " (expected: by "
                    + step.by().get()
                    + "), so the play has not gone as planned: this machine is too slow for the pace");
        }
    }

    /** It starts with the incident's. */
    private PlanClock clock() {
        return chronicle.clock();
    }
}
