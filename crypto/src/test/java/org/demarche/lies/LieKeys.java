package org.demarche.lies;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SigningKey;

/**
 * The keys of the lying files, by name. <strong>Everybody knows them</strong>: the two seeds of a key are SHA-256 of a sentence and the key's name, so that the files
 * can be made again byte for byte. Nothing real may ever trust one.
 */
public final class LieKeys {
    private static final String WARNING = "a test key that everybody knows, never to be trusted: ";
    private static final Map<String, SigningKey> PARTIES = new ConcurrentHashMap<>();
    private static final Map<String, LogSigningKey> LOGS = new ConcurrentHashMap<>();

    private LieKeys() {}

    /** A root's or desk's key, such as {@code UA/watch}. */
    public static SigningKey party(String name) {
        return PARTIES.computeIfAbsent(name, n -> SigningKey.generate(new Seeded(n)));
    }

    /** A log's or a witness's key, such as {@code GB-w}. */
    public static LogSigningKey log(String name) {
        return LOGS.computeIfAbsent(name, n -> LogSigningKey.generate(new Seeded(n)));
    }

    /** The names of all keys that were asked for so far. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(PARTIES.keySet());
        names.addAll(LOGS.keySet());
        return names;
    }

    /** The seed of one half of a key. */
    public static Sha256 seed(String name, String half) {
        return Sha256.of((WARNING + name + " " + half).getBytes(StandardCharsets.UTF_8));
    }

    /** Gives the two seeds, 32 bytes each, and nothing else. */
    private static final class Seeded extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final String name;
        private int given;

        Seeded(String name) {
            super(null, null);
            this.name = name;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != Sha256.LENGTH || given == 2) {
                throw new AssertionError("a key pair takes two seeds of 32 bytes");
            }
            System.arraycopy(seed(name, given++ == 0 ? "ed25519" : "ml-dsa").bytes(), 0, bytes, 0, bytes.length);
        }
    }
}
