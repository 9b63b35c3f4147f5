package org.demarche.client;

import org.demarche.key.SigningKey;

/** A private key that {@link KeyFile#unlock} has opened: for a desk that is manned and signs again and again, since every opening takes its time on purpose. */
public final class OpenKey {
    private final SigningKey key;

    OpenKey(SigningKey key) {
        this.key = key;
    }

    /** A key that has just been made, and was never closed. */
    public static OpenKey of(SigningKey key) {
        return new OpenKey(key);
    }

    SigningKey key() {
        return key;
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
