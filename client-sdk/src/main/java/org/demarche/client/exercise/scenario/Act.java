package org.demarche.client.exercise.scenario;

import java.util.List;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.Position;

/** What the desks of a step do. */
public sealed interface Act {
    /** Assents to the charter, with the party's root key. */
    record Assent() implements Act {}

    /** Declares support for a document, which is this text. */
    record Declare(String title, String document, String text) implements Act {}

    /** Pledges a contribution, on conditions. */
    record Pledge(Component component, String text, List<String> conditions) implements Act {
        public Pledge {
            conditions = List.copyOf(conditions);
        }
    }

    /** States that a condition (from 1) of the pledge made in step {@code of} is met. */
    record Meet(String of, int condition, String text) implements Act {}

    /** Reports a violation; the first one that is taken opens the incident. */
    record Report(Category category, double latitude, double longitude, String place, String text) implements Act {}

    /** Confirms a finding. */
    record Find(FindingKind finding, String text) implements Act {}

    /** Gives the diplomatic warning. */
    record Warn(String text, String to, String channel) implements Act {}

    /** Reports measures. */
    record Measures(String text) implements Act {}

    /** Proposes to activate a tier, or to stand it down. */
    record Propose(int tier, boolean activate, String text) implements Act {}

    /** Takes a position on the newest proposal for a tier; the reservation may be empty. */
    record Respond(int tier, Position position, String reservation) implements Act {}

    /** Sends a message. */
    record Say(String subject, String text) implements Act {}

    /** Sends what was sent in step {@code of} once more: the same bytes. */
    record Repeat(String of) implements Act {}

    /** Sends nothing. */
    record StaySilent(String text) implements Act {}

    /** Stops the party's witness. */
    record StopWitness(String text) implements Act {}
}
