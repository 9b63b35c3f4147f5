package org.demarche.client.exercise.scenario;

import java.util.Optional;
import org.demarche.charter.Words;
import org.demarche.proto.v1.FindingKind;

/** What must hold before a step is played. {@code toString} is the condition as the scenario writes it. */
public sealed interface Condition {
    /** Minutes in an hour. */
    int MINUTES_PER_HOUR = 60;

    /** The charter is in force. */
    record InForce() implements Condition {
        @Override
        public String toString() {
            return "in force";
        }
    }

    /** A finding is established. */
    record Established(FindingKind finding) implements Condition {
        @Override
        public String toString() {
            return Words.of(finding) + " established";
        }
    }

    /** So many minutes of the plan have passed on the incident's clock. */
    record Since(int minutes) implements Condition {
        @Override
        public String toString() {
            return "T+%d:%02d".formatted(minutes / MINUTES_PER_HOUR, minutes % MINUTES_PER_HOUR);
        }
    }

    /** A tier has come so far. */
    record Reached(int tier, Stage stage) implements Condition {
        @Override
        public String toString() {
            return "tier " + tier + " " + stage.words();
        }
    }

    /** The incident is closed. */
    record Closed() implements Condition {
        @Override
        public String toString() {
            return "incident closed";
        }
    }

    /** How far a tier can come. */
    enum Stage {
        /** A proposal for it is open. */
        PROPOSED("proposed"),
        /** An open proposal for it has its quorum. */
        QUORUM_MET("quorum met"),
        /** It has been activated. */
        ACTIVE("active"),
        /** Its deeds have been reported. */
        ANSWERED("answered"),
        /** It has been stood down. */
        STOOD_DOWN("stood down");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        /** As the scenario writes it. */
        public String words() {
            return words;
        }
    }

    /** The condition that {@code text} writes. */
    static Optional<Condition> parse(String text) {
        return ConditionParser.parse(text);
    }
}
