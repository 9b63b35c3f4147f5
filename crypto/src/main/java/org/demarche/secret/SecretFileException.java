package org.demarche.secret;

import java.io.IOException;

/**
 * A secret's file is not fit for its purpose. The message is one sentence for people: which file, what is wrong, what
 * to do.
 */
public final class SecretFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /** An exception with this sentence. */
    public SecretFileException(String sentence) {
        super(sentence);
    }
}
