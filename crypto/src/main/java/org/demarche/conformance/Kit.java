package org.demarche.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The kit's files, which lie on the class path. {@code index.txt} names them all. A long byte string is made of parts ({@link Parts}), and a case says {@code "@<name>"}
 * for each, in their order, where it belongs; {@link #read} puts it back.
 */
public final class Kit {
    private static final Pattern IS_PARTS =
            Pattern.compile("(?:" + Parts.MARK + "[0-9a-f]{" + Parts.NAME_LENGTH + "})+");

    /** The list of files, one path on each line. */
    static final String INDEX = "index.txt";

    private static final String FOLDER = "/conformance/";

    private Kit() {}

    /** Paths of all files, {@code index.txt} among them. */
    public static List<String> files() {
        return text(INDEX).lines().toList();
    }

    /** The bytes of one of {@link #files}. */
    public static byte[] file(String path) {
        try (InputStream in = Kit.class.getResourceAsStream(FOLDER + path)) {
            if (in == null) {
                throw new IllegalStateException("the conformance kit lacks its file " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the conformance kit's file " + path + " can't be read", e);
        }
    }

    /** Names of all cases, by subject. */
    public static List<String> names() {
        return files().stream()
                .filter(f -> f.endsWith(".json"))
                .map(f -> f.substring(0, f.length() - ".json".length()))
                .toList();
    }

    /** The case of this name, with its parts in place; empty: there is none. */
    public static Optional<Case> read(String name) {
        return names().contains(name) ? Optional.of(required(name, parts())) : Optional.empty();
    }

    /** Every case, with its parts in place, in the order of the index. */
    public static List<Case> cases() {
        Parts parts = parts();
        return names().stream().map(name -> required(name, parts)).toList();
    }

    private static Parts parts() {
        return Parts.of(file(Parts.FILE), file(Parts.LIST));
    }

    private static Case required(String name, Parts parts) {
        ObjectNode json = Json.read(text(name + ".json"))
                .orElseThrow(() -> new IllegalStateException("the conformance kit's case " + name + " is no JSON"));
        return new Case(
                name,
                json.path("about").asText(),
                json.path("ask").asText(),
                (ObjectNode) whole(json.path("input"), parts),
                (ObjectNode) json.path("expected"));
    }

    private static JsonNode whole(JsonNode node, Parts parts) {
        if (node.isTextual() && IS_PARTS.matcher(node.textValue()).matches()) {
            StringBuilder bytes = new StringBuilder();
            for (String name : node.textValue().substring(Parts.MARK.length()).split(Parts.MARK, -1)) {
                bytes.append(HexFormat.of().formatHex(parts.get(name)));
            }
            return TextNode.valueOf(bytes.toString());
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(element -> copy.add(whole(element, parts)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                copy.set(field.getKey(), whole(field.getValue(), parts));
            }
            return copy;
        }
        return node;
    }

    private static String text(String path) {
        return new String(file(path), StandardCharsets.UTF_8);
    }
}
