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
import org.demarche.hash.Sha256;

/**
 * The kit's files, which lie on the class path. {@code index.txt} names them all. A long byte string stands in {@code parts/}, in one or more files named by their
 * SHA-256, and a case says {@code "@<hash>"} for each, in their order, where it belongs; {@link #read} puts it back.
 */
public final class Kit {
    /** In front of the hash of a part. */
    static final String PART = "@";

    private static final Pattern IS_PARTS = Pattern.compile("(?:" + PART + "[0-9a-f]{64})+");

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
        return names().contains(name) ? Optional.of(required(name)) : Optional.empty();
    }

    /** Every case, with its parts in place, in the order of the index. */
    public static List<Case> cases() {
        return names().stream().map(Kit::required).toList();
    }

    private static Case required(String name) {
        ObjectNode json = Json.read(text(name + ".json"))
                .orElseThrow(() -> new IllegalStateException("the conformance kit's case " + name + " is no JSON"));
        return new Case(
                name,
                json.path("about").asText(),
                json.path("ask").asText(),
                (ObjectNode) whole(json.path("input")),
                (ObjectNode) json.path("expected"));
    }

    private static JsonNode whole(JsonNode node) {
        if (node.isTextual() && IS_PARTS.matcher(node.textValue()).matches()) {
            StringBuilder bytes = new StringBuilder();
            for (String hash : node.textValue().substring(PART.length()).split(PART, -1)) {
                bytes.append(HexFormat.of().formatHex(part(hash)));
            }
            return TextNode.valueOf(bytes.toString());
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(element -> copy.add(whole(element)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                copy.set(field.getKey(), whole(field.getValue()));
            }
            return copy;
        }
        return node;
    }

    private static byte[] part(String hash) {
        byte[] bytes = file("parts/" + hash);
        if (!Sha256.of(bytes).hex().equals(hash)) {
            throw new IllegalStateException("the conformance kit's part " + hash + " is damaged");
        }
        return bytes;
    }

    private static String text(String path) {
        return new String(file(path), StandardCharsets.UTF_8);
    }
}
