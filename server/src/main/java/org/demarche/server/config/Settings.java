package org.demarche.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.demarche.toml.LongNumbers;
import org.demarche.toml.TomlLines;

/**
 * A TOML text and the environment over it, asked key by key, each as {@link HubSettings} declares it. Collects what is wrong; whatever was never asked for is unknown.
 * Keys are written {@code table.key}; the variable that overrides one is {@code DEMARCHE__TABLE__KEY}.
 */
final class Settings {
    private static final String PREFIX = "DEMARCHE__";

    private final JsonNode root;
    private final TomlLines lines;
    private final Map<String, String> environment = new HashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<ConfigProblem> problems = new ArrayList<>();

    Settings(String toml, Map<String, String> environment) {
        root = parse(toml);
        lines = TomlLines.of(toml);
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

    /** A text; the default if it is not set, and empty if it has none. */
    String text(String key) {
        JsonNode value = value(key);
        Setting setting = declared(key, Setting.Text.class);
        String otherwise = setting.standard().map(Settings::unquoted).orElse("");
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
        declared(key, Setting.Texts.class);
        boolean isList = value.isMissingNode() || value.isArray() || overridden(key);
        List<String> texts = written(key, value);
        if (!isList || texts.contains("")) {
            problem(key, "a list of texts in quotes", value);
            return List.of();
        }
        return texts;
    }

    private List<String> written(String key, JsonNode value) {
        if (overridden(key)) {
            return List.of(value.textValue().split(","));
        }
        List<String> texts = new ArrayList<>();
        value.forEach(item -> texts.add(item.isTextual() ? item.textValue() : ""));
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

    boolean flag(String key) {
        JsonNode value = value(key);
        boolean otherwise = Boolean.parseBoolean(
                declared(key, Setting.Flag.class).standard().orElse("false"));
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

    /** A number that has a default. */
    int number(String key) {
        return numberIfSet(key)
                .orElseGet(() -> Integer.parseInt(
                        declared(key, Setting.Number.class).standard().orElseThrow()));
    }

    /** A number; empty if it is not set, or not what is expected. */
    OptionalInt numberIfSet(String key) {
        JsonNode value = value(key);
        Setting.Number kind =
                (Setting.Number) declared(key, Setting.Number.class).kind();
        if (value.isMissingNode()) {
            return OptionalInt.empty();
        }
        boolean whole = value.isIntegralNumber() && value.canConvertToInt()
                || overridden(key) && value.textValue().matches("-?[0-9]{1,9}");
        int number = whole ? value.asInt() : 0;
        if (!whole || number < kind.least() || number > kind.greatest()) {
            problem(key, kind.expected(), value);
            return OptionalInt.empty();
        }
        return OptionalInt.of(number);
    }

    /** Whether there is a value, right or wrong. */
    boolean isSet(String key) {
        return !value(key).isMissingNode();
    }

    private static Setting declared(String key, Class<? extends Setting.Kind> kind) {
        return HubSettings.find(key)
                .filter(setting -> kind.isInstance(setting.kind()))
                .orElseThrow(() -> new IllegalStateException(key + " is not declared as " + kind.getSimpleName()));
    }

    private static String unquoted(String text) {
        return text.substring(1, text.length() - 1);
    }

    /** Every setting that was asked for, as it holds; to be called where nothing is wrong. */
    List<Effective> effective() {
        List<Effective> all = new ArrayList<>();
        for (Setting setting : HubSettings.all()) {
            asked.stream()
                    .filter(key -> HubSettings.declared(key).equals(setting.key()))
                    .forEach(key -> all.add(effective(key, setting)));
        }
        return all;
    }

    private Effective effective(String key, Setting setting) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return new Effective(key, setting, setting.standard(), new Effective.Standard());
        }
        Effective.Origin origin = overridden(key)
                ? new Effective.Variable(variable(key))
                : new Effective.InFile(lines.lineOf(key).orElse(0));
        return new Effective(key, setting, Optional.of(toml(key, setting, value)), origin);
    }

    private String toml(String key, Setting setting, JsonNode value) {
        if (setting.kind() instanceof Setting.Texts) {
            return written(key, value).stream().map(Settings::quoted).collect(Collectors.joining(", ", "[", "]"));
        }
        return setting.kind() instanceof Setting.Text ? quoted(value.textValue()) : value.asText();
    }

    /** JSON's escapes are all TOML's too, and only DEL has to be escaped in TOML alone. */
    private static String quoted(String text) {
        return TextNode.valueOf(text).toString().replace("\u007f", "\\u007F");
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
        problems.add(at(key, String.valueOf(wrong.getMessage())));
    }

    private void problem(String key, String expected, JsonNode value) {
        String found = value.isMissingNode() ? "missing" : value.toString();
        problems.add(at(key, found + " (expected: " + expected + ")"));
    }

    private ConfigProblem at(String key, String sentence) {
        return overridden(key)
                ? new ConfigProblem(variable(key), sentence)
                : new ConfigProblem(key, lines.lineOf(key).orElse(0), sentence);
    }

    static String variable(String key) {
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
                .forEach(name -> all.add(new ConfigProblem(
                        name,
                        "no such setting" + HubSettings.didYouMean(keyOf(name)) + " (a variable is " + PREFIX
                                + "TABLE__KEY)")));
        return all;
    }

    private static String keyOf(String variable) {
        return variable.substring(PREFIX.length()).replace("__", ".").toLowerCase(Locale.ROOT);
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
                all.add(at(key, property.getValue() + " (expected: a table)"));
            } else if (!asked.contains(key)) {
                all.add(at(key, "no such setting" + HubSettings.didYouMean(key)));
            }
        });
    }
}
