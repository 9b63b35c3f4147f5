package org.demarche.charter;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The step from bytes to text. What is hashed must be what people read, so the text must be strict UTF-8 and must not contain anything that a screen hides
 * or reorders: control characters, bidirectional controls, invisible characters, escapes. The ranges are written out here, since the Unicode tables of a JDK
 * change with its version and the verdict on a charter must not.
 */
final class ReadableText {
    /** First and last of each range of refused code points, ascending. */
    private static final int[][] HIDDEN = {
        {0x0000, 0x0008}, // control characters but for tab and line feed
        {0x000B, 0x001F},
        {0x007F, 0x009F},
        {0x00AD, 0x00AD}, // soft hyphen
        {0x034F, 0x034F}, // invisible joiners, fillers and selectors
        {0x061C, 0x061C},
        {0x115F, 0x1160},
        {0x17B4, 0x17B5},
        {0x180B, 0x180F},
        {0x200B, 0x200F}, // zero width, left-to-right and right-to-left marks
        {0x2028, 0x202E}, // line and paragraph separators, bidirectional embeddings and overrides
        {0x2060, 0x206F}, // invisible operators, bidirectional isolates
        {0x3164, 0x3164},
        {0xE000, 0xF8FF}, // private use: whatever the reader's font shows
        {0xFE00, 0xFE0F},
        {0xFEFF, 0xFEFF}, // byte order mark
        {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFFF}, // interlinear annotation, replacement character, noncharacters
        {0x1BCA0, 0x1BCA3},
        {0x1D173, 0x1D17A},
        {0xE0000, 0x10FFFF}, // tags, variation selectors, private use
    };

    private ReadableText() {}

    /** The text of these bytes, or empty and a problem. */
    static Optional<String> decode(byte[] bytes, Examination examination) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        String text;
        try {
            text = decoder.decode(in).toString();
        } catch (CharacterCodingException e) {
            // The decoder stops at the first byte that it cannot read.
            examination.problem(
                    "line " + lineOf(bytes, in.position()),
                    "not UTF-8 at byte " + in.position() + " of the file (save the file as UTF-8)");
            return Optional.empty();
        }
        return allVisible(text, examination) ? Optional.of(text) : Optional.empty();
    }

    private static boolean allVisible(String text, Examination examination) {
        boolean visible = true;
        int line = 1;
        int reportedLine = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == '\n') {
                line++;
            } else if (isHidden(c) && !isLineEnd(text, i)) {
                visible = false;
                if (reportedLine != line) {
                    reportedLine = line;
                    examination.problem(
                            "line " + line, String.format("character U+%04X, which readers cannot see (remove it)", c));
                }
            } else if (c == '\\') {
                visible = false;
                if (reportedLine != line) {
                    reportedLine = line;
                    examination.problem(
                            "line " + line,
                            "a backslash: escapes hide what a text says (write the character itself; quotation marks go into '…')");
                }
            }
        }
        return visible;
    }

    /** Whether the character at {@code i} is the carriage return of a line end as Windows writes it; a lone one would overwrite the line on a terminal. */
    private static boolean isLineEnd(String text, int i) {
        return text.charAt(i) == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
    }

    private static boolean isHidden(int c) {
        for (int[] range : HIDDEN) {
            if (c <= range[1]) {
                return c >= range[0];
            }
        }
        return false;
    }

    private static int lineOf(byte[] bytes, int end) {
        int line = 1;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return line;
    }
}
