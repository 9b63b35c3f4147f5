package org.demarche.charter;

import java.util.List;

/** What {@link CharterParser} makes of a text. */
public sealed interface CharterParse {
    /**
     * The text is a charter.
     *
     * @param charter what it says
     * @param remarks what a reader should know: stated shares that were confirmed, and what is allowed but strange
     */
    record Sound(Charter charter, List<String> remarks) implements CharterParse {
        public Sound {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * The text is not a charter.
     *
     * @param problems everything that is wrong with it, at least one, in the order of the checks
     */
    record Unsound(List<Problem> problems) implements CharterParse {
        public Unsound {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("problems: 0 (expected: >= 1)");
            }
        }
    }
}
