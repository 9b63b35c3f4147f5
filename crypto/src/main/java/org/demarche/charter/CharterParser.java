package org.demarche.charter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Turns the very bytes that people read into a {@link Charter}, or says everything that is wrong with them at once. Total and bounded: any bytes give an
 * answer, never an exception. The steps:
 *
 * <ol>
 *   <li>size, strict UTF-8, nothing hidden ({@code ReadableText});
 *   <li>TOML 1.0 ({@code TomlText});
 *   <li>the charter's keys, names, numbers and rules ({@code CharterReader});
 *   <li>shares stated in comments ({@code StatedShares}).
 * </ol>
 *
 * A step whose predecessor found nothing readable is not taken.
 */
public final class CharterParser {
    /** Longest text, in bytes: it must fit into the log's first entry. */
    public static final int MAX_BYTES = 61_440;

    private CharterParser() {}

    /** What {@code text} is. */
    public static CharterParse parse(byte[] text) {
        Examination examination = new Examination();
        Optional<Charter> charter = examine(text.clone(), examination);
        return charter.<CharterParse>map(c -> new CharterParse.Sound(c, examination.remarks()))
                .orElseGet(() -> new CharterParse.Unsound(examination.problems()));
    }

    private static Optional<Charter> examine(byte[] bytes, Examination examination) {
        if (bytes.length > MAX_BYTES) {
            examination.problem("charter", bytes.length + " bytes (expected: <= " + MAX_BYTES + ")");
            return Optional.empty();
        }
        Optional<String> text = ReadableText.decode(bytes, examination);
        Optional<ObjectNode> toml = text.flatMap(t -> TomlText.parse(t, examination));
        return toml.flatMap(t -> new CharterReader(t, examination).read(bytes, text.orElseThrow()));
    }
}
