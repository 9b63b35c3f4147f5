package org.demarche.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * One question with the answer that the protocol gives.
 *
 * @param name {@code SUBJECT/MUTATION}, which is also the file's
 * @param about one sentence for people
 * @param ask the question, {@code SUBJECT/WORD}
 * @param input what it is asked about
 * @param expected the answer
 */
public record Case(String name, String about, String ask, ObjectNode input, ObjectNode expected) {
    private static final int MAX_SHOWN = 120;

    /** The part of the protocol that it is about. */
    public String subject() {
        return name.substring(0, name.indexOf('/'));
    }

    /** Whether something is to be refused. */
    public boolean negative() {
        return expected.path(Answer.RESULT).asText().equals("refuse");
    }

    /** The case as it stands in its file. */
    public ObjectNode json() {
        ObjectNode json = Json.object().put("case", name).put("about", about).put("ask", ask);
        json.set("input", input);
        json.set("expected", expected);
        return json;
    }

    /** The line that asks it. */
    public String question(int id) {
        ObjectNode question = Json.object().put("id", id).put("ask", ask);
        question.set("input", input);
        return Json.line(question);
    }

    /**
     * What is wrong with an answer: nothing, or the first value that differs. Whatever is expected must be there and be the same, except that a client need not
     * give reasons; what it says beyond that is its own affair.
     */
    public Optional<String> judge(JsonNode answer) {
        for (Map.Entry<String, JsonNode> value : expected.properties()) {
            JsonNode got = answer.get(value.getKey());
            if (got == null && value.getKey().equals(Answer.REASON)) {
                continue;
            }
            if (!value.getValue().equals(got)) {
                return Optional.of(value.getKey() + ": expected " + shown(value.getValue(), got) + ", got "
                        + (got == null ? "nothing" : shown(got, value.getValue())));
            }
        }
        return Optional.empty();
    }

    /** A value, and of a long one what is around the place where it differs from another. */
    private static String shown(JsonNode value, @org.jspecify.annotations.Nullable JsonNode other) {
        String text = value.toString();
        if (text.length() <= MAX_SHOWN) {
            return text;
        }
        String against = other == null ? "" : other.toString();
        int same = 0;
        while (same < text.length() && same < against.length() && text.charAt(same) == against.charAt(same)) {
            same++;
        }
        int from = Math.max(0, same - MAX_SHOWN / 4);
        int to = Math.min(text.length(), from + MAX_SHOWN);
        return (from == 0 ? "" : "…") + text.substring(from, to) + (to == text.length() ? "" : "…")
                + " (differs at character " + same + ")";
    }
}
