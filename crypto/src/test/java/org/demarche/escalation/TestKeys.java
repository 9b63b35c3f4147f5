package org.demarche.escalation;

import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SigningKey;

/** Real keys by the names of {@link org.demarche.charter.SampleCharter}, made once for a test run. */
public final class TestKeys {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Map<String, SigningKey> SIGNING = new ConcurrentHashMap<>();
    private static final LogSigningKey LOG = LogSigningKey.generate(RANDOM);

    private TestKeys() {}

    /** The key of a desk or root, such as {@code NO/watch}. */
    public static SigningKey signing(String name) {
        return SIGNING.computeIfAbsent(name, n -> SigningKey.generate(RANDOM));
    }

    /** The log's keys. */
    public static LogSigningKey log() {
        return LOG;
    }

    /** The fingerprint that a charter names. */
    public static Sha256 fingerprint(String name) {
        return switch (name) {
            case "log/ed25519" -> LOG.publicKey().ed25519Id();
            case "log/ml-dsa-44" -> LOG.publicKey().mlDsa44Id();
            default ->
                name.endsWith("/tls")
                        ? Sha256.of(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        : signing(name).publicKey().id();
        };
    }
}
