package org.demarche.conformance;

/** A question that is none: no answer to it would say anything about the protocol. */
final class QuestionException extends Exception {
    private static final long serialVersionUID = 1L;

    QuestionException(String sentence) {
        super(sentence, null, false, false);
    }
}
