package org.demarche.charter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.demarche.hash.Sha256;
import org.demarche.hash.Sha512;

/** One table of the charter, read key by key. Every reading method gives the value, or empty and a problem that names the place. */
final class Table {
    private static final int MAX_SHOWN = 60;

    private final ObjectNode node;
    private final String place;
    private final Examination examination;

    /** @param place of the table itself; empty at the top */
    Table(ObjectNode node, String place, Examination examination) {
        this.node = node;
        this.place = place;
        this.examination = examination;
    }

    /** The same table under the name that people know it by. */
    Table at(String newPlace) {
        return new Table(node, newPlace, examination);
    }

    String place() {
        return place;
    }

    /** Where the value of {@code key} stands. */
    String place(String key) {
        return place.isEmpty() ? key : place + ": " + key;
    }

    boolean has(String key) {
        return node.has(key);
    }

    void problem(String key, String sentence) {
        examination.problem(place(key), sentence);
    }

    /** Reports every key that is not among {@code keys}. */
    void allow(String... keys) {
        Set<String> known = Set.of(keys);
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                problem(shown(name), "unknown key (expected: one of " + String.join(", ", keys) + ")");
            }
        }
    }

    /** A text in one line, of 1 to {@code maxLength} characters, without blanks at its ends. */
    Optional<String> text(String key, int maxLength) {
        return string(key, "a text in quotation marks").filter(s -> isPlain(s, key, maxLength));
    }

    /** A text that may be empty. */
    Optional<String> textOrEmpty(String key, int maxLength) {
        return string(key, "a text in quotation marks, \"\" if there is none")
                .filter(s -> s.isEmpty() || isPlain(s, key, maxLength));
    }

    /** A whole number in a range. */
    OptionalInt integer(String key, int least, int most) {
        String expected = least + " to " + most;
        Optional<JsonNode> value = required(key, expected);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        JsonNode number = value.get();
        if (!number.isIntegralNumber()
                || !number.canConvertToInt()
                || number.intValue() < least
                || number.intValue() > most) {
            problem(key, shown(number) + " (expected: " + expected + ")");
            return OptionalInt.empty();
        }
        return OptionalInt.of(number.intValue());
    }

    /** A number of entries: at least 1, and as many as 18 digits can say. */
    OptionalLong count(String key) {
        String expected = "a number of entries, from 1";
        Optional<JsonNode> value = required(key, expected);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        JsonNode number = value.get();
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 1) {
            problem(key, shown(number) + " (expected: " + expected + ")");
            return OptionalLong.empty();
        }
        return OptionalLong.of(number.longValue());
    }

    /** What can only be affirmed: true, or a problem. */
    boolean yes(String key) {
        JsonNode value = node.get(key);
        if (value != null && value.isBoolean() && value.booleanValue()) {
            return true;
        }
        problem(key, (value == null ? "missing" : shown(value)) + " (expected: true, or leave it out)");
        return false;
    }

    /** A SHA-512 value. */
    Optional<Sha512> sha512(String key) {
        Optional<String> text = string(key, "sha512: and 128 hex digits");
        Optional<Sha512> value = text.flatMap(Sha512::parseFingerprint);
        if (text.isPresent() && value.isEmpty()) {
            problem(key, "'" + shown(text.get()) + "' (expected: sha512: and 128 lower-case hex digits)");
        }
        return value;
    }

    /** An instant, written in UTC, in milliseconds since 1970. */
    OptionalLong instant(String key) {
        String expected = "a time in UTC, such as 2041-02-24T00:00:00Z, without quotation marks";
        Optional<JsonNode> value = required(key, expected);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        boolean whole = value.get() instanceof POJONode pojo
                && pojo.getPojo() instanceof OffsetDateTime time
                && time.getOffset().getTotalSeconds() == 0
                && time.getNano() % 1_000_000 == 0
                && time.getYear() >= 1970
                && time.getYear() <= 9999;
        if (!whole) {
            problem(key, shown(value.get()) + " (expected: " + expected + ")");
            return OptionalLong.empty();
        }
        return OptionalLong.of(((OffsetDateTime) ((POJONode) value.get()).getPojo())
                .toInstant()
                .toEpochMilli());
    }

    /** A duration in plan time. */
    Optional<Span> span(String key) {
        Optional<String> text = string(key, "a duration such as \"72h\"");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong millis = Spans.millis(text.get());
        if (millis.isEmpty()) {
            problem(key, "'" + shown(text.get()) + "' (expected: " + Spans.EXPECTED + ")");
            return Optional.empty();
        }
        return Optional.of(new Span(text.get(), millis.getAsLong()));
    }

    /** A fingerprint. */
    Optional<Sha256> fingerprint(String key) {
        return string(key, "a fingerprint: sha256: and 64 hex digits").flatMap(text -> fingerprint(key, text));
    }

    /** Distinct fingerprints, each with its place. */
    List<Placed<Sha256>> fingerprints(String key, int least, int most) {
        List<Placed<Sha256>> all = new ArrayList<>();
        for (Placed<String> text : texts(key, least, most)) {
            fingerprint(text.place(), text.value()).ifPresent(f -> all.add(new Placed<>(place(text.place()), f)));
        }
        return all;
    }

    /** Texts of a list; the place of each is relative to this table. */
    List<Placed<String>> texts(String key, int least, int most) {
        List<Placed<String>> all = new ArrayList<>();
        int number = 0;
        for (JsonNode item : array(key, least, most, "a list of texts")) {
            String itemPlace = key + " " + ++number;
            if (item.isTextual()) {
                all.add(new Placed<>(itemPlace, item.textValue()));
            } else {
                problem(itemPlace, shown(item) + " (expected: a text in quotation marks)");
            }
        }
        return all;
    }

    /** The tables of an array of tables; each with the place {@code [[key]] #n}, or {@code key n} within another table. */
    List<Table> tables(String key, int least, int most) {
        List<Table> all = new ArrayList<>();
        int number = 0;
        for (JsonNode item : array(key, least, most, place.isEmpty() ? "[[" + key + "]]" : "a list of tables")) {
            number++;
            String itemPlace = place.isEmpty() ? "[[" + key + "]] #" + number : place(key) + " " + number;
            if (item instanceof ObjectNode table) {
                all.add(new Table(table, itemPlace, examination));
            } else {
                examination.problem(itemPlace, shown(item) + " (expected: a table)");
            }
        }
        return all;
    }

    /** The one table {@code [key]}. */
    Optional<Table> table(String key) {
        Optional<JsonNode> value = required("[" + key + "]", key, "a table");
        if (value.isPresent() && !(value.get() instanceof ObjectNode)) {
            problem("[" + key + "]", shown(value.get()) + " (expected: a table)");
        }
        return value.filter(ObjectNode.class::isInstance)
                .map(v -> new Table((ObjectNode) v, "[" + key + "]", examination));
    }

    private Iterable<JsonNode> array(String key, int least, int most, String expected) {
        if (least == 0 && !node.has(key)) {
            return List.of();
        }
        Optional<JsonNode> value = required(key, expected);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof ArrayNode array)) {
            problem(key, shown(value.get()) + " (expected: " + expected + ")");
            return List.of();
        }
        if (array.size() < least || array.size() > most) {
            problem(key, array.size() + " of them (expected: " + least + " to " + most + ")");
        }
        // More than are allowed are not read: the report stays short.
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items.subList(0, Math.min(most, items.size()));
    }

    private Optional<Sha256> fingerprint(String key, String text) {
        Optional<Sha256> fingerprint = Sha256.parseFingerprint(text);
        if (fingerprint.isEmpty()) {
            problem(key, "'" + shown(text) + "' (expected: a fingerprint: sha256: and 64 lower-case hex digits)");
        }
        return fingerprint;
    }

    private Optional<String> string(String key, String expected) {
        Optional<JsonNode> value = required(key, expected);
        if (value.isPresent() && !value.get().isTextual()) {
            problem(key, shown(value.get()) + " (expected: " + expected + ")");
        }
        return value.filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private boolean isPlain(String text, String key, int maxLength) {
        if (text.isEmpty() || text.length() > maxLength) {
            problem(key, text.length() + " characters (expected: 1 to " + maxLength + ")");
        } else if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\t') >= 0) {
            problem(key, "a line break or tab within a text (expected: one line)");
        } else if (!text.strip().equals(text)) {
            problem(key, "'" + shown(text) + "' (expected: no blanks at its ends)");
        } else {
            return true;
        }
        return false;
    }

    private Optional<JsonNode> required(String key, String expected) {
        return required(key, key, expected);
    }

    private Optional<JsonNode> required(String shownKey, String key, String expected) {
        Optional<JsonNode> value = Optional.ofNullable(node.get(key));
        if (value.isEmpty()) {
            problem(shownKey, "missing (expected: " + expected + ")");
        }
        return value;
    }

    static String shown(String text) {
        String line = text.replace('\n', ' ').replace('\t', ' ').replace('\r', ' ');
        return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
    }

    private static String shown(JsonNode value) {
        if (value instanceof ObjectNode) {
            return "a table";
        }
        if (value instanceof ArrayNode) {
            return "a list";
        }
        return value.isTextual() ? "'" + shown(value.textValue()) + "'" : shown(value.asText());
    }
}
