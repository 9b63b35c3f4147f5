package org.demarche.client.conformance;

/** The client can't be started, or does not speak the protocol: there is nothing to be asked. */
final class ClientException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /** It does not speak the protocol. */
    ClientException(String sentence) {
        this(sentence, "appendix A of PROTOCOL.md says what a client must answer");
    }

    ClientException(String sentence, String hint) {
        super(sentence, null, false, false);
        this.hint = hint;
    }

    /** One sentence. */
    String sentence() {
        return String.valueOf(getMessage());
    }

    /** What to do. */
    String hint() {
        return hint;
    }
}
