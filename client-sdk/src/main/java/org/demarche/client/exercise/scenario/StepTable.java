package org.demarche.client.exercise.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A TOML table asked key by key. Notes what is wrong; what was never asked for is unknown. */
final class StepTable {
    private final String place;
    private final ObjectNode fields;
    private final List<String> problems;
    private final Set<String> asked = new HashSet<>();

    StepTable(String place, ObjectNode fields, List<String> problems) {
        this.place = place;
        this.fields = fields;
        this.problems = problems;
    }

    /** The value; a missing node if there is none. */
    JsonNode node(String key) {
        asked.add(key);
        JsonNode value = fields.get(key);
        return value == null ? MissingNode.getInstance() : value;
    }

    /** A text that must be there; empty if it isn't. */
    String text(String key) {
        if (node(key).isMissingNode()) {
            problem(key, "missing");
        }
        return optional(key).orElse("");
    }

    Optional<String> optional(String key) {
        JsonNode value = node(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            problem(key, value + " (expected: a text in quotation marks)");
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    /** A text or a list of texts. */
    List<String> texts(String key, boolean required) {
        JsonNode value = node(key);
        if (value.isMissingNode()) {
            if (required) {
                problem(key, "missing");
            }
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value.isArray() ? value : List.of(value)) {
            if (element.isTextual() && !element.asText().isBlank()) {
                texts.add(element.asText());
            } else {
                problem(key, element + " (expected: a text in quotation marks, or a list of them)");
            }
        }
        return texts;
    }

    /** A number from 1 to {@code greatest}. */
    int number(String key, int greatest) {
        JsonNode value = node(key);
        if (value.isInt() && value.asInt() >= 1 && value.asInt() <= greatest) {
            return value.asInt();
        }
        problem(
                key,
                (value.isMissingNode() ? "missing" : value.toString()) + " (expected: a whole number from 1 to "
                        + greatest + ")");
        return 1;
    }

    /** Degrees within ±{@code bound}. */
    double degrees(String key, int bound) {
        JsonNode value = node(key);
        if (value.isNumber() && Math.abs(value.asDouble()) <= bound) {
            return value.asDouble();
        }
        problem(
                key,
                (value.isMissingNode() ? "missing" : value.toString()) + " (expected: degrees from -" + bound + " to "
                        + bound + ")");
        return 0;
    }

    <T> Optional<T> word(String key, String word, String expected, Function<String, Optional<T>> parser) {
        Optional<T> value = parser.apply(word);
        if (value.isEmpty() && !word.isEmpty()) {
            problem(key, "\"" + word + "\" (expected: " + expected + ")");
        }
        return value;
    }

    void problem(String key, String sentence) {
        problems.add(place + ", " + key + ": " + sentence);
    }

    /** To be called once every key has been asked for. */
    void end() {
        fields.fieldNames().forEachRemaining(key -> {
            if (!asked.contains(key)) {
                problem(key, "unknown key");
            }
        });
    }
}
