package org.demarche.client.exercise;

import java.nio.file.Path;

/**
 * Where a party keeps what is its own.
 *
 * @param directory its directory
 */
record PartyFiles(Path directory) {
    /** Name of the root key. */
    static final String ROOT = "root";

    /** The encrypted key of this name: a desk's, a witness's such as {@code NO-w}, or {@link #ROOT}. */
    Path key(String name) {
        return directory.resolve(name + ".key");
    }

    /** The passphrase of the key of this name. */
    Path passphrase(String name) {
        return directory.resolve(name + ".pass");
    }

    /** The TLS key, PEM. */
    Path tlsKey() {
        return directory.resolve("tls.key");
    }

    /** The TLS certificate, PEM. */
    Path tlsCertificate() {
        return directory.resolve("tls.crt");
    }

    /** The profile of this desk or witness. */
    Path profile(String name) {
        return directory.resolve(name + ".toml");
    }
}
