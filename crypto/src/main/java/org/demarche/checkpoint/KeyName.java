package org.demarche.checkpoint;

import java.nio.charset.StandardCharsets;

/** Names of note keys, and origins, which name the log's own keys. */
final class KeyName {
    /** Greatest length in UTF-8 bytes: what {@link SubtreeStatement} can hold. */
    static final int MAX_BYTES = 255;

    private KeyName() {}

    /** C2SP signed-note: not empty, no Unicode space, no plus; and no control character, which a note could not hold. */
    static boolean valid(String name) {
        return !name.isEmpty()
                && name.codePoints().noneMatch(c -> c == '+' || c < ' ' || space(c) || (c >= 0xD800 && c <= 0xDFFF));
    }

    /** Valid, and short enough to be signed with. */
    static boolean usable(String name) {
        return valid(name) && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    static String check(String field, String name) {
        if (!usable(name)) {
            throw new IllegalArgumentException(field + ": \"" + name + "\" (expected: 1 to " + MAX_BYTES
                    + " bytes without space, plus or control character)");
        }
        return name;
    }

    /** The property White_Space: U+0085 (next line) belongs to it, but not to Java's space characters. */
    private static boolean space(int c) {
        return Character.isSpaceChar(c) || c == 0x85;
    }
}
