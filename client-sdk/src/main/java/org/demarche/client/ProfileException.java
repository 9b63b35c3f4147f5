package org.demarche.client;

import java.nio.file.Path;
import java.util.List;

/** A profile is not what it must be. */
public final class ProfileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ProfileException(Path file, List<Problem> problems) {
        super(
                file + ": "
                        + String.join(
                                "; ", problems.stream().map(Problem::toString).toList()),
                null,
                false,
                false);
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * One thing that is wrong.
     *
     * @param place where: {@code line 3, hubs}, or {@code party} for a key that is missing
     * @param sentence what, and what was expected
     */
    public record Problem(String place, String sentence) {
        @Override
        public String toString() {
            return place + ": " + sentence;
        }
    }
}
