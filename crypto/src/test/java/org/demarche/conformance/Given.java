package org.demarche.conformance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.demarche.hash.Sha256;

/** The input of a case, put together by name. */
final class Given {
    private final ObjectNode json = Json.object();

    Given text(String key, String value) {
        json.put(key, value);
        return this;
    }

    Given number(String key, long value) {
        return text(key, Long.toUnsignedString(value));
    }

    Given bytes(String key, byte[] value) {
        return text(key, HexFormat.of().formatHex(value));
    }

    Given hash(String key, Sha256 value) {
        return text(key, value.hex());
    }

    Given hashes(String key, List<Sha256> values) {
        return texts(key, values.stream().map(Sha256::hex).toList());
    }

    Given byteStrings(String key, List<byte[]> values) {
        return texts(key, values.stream().map(HexFormat.of()::formatHex).toList());
    }

    Given texts(String key, List<String> values) {
        ArrayNode array = json.putArray(key);
        values.forEach(array::add);
        return this;
    }

    Given textLists(String key, List<List<String>> values) {
        ArrayNode array = json.putArray(key);
        values.forEach(list -> {
            ArrayNode inner = array.addArray();
            list.forEach(inner::add);
        });
        return this;
    }

    Given textsByName(String key, Map<String, List<String>> values) {
        ObjectNode object = json.putObject(key);
        values.forEach((name, list) -> {
            ArrayNode inner = object.putArray(name);
            list.forEach(inner::add);
        });
        return this;
    }

    /** The same with another value in one place. */
    Given but(String key, String value) {
        Given other = new Given();
        other.json.setAll(json.deepCopy());
        return other.text(key, value);
    }

    Given but(String key, byte[] value) {
        return but(key, HexFormat.of().formatHex(value));
    }

    Given but(String key, List<String> values) {
        Given other = new Given();
        other.json.setAll(json.deepCopy());
        return other.texts(key, values);
    }

    ObjectNode json() {
        return json.deepCopy();
    }
}
