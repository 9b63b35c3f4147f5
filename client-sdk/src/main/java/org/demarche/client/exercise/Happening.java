package org.demarche.client.exercise;

import java.util.List;
import org.demarche.client.exercise.scenario.Actor;

/** A line of what happened: told live by {@link Timeline}, and later on the page. */
public sealed interface Happening {
    /** When: milliseconds since 1970 UTC. */
    long atMs();

    /**
     * Desks said something, and the log has it.
     *
     * @param actors who, in the order of the log
     * @param indexes the entries, ascending
     * @param what in words
     * @param detail further words: the text of a single notice; may be empty
     * @param status how things stand now, in words; may be empty
     */
    record Said(long atMs, List<Actor> actors, List<Long> indexes, String what, String detail, List<String> status)
            implements Happening {
        public Said {
            actors = List.copyOf(actors);
            indexes = List.copyOf(indexes);
            status = List.copyOf(status);
        }
    }

    /** The hub would not take what a desk said, as the scenario expects. {@code signed}: by the log's keys, so that it can be shown. */
    record Refused(long atMs, Actor actor, String what, String reason, String sentence, boolean signed)
            implements Happening {}

    /** A desk said nothing. */
    record Silent(long atMs, Actor actor, String what) implements Happening {}

    /** Something followed; {@code status} lists in words how it stands now, and may be empty. */
    record Followed(Turn turn, List<String> status) implements Happening {
        public Followed {
            status = List.copyOf(status);
        }

        @Override
        public long atMs() {
            return turn.atMs();
        }
    }

    /** A line for the reader. */
    record Told(long atMs, String text) implements Happening {}
}
