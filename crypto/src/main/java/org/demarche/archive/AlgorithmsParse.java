package org.demarche.archive;

import java.util.List;

/** What {@link AlgorithmsParser} makes of a text. */
public sealed interface AlgorithmsParse {
    /** The text is sound. */
    record Sound(Algorithms algorithms) implements AlgorithmsParse {}

    /**
     * It isn't.
     *
     * @param problems everything that is wrong with it, at least one
     */
    record Unsound(List<String> problems) implements AlgorithmsParse {
        public Unsound {
            problems = List.copyOf(problems);
        }
    }
}
