package org.demarche.client;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A private key in its encrypted file.
 *
 * @param file the keystore
 * @param passphrase how to get its passphrase, asked for only when the key is needed
 */
public record KeyFile(Path file, Passphrase passphrase) {
    /** A passphrase, wherever it comes from. */
    @FunctionalInterface
    public interface Passphrase {
        /** The passphrase for {@code file}; the caller overwrites it after use. */
        byte[] of(Path file) throws IOException;
    }
}
