package org.demarche.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the kit. Made from nothing but this program and keys that everybody knows, so making them anew gives the same bytes. */
public final class VectorFiles {
    /** Byte strings longer than this stand in files of their own: such are keys, signatures, notes, entries and texts. */
    private static final int LONGEST_INLINE = 256;

    /** Byte strings longer than this stand in several: such are bundles, which have entries and keys in common. */
    private static final int LONGEST_WHOLE = 4096;

    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2})+");

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, byte[]> parts = new LinkedHashMap<>();

    private VectorFiles() {
        List<Case> cases = Vectors.all();
        for (Case each : cases) {
            ObjectNode json = each.json();
            json.set("input", cut(each.input()));
            put(each.name() + ".json", Json.text(json));
        }
        put("known-answers.txt", KnownAnswers.text());
        put("README.md", new KitReadme(cases).text());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder list = new StringBuilder();
        parts.forEach((name, part) -> {
            bytes.writeBytes(part);
            list.append(name).append(' ').append(part.length).append('\n');
        });
        files.put(Parts.FILE, bytes.toByteArray());
        put(Parts.LIST, list.toString());
        List<String> index = new ArrayList<>(files.keySet());
        index.add(Kit.INDEX);
        put(Kit.INDEX, String.join("\n", index) + "\n");
    }

    /** Every file, by path. */
    static Map<String, byte[]> all() {
        return new VectorFiles().files;
    }

    /**
     * Writes the folder anew.
     *
     * @param args the folder
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Map<String, byte[]> files = all();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        for (String old : present(folder)) {
            if (!files.containsKey(old)) {
                Files.delete(folder.resolve(old));
            }
        }
    }

    /** Paths of the files in a folder, below it. */
    static List<String> present(Path folder) throws IOException {
        try (Stream<Path> there = Files.walk(folder)) {
            return there.filter(Files::isRegularFile)
                    .map(p -> folder.relativize(p).toString().replace('\\', '/'))
                    .toList();
        }
    }

    private void put(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode cut(JsonNode node) {
        if (node.isTextual()
                && node.textValue().length() > 2 * LONGEST_INLINE
                && HEX.matcher(node.textValue()).matches()) {
            byte[] bytes = HexFormat.of().parseHex(node.textValue());
            StringBuilder names = new StringBuilder();
            for (byte[] part : bytes.length > LONGEST_WHOLE ? Pieces.of(bytes) : List.of(bytes)) {
                String name = Parts.name(part);
                byte[] before = parts.put(name, part);
                if (before != null && !Arrays.equals(before, part)) {
                    throw new AssertionError("two parts of one name: " + name);
                }
                names.append(Parts.MARK).append(name);
            }
            return TextNode.valueOf(names.toString());
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(element -> copy.add(cut(element)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), cut(field.getValue())));
            return copy;
        }
        return node;
    }
}
