package org.demarche.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** The input of a question, read by name. What is missing or of another kind makes it no question; what is out of the protocol's bounds is refused. */
final class Input {
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,18}");
    private static final HexFormat HEX = HexFormat.of();

    private final ObjectNode json;

    Input(ObjectNode json) {
        this.json = json;
    }

    String text(String key) throws QuestionException {
        return text(key, get(key));
    }

    byte[] bytes(String key) throws QuestionException {
        return bytes(key, get(key));
    }

    /**
     * Bytes of a fixed length.
     *
     * @throws RefusedException if they are more or fewer
     */
    byte[] bytes(String key, int length) throws QuestionException, RefusedException {
        byte[] bytes = bytes(key);
        if (bytes.length != length) {
            throw new RefusedException(
                    Reason.FIELD_INVALID, key + ": " + bytes.length + " bytes (expected: " + length + ")");
        }
        return bytes;
    }

    Sha256 hash(String key) throws QuestionException, RefusedException {
        return Sha256.copyOf(bytes(key, Sha256.LENGTH));
    }

    List<Sha256> hashes(String key) throws QuestionException, RefusedException {
        List<Sha256> hashes = new ArrayList<>();
        for (byte[] bytes : list(key)) {
            if (bytes.length != Sha256.LENGTH) {
                throw new RefusedException(
                        Reason.FIELD_INVALID, key + ": a hash of " + bytes.length + " bytes (expected: 32)");
            }
            hashes.add(Sha256.copyOf(bytes));
        }
        return hashes;
    }

    /**
     * A number of 64 bits, in decimal.
     *
     * @throws RefusedException if it is above 2^63 - 1
     */
    long number(String key) throws QuestionException, RefusedException {
        String text = text(key);
        try {
            if (DECIMAL.matcher(text).matches()) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            throw new RefusedException(Reason.FIELD_INVALID, key + ": " + text + " (expected: at most 2^63 - 1)");
        }
        throw new QuestionException(key + ": not a decimal number of at most 19 digits");
    }

    List<byte[]> list(String key) throws QuestionException {
        List<byte[]> list = new ArrayList<>();
        for (JsonNode element : array(key, get(key))) {
            list.add(bytes(key, element));
        }
        return list;
    }

    List<String> texts(String key) throws QuestionException {
        return texts(key, get(key));
    }

    List<List<String>> textLists(String key) throws QuestionException {
        List<List<String>> lists = new ArrayList<>();
        for (JsonNode element : array(key, get(key))) {
            lists.add(texts(key, element));
        }
        return lists;
    }

    Map<String, List<String>> textsByName(String key) throws QuestionException {
        if (!(get(key) instanceof ObjectNode object)) {
            throw new QuestionException(key + ": not an object");
        }
        Map<String, List<String>> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            map.put(field.getKey(), texts(field.getKey(), field.getValue()));
        }
        return map;
    }

    /** Byte strings by name, in the order in which they stand. */
    Map<String, List<byte[]>> bytesByName(String key) throws QuestionException {
        if (!(get(key) instanceof ObjectNode object)) {
            throw new QuestionException(key + ": not an object");
        }
        Map<String, List<byte[]>> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            List<byte[]> list = new ArrayList<>();
            for (JsonNode element : array(field.getKey(), field.getValue())) {
                list.add(bytes(field.getKey(), element));
            }
            map.put(field.getKey(), list);
        }
        return map;
    }

    private JsonNode get(String key) throws QuestionException {
        JsonNode value = json.get(key);
        if (value == null) {
            throw new QuestionException(key + ": missing");
        }
        return value;
    }

    private static List<String> texts(String key, JsonNode value) throws QuestionException {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : array(key, value)) {
            texts.add(text(key, element));
        }
        return texts;
    }

    private static Iterable<JsonNode> array(String key, JsonNode value) throws QuestionException {
        if (!value.isArray()) {
            throw new QuestionException(key + ": not a list");
        }
        return value;
    }

    private static String text(String key, JsonNode value) throws QuestionException {
        if (!value.isTextual()) {
            throw new QuestionException(key + ": not a string");
        }
        return value.textValue();
    }

    private static byte[] bytes(String key, JsonNode value) throws QuestionException {
        try {
            return HEX.parseHex(text(key, value));
        } catch (IllegalArgumentException e) {
            throw new QuestionException(key + ": not hexadecimal");
        }
    }
}
