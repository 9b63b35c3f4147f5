package org.demarche.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.demarche.toml.LongNumbers;

/**
 * A TOML text and the environment over it, asked key by key. Collects what is wrong; whatever was never asked for is unknown. Keys are written
 * {@code table.key}; the variable that overrides one is {@code DEMARCHE__TABLE__KEY}.
 */
final class Settings {
    private static final String PREFIX = "DEMARCHE__";

    private final JsonNode root;
    private final Map<String, String> environment = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final List<ConfigProblem> problems = new ArrayList<>();

    Settings(String toml, Map<String, String> environment) {
        root = parse(toml);
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                this.environment.put(name, value);
            }
        });
    }

    private JsonNode parse(String toml) {
        try {
            JsonNode tree = new TomlMapper().readTree(toml);
            OptionalInt line = LongNumbers.firstLine(toml);
            if (line.isEmpty()) {
                return tree;
            }
            problems.add(new ConfigProblem("hub.toml line " + line.getAsInt(), LongNumbers.SENTENCE));
            return MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? "hub.toml"
                    : "hub.toml line " + e.getLocation().getLineNr();
            problems.add(new ConfigProblem(place, "not TOML: " + e.getOriginalMessage()));
            return MissingNode.getInstance();
        }
    }

    String text(String key, String otherwise) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            problem(key, "a text in quotes", value);
            return otherwise;
        }
        return value.textValue();
    }

    /** Texts in a list; in the environment they are parted by commas. */
    List<String> texts(String key) {
        JsonNode value = value(key);
        List<String> texts = new ArrayList<>();
        if (overridden(key)) {
            texts.addAll(List.of(value.textValue().split(",")));
        } else {
            value.forEach(item -> texts.add(item.isTextual() ? item.textValue() : ""));
        }
        boolean isList = value.isMissingNode() || value.isArray() || overridden(key);
        if (!isList || texts.contains("")) {
            problem(key, "a list of texts in quotes", value);
            return List.of();
        }
        return texts;
    }

    /** How many tables there are in a list of them, whose keys are asked for as {@code key.0.name} and so on. */
    int tables(String key) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return 0;
        }
        boolean isList = value.isArray();
        for (JsonNode item : value) {
            isList = isList && item.isObject();
        }
        if (!isList) {
            problem(key, "tables, each under [[" + key + "]]", value);
            return 0;
        }
        return value.size();
    }

    boolean flag(String key, boolean otherwise) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        boolean written = value.isTextual()
                && (value.textValue().equals("true") || value.textValue().equals("false"));
        if (!value.isBoolean() && !(overridden(key) && written)) {
            problem(key, "true or false", value);
            return otherwise;
        }
        return value.asBoolean();
    }

    int number(String key, int least, int greatest, int otherwise) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        boolean whole = value.isIntegralNumber() && value.canConvertToInt()
                || overridden(key) && value.textValue().matches("-?[0-9]{1,9}");
        int number = whole ? value.asInt() : 0;
        if (!whole || number < least || number > greatest) {
            problem(key, "a whole number from " + least + " to " + greatest, value);
            return otherwise;
        }
        return number;
    }

    private JsonNode value(String key) {
        asked.add(key);
        String variable = variable(key);
        if (environment.containsKey(variable)) {
            return TextNode.valueOf(environment.get(variable));
        }
        return root.at("/" + key.replace('.', '/'));
    }

    private boolean overridden(String key) {
        return environment.containsKey(variable(key));
    }

    /** Notes that the value of a key is not what is expected. */
    void problem(String key, String expected) {
        problem(key, expected, value(key));
    }

    /** Notes what is wrong with the value of a key. */
    void problem(String key, IllegalArgumentException wrong) {
        problems.add(new ConfigProblem(place(key), String.valueOf(wrong.getMessage())));
    }

    private void problem(String key, String expected, JsonNode value) {
        String found = value.isMissingNode() ? "missing" : value.toString();
        problems.add(new ConfigProblem(place(key), found + " (expected: " + expected + ")"));
    }

    private String place(String key) {
        return overridden(key) ? variable(key) : key;
    }

    private static String variable(String key) {
        return PREFIX + key.replace(".", "__").toUpperCase(Locale.ROOT);
    }

    /** Everything that is wrong, the unknown keys included. To be called once every key has been asked for. */
    List<ConfigProblem> problems() {
        List<ConfigProblem> all = new ArrayList<>(problems);
        unknown("", root, all);
        Set<String> variables = new HashSet<>();
        asked.forEach(key -> variables.add(variable(key)));
        environment.keySet().stream()
                .filter(name -> !variables.contains(name))
                .sorted()
                .forEach(name -> all.add(new ConfigProblem(name, "no such setting")));
        return all;
    }

    private void unknown(String table, JsonNode node, List<ConfigProblem> all) {
        node.properties().forEach(property -> {
            String key = table.isEmpty() ? property.getKey() : table + "." + property.getKey();
            boolean inside = asked.stream().anyMatch(known -> known.startsWith(key + "."));
            if (inside && property.getValue().isObject()) {
                unknown(key, property.getValue(), all);
            } else if (inside && asked.contains(key)) {
                for (int i = 0; i < property.getValue().size(); i++) {
                    unknown(key + "." + i, property.getValue().get(i), all);
                }
            } else if (inside) {
                all.add(new ConfigProblem(key, property.getValue() + " (expected: a table)"));
            } else if (!asked.contains(key)) {
                all.add(new ConfigProblem(key, "no such setting"));
            }
        });
    }
}
