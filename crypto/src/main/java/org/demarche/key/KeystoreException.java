package org.demarche.key;

/**
 * A keystore file cannot be opened. The message is one sentence for people. Has no stack trace, since the fault is not
 * in this program.
 */
public final class KeystoreException extends Exception {
    private static final long serialVersionUID = 1L;

    /** An exception with this sentence. */
    public KeystoreException(String sentence) {
        super(sentence, null, false, false);
    }
}
