package org.demarche.client.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/** What came back for a question. */
sealed interface Reply {
    /**
     * An answer.
     *
     * @param json what the client says, right or wrong
     */
    record Answer(JsonNode json) implements Reply {}

    /**
     * None.
     *
     * @param sentence what happened instead
     * @param over whether the client can be asked no more
     */
    record Silence(String sentence, boolean over) implements Reply {}
}
