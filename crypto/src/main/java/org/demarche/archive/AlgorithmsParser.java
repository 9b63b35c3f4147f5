package org.demarche.archive;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.fasterxml.jackson.dataformat.toml.TomlReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the reader has written of algorithms, or says everything that is wrong with it at once. Total and bounded.
 *
 * <pre>
 * [[algorithm]]
 * name = "SHA-256"
 * trusted_until = 2046-01-01T00:00:00Z
 * </pre>
 */
public final class AlgorithmsParser {
    /** Longest text, in bytes. */
    public static final int MAX_BYTES = 16_384;

    private static final int NANOS_IN_A_MILLISECOND = 1_000_000;
    private static final String TABLE = "algorithm";
    private static final Set<String> KEYS = Set.of("name", "trusted_until");
    private static final TomlMapper MAPPER = TomlMapper.builder(TomlFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxNumberLength(32)
                            .build())
                    .enable(TomlReadFeature.PARSE_JAVA_TIME)
                    .build())
            .build();

    private final List<String> problems = new ArrayList<>();
    private final Map<Algorithm, Instant> read = new EnumMap<>(Algorithm.class);

    private AlgorithmsParser() {}

    /** What {@code text} is. */
    public static AlgorithmsParse parse(byte[] text) {
        AlgorithmsParser parser = new AlgorithmsParser();
        parser.toml(text).ifPresent(parser::top);
        return parser.problems.isEmpty()
                ? new AlgorithmsParse.Sound(new Algorithms(parser.read))
                : new AlgorithmsParse.Unsound(parser.problems);
    }

    private Optional<ObjectNode> toml(byte[] text) {
        if (text.length > MAX_BYTES) {
            problems.add(text.length + " bytes (expected: at most " + MAX_BYTES + ")");
            return Optional.empty();
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
            if (MAPPER.readTree(decoded) instanceof ObjectNode table) {
                return Optional.of(table);
            }
            problems.add("empty (expected: at least one [[algorithm]])");
        } catch (CharacterCodingException e) {
            problems.add("not UTF-8");
        } catch (JacksonException e) {
            problems.add("not TOML: line "
                    + (e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr())));
        } catch (IOException | RuntimeException e) {
            // The library lets some malformed dates and numbers escape as plain runtime exceptions.
            problems.add("not TOML: a date or number that cannot be read");
        }
        return Optional.empty();
    }

    private void top(ObjectNode top) {
        unknown(top, Set.of(TABLE), "");
        if (!(top.get(TABLE) instanceof ArrayNode tables) || tables.isEmpty()) {
            problems.add("[[algorithm]]: missing (expected: at least one)");
            return;
        }
        int most = Algorithm.values().length;
        if (tables.size() > most) {
            problems.add("[[algorithm]]: " + tables.size() + " of them (expected: at most " + most + ")");
        }
        for (int i = 0; i < Math.min(most, tables.size()); i++) {
            table(tables.get(i), "[[algorithm]] #" + (i + 1) + ": ");
        }
    }

    private void table(JsonNode item, String place) {
        if (!(item instanceof ObjectNode table)) {
            problems.add(place + "no table (expected: name and trusted_until)");
            return;
        }
        unknown(table, KEYS, place);
        String name = table.path("name").asText();
        Optional<Algorithm> algorithm = Algorithm.named(name);
        if (algorithm.isEmpty()) {
            problems.add(place + "name: " + shown(table.get("name")) + " (expected: one of " + Algorithm.words() + ")");
        }
        Optional<Instant> until = instant(table.get("trusted_until"));
        if (until.isEmpty()) {
            problems.add(place + "trusted_until: " + shown(table.get("trusted_until"))
                    + " (expected: a time in UTC, such as 2046-01-01T00:00:00Z, without quotation marks)");
        }
        if (algorithm.isPresent() && until.isPresent() && read.put(algorithm.get(), until.get()) != null) {
            problems.add(place + "name: " + name + " (expected: each once)");
        }
    }

    private static Optional<Instant> instant(@Nullable JsonNode value) {
        return value instanceof POJONode pojo
                        && pojo.getPojo() instanceof OffsetDateTime time
                        && time.getOffset().getTotalSeconds() == 0
                        && time.getNano() % NANOS_IN_A_MILLISECOND == 0
                        && time.getYear() >= 1970
                        && time.getYear() <= 9999
                ? Optional.of(time.toInstant())
                : Optional.empty();
    }

    private void unknown(ObjectNode table, Set<String> known, String place) {
        for (Iterator<String> names = table.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                problems.add(place + "'" + cut(name) + "': unknown key (expected: "
                        + String.join(", ", known.stream().sorted().toList()) + ")");
            }
        }
    }

    private static String shown(@Nullable JsonNode value) {
        return value == null ? "missing" : "'" + cut(value.asText()) + "'";
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }
}
