package org.demarche.key;

import org.demarche.hash.Sha256;

/** Keys for tests: the same name always gives the same key. */
public final class TestKeys {
    private TestKeys() {}

    /** The signing key called {@code name}. */
    public static SigningKey signing(String name) {
        return SigningKey.ofSeeds(seed(name, "ed25519"), seed(name, "ml-dsa-65"));
    }

    /** The log's key called {@code name}. */
    public static LogSigningKey log(String name) {
        return LogSigningKey.ofSeeds(seed(name, "ed25519"), seed(name, "ml-dsa-44"));
    }

    static byte[] seed(String name, String algorithm) {
        return Sha256.of(("test " + name + " " + algorithm).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .bytes();
    }
}
