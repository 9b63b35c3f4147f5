package org.demarche.conformance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.List;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Refusal;

/** What a client answers: {@code "accept"} or {@code "refuse"}, with values. */
final class Answer {
    /** The key of the result. */
    static final String RESULT = "result";

    /** The key of the reason, which a client may leave out. */
    static final String REASON = "reason";

    private final ObjectNode json = Json.object();

    private Answer(String result) {
        json.put(RESULT, result);
    }

    static Answer accept() {
        return new Answer("accept");
    }

    static Answer refuse() {
        return new Answer("refuse");
    }

    static Answer refuse(Refusal refusal) {
        return refuse().with(REASON, refusal.reason().name());
    }

    static Answer of(boolean accepted) {
        return accepted ? accept() : refuse();
    }

    Answer with(String key, String value) {
        json.put(key, value);
        return this;
    }

    Answer with(String key, byte[] value) {
        return with(key, HexFormat.of().formatHex(value));
    }

    Answer with(String key, Sha256 value) {
        return with(key, value.hex());
    }

    /** Numbers of 64 bits are texts, since JSON's are not exact everywhere. */
    Answer withNumber(String key, long value) {
        return with(key, Long.toString(value));
    }

    Answer with(String key, int value) {
        json.put(key, value);
        return this;
    }

    Answer with(String key, boolean value) {
        json.put(key, value);
        return this;
    }

    Answer with(String key, List<String> values) {
        ArrayNode array = json.putArray(key);
        values.forEach(array::add);
        return this;
    }

    Answer withTruths(String key, List<Boolean> values) {
        ArrayNode array = json.putArray(key);
        values.forEach(array::add);
        return this;
    }

    Answer withLists(String key, List<List<String>> values) {
        ArrayNode array = json.putArray(key);
        values.forEach(list -> {
            ArrayNode inner = array.addArray();
            list.forEach(inner::add);
        });
        return this;
    }

    ObjectNode json() {
        return json;
    }
}
