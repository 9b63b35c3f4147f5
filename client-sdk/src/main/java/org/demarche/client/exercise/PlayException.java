package org.demarche.client.exercise;

/** The play cannot go on. The message is one sentence for people. */
final class PlayException extends Exception {
    private static final long serialVersionUID = 1L;

    PlayException(String sentence) {
        super(sentence);
    }

    PlayException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
