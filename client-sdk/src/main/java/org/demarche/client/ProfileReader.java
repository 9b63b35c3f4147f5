package org.demarche.client;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.demarche.client.transport.HubAddress;
import org.demarche.hash.Sha256;
import org.demarche.toml.LongNumbers;
import org.jspecify.annotations.Nullable;

/** Reads a profile and finds everything that is wrong with it at once. */
final class ProfileReader {
    private static final int LARGEST_FILE = 65_536;
    private static final String VARIABLE_PREFIX = "DEMARCHE__";
    private static final Pattern PARTY = Pattern.compile("[A-Z0-9][A-Z0-9-]{1,15}");
    private static final Set<String> KEYS = new LinkedHashSet<>(List.of(
            "status",
            "party",
            "hubs",
            "hub_pins",
            "charter",
            "charter_hash",
            "log_keys",
            "key",
            "passphrase_file",
            "tls_key",
            "tls_certificate",
            "state",
            "native_tls"));

    private record Found(int line, ProfileException.Problem problem) {}

    private final Path file;
    private final Map<String, String> environment;
    private final List<Found> problems = new ArrayList<>();
    private String text = "";
    private ObjectNode root = JsonNodeFactory.instance.objectNode();

    ProfileReader(Path file, Map<String, String> environment) {
        this.file = file.toAbsolutePath().normalize();
        this.environment = environment;
    }

    Profile read() throws IOException, ProfileException {
        load();
        override();
        root.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                problem(key, "unknown key (expected: one of " + String.join(", ", KEYS) + ")");
            }
        });
        Optional<Boolean> exercise = word("status", "exercise", "actual", Optional.empty());
        Optional<String> party =
                text("party").flatMap(p -> checked("party", p, "a party id of the charter, such as UA", this::party));
        List<HubAddress> hubs = list("hubs", "a host and port, such as hub.example:7443", HubAddress::parse);
        List<Sha256> pins = list("hub_pins", "sha256: and 64 lower-case hex digits", Sha256::parseFingerprint);
        Optional<Path> charter = path("charter");
        Optional<Sha256> hash = text("charter_hash")
                .flatMap(h ->
                        checked("charter_hash", h, "sha256: and 64 lower-case hex digits", Sha256::parseFingerprint));
        Optional<Path> logKeys = path("log_keys");
        Optional<Path> key = root.has("key") ? path("key") : Optional.empty();
        Optional<Path> passphrase = root.has("passphrase_file") ? path("passphrase_file") : Optional.empty();
        Optional<Path> tlsKey = path("tls_key");
        Optional<Path> tlsCertificate = path("tls_certificate");
        Optional<Path> state = path("state");
        Optional<Boolean> required = word("native_tls", "required", "preferred", Optional.of(false));
        stopOnProblems();
        return new Profile(
                file,
                exercise.orElseThrow(),
                party.orElseThrow(),
                hubs,
                Set.copyOf(pins),
                charter.orElseThrow(),
                hash.orElseThrow(),
                logKeys.orElseThrow(),
                key,
                passphrase,
                tlsKey.orElseThrow(),
                tlsCertificate.orElseThrow(),
                state.orElseThrow(),
                required.orElseThrow());
    }

    private void load() throws IOException, ProfileException {
        if (Files.size(file) > LARGEST_FILE) {
            problem("file", "more than " + LARGEST_FILE + " bytes: not a profile");
            stopOnProblems();
        }
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            if (new TomlMapper().readTree(text) instanceof ObjectNode table) {
                root = table;
            }
            LongNumbers.firstLine(text)
                    .ifPresent(line -> problems.add(
                            new Found(line, new ProfileException.Problem("line " + line, LongNumbers.SENTENCE))));
        } catch (CharacterCodingException e) {
            problem("file", "not UTF-8 text");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String sentence =
                    "not TOML: " + e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            problems.add(new Found(
                    0, new ProfileException.Problem(at == null ? "file" : "line " + at.getLineNr(), sentence)));
        }
        stopOnProblems();
    }

    private void override() {
        for (String key : KEYS) {
            String value = environment.get(VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT));
            if (value == null) {
                continue;
            }
            if (key.equals("hubs") || key.equals("hub_pins")) {
                var array = root.putArray(key);
                for (String element : value.split(",", -1)) {
                    array.add(element.strip());
                }
            } else {
                root.put(key, value);
            }
        }
    }

    private Optional<String> text(String key) {
        JsonNode node = root.get(key);
        if (node == null) {
            problem(key, "missing");
            return Optional.empty();
        }
        if (!node.isTextual() || node.asText().isBlank()) {
            problem(key, "expected a text in quotation marks");
            return Optional.empty();
        }
        return Optional.of(node.asText());
    }

    private Optional<Path> path(String key) {
        return text(key).flatMap(value -> {
            try {
                Path directory = file.getParent();
                return Optional.of((directory == null ? Path.of(value) : directory.resolve(value)).normalize());
            } catch (InvalidPathException e) {
                problem(key, "not a path: " + e.getReason());
                return Optional.empty();
            }
        });
    }

    private Optional<Boolean> word(String key, String yes, String no, Optional<Boolean> absent) {
        if (!root.has(key) && absent.isPresent()) {
            return absent;
        }
        return text(key)
                .flatMap(value -> checked(
                        key,
                        value,
                        "\"" + yes + "\" or \"" + no + "\"",
                        word -> word.equals(yes)
                                ? Optional.of(true)
                                : word.equals(no) ? Optional.of(false) : Optional.empty()));
    }

    private <T> List<T> list(String key, String expected, Function<String, Optional<T>> parser) {
        JsonNode node = root.get(key);
        if (node == null) {
            problem(key, "missing");
            return List.of();
        }
        if (!node.isArray() || node.isEmpty()) {
            problem(key, "expected a list with at least one element, each " + expected);
            return List.of();
        }
        List<T> values = new ArrayList<>();
        for (JsonNode element : node) {
            if (element.isTextual()) {
                checked(key, element.asText(), expected, parser).ifPresent(values::add);
            } else {
                problem(key, element + " (expected: " + expected + ", in quotation marks)");
            }
        }
        return values;
    }

    private <T> Optional<T> checked(String key, String value, String expected, Function<String, Optional<T>> parser) {
        Optional<T> result = parser.apply(value);
        if (result.isEmpty()) {
            problem(key, "\"" + value + "\" (expected: " + expected + ")");
        }
        return result;
    }

    private Optional<String> party(String value) {
        return PARTY.matcher(value).matches() ? Optional.of(value) : Optional.empty();
    }

    private void problem(String key, String sentence) {
        int line = lineOf(key);
        String variable = VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT);
        String place = environment.containsKey(variable) ? variable : line > 0 ? "line " + line + ", " + key : key;
        problems.add(new Found(line, new ProfileException.Problem(place, sentence)));
    }

    /** The line on which {@code key} is set, for people; 0 if it isn't found. The TOML reader does not say where a value stood. */
    private int lineOf(@Nullable String key) {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String stripped = line.strip();
            if (key != null
                    && stripped.startsWith(key)
                    && stripped.substring(key.length()).stripLeading().startsWith("=")) {
                return number;
            }
        }
        return 0;
    }

    private void stopOnProblems() throws ProfileException {
        if (!problems.isEmpty()) {
            // Missing keys (line 0) last: what is written wrong is often why they are missing.
            throw new ProfileException(
                    file,
                    problems.stream()
                            .sorted(Comparator.comparingInt(f -> f.line() == 0 ? Integer.MAX_VALUE : f.line()))
                            .map(Found::problem)
                            .toList());
        }
    }
}
