package org.demarche.evidence;

import java.util.stream.Collectors;

/** What parties wrote may not move the cursor or start a line of its own. */
public final class Printable {
    private Printable() {}

    /** The text with a space for whatever would. */
    public static String of(String written) {
        return written.codePoints()
                .map(c -> movesTheCursor(c) ? ' ' : c)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static boolean movesTheCursor(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
