package org.demarche.client.cli;

/**
 * How many columns of a terminal a text takes. Wide characters (East Asian ones, pictures) take two; whatever terminals differ on is counted as two as well, so that a
 * line may turn out shorter than was counted and never longer.
 */
final class Columns {
    /** First and last code points of what takes two columns, ascending. */
    private static final int[] WIDE = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615, 0x2630, 0x2637,
        0x2648, 0x2653, 0x267F, 0x267F, 0x268A, 0x268F, 0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE,
        0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA,
        0x26FD, 0x26FD, 0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755,
        0x2757, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55,
        0x2E80, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7FF, 0xE000, 0xFAFF, 0xFE10, 0xFE1F, 0xFE30, 0xFE6F, 0xFF01, 0xFF60,
        0xFFE0, 0xFFE6, 0x10000, 0x10FFFF
    };

    private Columns() {}

    /** Columns of a whole text. */
    static int of(String text) {
        return text.codePoints().map(Columns::of).sum();
    }

    /** Columns of one character: 0 for what is drawn over the one before. */
    static int of(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return wide(codePoint) ? 2 : 1;
    }

    private static boolean wide(int codePoint) {
        for (int i = 0; i < WIDE.length && WIDE[i] <= codePoint; i += 2) {
            if (codePoint <= WIDE[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Where the longest beginning of {@code text} ends that takes at most so many columns. */
    static int fit(String text, int columns) {
        int end = 0;
        int taken = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            taken += of(codePoint);
            if (taken > columns) {
                return end;
            }
            end += Character.charCount(codePoint);
        }
        return end;
    }

    /** Cut to so many columns, with an ellipsis if something is left out. */
    static String cut(String text, int columns) {
        return of(text) <= columns ? text : text.substring(0, fit(text, Math.max(0, columns - 1))) + "…";
    }

    /** Cut, or filled up with blanks, to exactly so many columns. */
    static String pad(String text, int columns) {
        String cut = cut(text, columns);
        return cut + " ".repeat(Math.max(0, columns - of(cut)));
    }
}
