package org.demarche.charter;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.fasterxml.jackson.dataformat.toml.TomlReadFeature;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.demarche.toml.LongNumbers;

/** TOML 1.0 to a tree, by a library, whose failures are turned into one problem with line and column. */
final class TomlText {
    private static final int MAX_NESTING = 16;
    private static final int MAX_NUMBER_LENGTH = 32;
    private static final int MAX_MESSAGE = 160;

    private static final TomlMapper MAPPER = TomlMapper.builder(TomlFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .enable(TomlReadFeature.PARSE_JAVA_TIME)
                    .build())
            .build();

    private TomlText() {}

    /** The table that {@code text} writes, or empty and a problem. */
    static Optional<ObjectNode> parse(String text, Examination examination) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            OptionalInt line = LongNumbers.firstLine(text);
            if (line.isPresent()) {
                examination.problem("line " + line.getAsInt(), LongNumbers.SENTENCE);
                return Optional.empty();
            }
            if (tree instanceof ObjectNode table) {
                return Optional.of(table);
            }
            examination.problem("charter", "an empty text (expected: TOML that begins with the charter's title)");
        } catch (JacksonException e) {
            examination.problem(
                    place(e.getLocation()),
                    "not TOML: " + shortened(e.getOriginalMessage())
                            + " (mend this place; the rest is checked after it)");
        } catch (IOException | RuntimeException e) {
            // The library lets some malformed dates and numbers escape as plain runtime exceptions; they have no place
            // to tell.
            examination.problem(
                    "charter",
                    "not TOML: a date or number that cannot be read: " + shortened(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private static String place(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? "charter"
                : "line " + location.getLineNr() + ", column " + Math.max(1, location.getColumnNr());
    }

    private static String shortened(String message) {
        String line = message.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "…";
    }
}
