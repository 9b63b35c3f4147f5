package org.demarche.rule;

/** A text is not a rule. The message is one sentence that names the place. Has no stack trace, since the fault is not in this program. */
public final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int position;

    RuleException(int position, String sentence) {
        super("at character " + position + ": " + sentence, null, false, false);
        this.position = position;
    }

    /** Where it stops to be one: number of the character, from 1. */
    public int position() {
        return position;
    }

    /** What is wrong, and where: one sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
