package org.demarche.server.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a hub does, in sentences for its operator.
 *
 * @param state the one word
 * @param reasons why it takes nothing in; empty while it is ready
 * @param degraded what is not as the charter wants it, though notices are taken
 * @param warnings what will be in the way if nobody acts
 */
public record Condition(State state, List<String> reasons, List<String> degraded, List<String> warnings) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where it stands. */
    public enum State {
        /** It takes notices in, or, if it only reads, shows all there is. */
        READY,
        /** It is about to end. */
        DRAINING,
        /** It takes nothing in. */
        NOT_READY;

        /** As it stands in JSON. */
        public String word() {
            return switch (this) {
                case READY -> "ready";
                case DRAINING -> "draining";
                case NOT_READY -> "not_ready";
            };
        }
    }

    public Condition {
        reasons = List.copyOf(reasons);
        degraded = List.copyOf(degraded);
        warnings = List.copyOf(warnings);
    }

    /** Whether it may be sent notices. */
    public boolean ready() {
        return state == State.READY;
    }

    /** {@code {"state":"ready","reasons":[],"degraded":[],"warnings":[]}}. */
    public String json() {
        ObjectNode object = JSON.createObjectNode().put("state", state.word());
        fill(object.putArray("reasons"), reasons);
        fill(object.putArray("degraded"), degraded);
        fill(object.putArray("warnings"), warnings);
        return object.toString();
    }

    /** The same for whether it lives: {@code {"state":"alive","reasons":[]}}. */
    static String aliveJson(List<String> reasons) {
        ObjectNode object = JSON.createObjectNode().put("state", reasons.isEmpty() ? "alive" : "not_alive");
        fill(object.putArray("reasons"), reasons);
        return object.toString();
    }

    private static void fill(ArrayNode array, List<String> sentences) {
        sentences.forEach(array::add);
    }

    /** What {@link #json} wrote; empty: it is something else. */
    public static Optional<Condition> parse(String json) {
        try {
            JsonNode object = JSON.readTree(json);
            for (State state : State.values()) {
                if (state.word().equals(object.path("state").asText())) {
                    return Optional.of(new Condition(
                            state,
                            sentences(object.path("reasons")),
                            sentences(object.path("degraded")),
                            sentences(object.path("warnings"))));
                }
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static List<String> sentences(JsonNode array) {
        List<String> all = new ArrayList<>();
        array.forEach(item -> all.add(item.asText()));
        return all;
    }
}
