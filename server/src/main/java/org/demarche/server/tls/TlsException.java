package org.demarche.server.tls;

import org.jspecify.annotations.Nullable;

/** TLS cannot be offered as it was asked for. The message is one sentence for the operator. */
public final class TlsException extends Exception {
    private static final long serialVersionUID = 1L;

    /** An exception with this sentence. */
    public TlsException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
