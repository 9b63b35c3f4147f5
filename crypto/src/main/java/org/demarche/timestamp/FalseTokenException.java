package org.demarche.timestamp;

/** A token is not what it claims to be. Ends in {@link TokenVerifier}. */
final class FalseTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    /** @param sentence what is wrong, without a full stop */
    FalseTokenException(String sentence) {
        super(sentence, null, false, false);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
