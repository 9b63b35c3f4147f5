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
    private static final Map<String, LogSigningKey> WITNESSES = new ConcurrentHashMap<>();

    private TestKeys() {}

    /** The key of a desk or root, such as {@code NO/watch}. */
    public static SigningKey signing(String name) {
        return SIGNING.computeIfAbsent(name, n -> SigningKey.generate(RANDOM));
    }

    /** The log's keys. */
    public static LogSigningKey log() {
        return LOG;
    }

    /** The key of a witness, such as {@code GB-w}. */
    public static LogSigningKey witness(String name) {
        return WITNESSES.computeIfAbsent(name, n -> LogSigningKey.generate(RANDOM));
    }

    /** The fingerprint that a charter names. */
    public static Sha256 fingerprint(String name) {
        return switch (name) {
            case "log/ed25519" -> LOG.publicKey().ed25519Id();
            case "log/ml-dsa-44" -> LOG.publicKey().mlDsa44Id();
            default -> other(name);
        };
    }

    private static Sha256 other(String name) {
        String owner = name.substring(0, name.indexOf('/'));
        return switch (name.substring(name.indexOf('/'))) {
            case "/tls" -> Sha256.of(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case "/ed25519" -> witness(owner).publicKey().ed25519Id();
            case "/ml-dsa-44" -> witness(owner).publicKey().mlDsa44Id();
            default -> signing(name).publicKey().id();
        };
    }
}
