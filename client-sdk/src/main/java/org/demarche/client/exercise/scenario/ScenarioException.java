package org.demarche.client.exercise.scenario;

import java.util.List;

/** A scenario is not what it must be, or does not fit its charter. */
public final class ScenarioException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ScenarioException(List<String> problems) {
        super(String.join("; ", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, in the order of the file: place, what stands there, what is expected. */
    public List<String> problems() {
        return problems;
    }
}
