package org.demarche.client.conformance;

/** The client can't be started, or does not speak the protocol: there is nothing to be asked. */
final class ClientException extends Exception {
    private static final long serialVersionUID = 1L;

    ClientException(String sentence) {
        super(sentence, null, false, false);
    }

    /** One sentence. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
