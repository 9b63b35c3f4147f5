package org.demarche.rule;

/** The words and signs of a rule, one after the other, with one of look-ahead. */
final class RuleTokens {
    private static final int MAX_SHOWN = 40;

    private final String text;
    private int offset;

    RuleTokens(String text) {
        this.text = text;
    }

    enum Kind {
        WORD,
        OPEN,
        CLOSE,
        COMMA,
        END
    }

    /** @param position number of its first character, from 1 */
    record Token(Kind kind, String text, int position) {
        boolean is(String word) {
            return kind == Kind.WORD && text.equals(word);
        }

        boolean isNumber() {
            return kind == Kind.WORD && text.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        String shown() {
            return kind == Kind.END ? "the end" : "'" + RuleTokens.shown(text) + "'";
        }

        RuleException unexpected(String expected) {
            return new RuleException(position, shown() + " (expected: " + expected + ")");
        }
    }

    /** The next token; at the end, {@code END} for ever. */
    Token next() throws RuleException {
        while (offset < text.length() && text.charAt(offset) == ' ') {
            offset++;
        }
        int start = offset;
        if (start == text.length()) {
            return new Token(Kind.END, "", start + 1);
        }
        while (offset < text.length() && isWordCharacter(text.charAt(offset))) {
            offset++;
        }
        if (offset > start) {
            return new Token(Kind.WORD, text.substring(start, offset), start + 1);
        }
        offset++;
        return new Token(sign(start), text.substring(start, offset), start + 1);
    }

    /** Steps over the next token if it is this word. */
    boolean skip(String word) throws RuleException {
        int start = offset;
        if (next().is(word)) {
            return true;
        }
        offset = start;
        return false;
    }

    static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    private Kind sign(int start) throws RuleException {
        switch (text.charAt(start)) {
            case '(':
                return Kind.OPEN;
            case ')':
                return Kind.CLOSE;
            case ',':
                return Kind.COMMA;
            case '%':
                throw new RuleException(
                        start + 1,
                        "a percentage (expected: a count; the share may stand in a comment: 17 of coalition # 60 % of 28)");
            default:
                throw new RuleException(
                        start + 1,
                        String.format(
                                "character U+%04X (expected: a name, a count, a parenthesis or a comma)",
                                text.codePointAt(start)));
        }
    }

    private static boolean isWordCharacter(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.'
                || c == '/';
    }
}
