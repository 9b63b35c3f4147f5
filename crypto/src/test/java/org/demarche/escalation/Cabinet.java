package org.demarche.escalation;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.demarche.envelope.Possession;
import org.demarche.hash.Sha256;
import org.demarche.key.SigningKey;
import org.demarche.proto.v1.EnrolledKey;

/** Keys by name for random plays. The same name is the same key in every run, so that a seed tells the whole play. */
final class Cabinet {
    /** The parties that plays have. */
    static final List<String> PARTIES = List.of("AA", "BB", "CC", "DD", "EE", "FF");
    /** The keys that each of them has. */
    static final List<String> NAMES = List.of("root", "root2", "d1", "d1b", "d2", "d2b", "spare", "spare2");

    private static final Map<String, SigningKey> KEYS = new ConcurrentHashMap<>();
    private static final Map<String, EnrolledKey> PROOFS = new ConcurrentHashMap<>();

    private Cabinet() {}

    /** A key, such as {@code AA/d1}. */
    static SigningKey key(String name) {
        return KEYS.computeIfAbsent(name, n -> SigningKey.generate(new Repeatable(n.hashCode())));
    }

    /** The id of a key. */
    static Sha256 id(String name) {
        return key(name).publicKey().id();
    }

    /** A key with the proof that a party holds it. */
    static EnrolledKey prove(String name, String party, Sha256 context) {
        return PROOFS.computeIfAbsent(name + party + context, n -> Possession.prove(key(name), party, context));
    }

    /** Not secure at all, but the same every time. */
    private static final class Repeatable extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final Random random;

        Repeatable(long seed) {
            this.random = new Random(seed);
        }

        @Override
        public void nextBytes(byte[] bytes) {
            random.nextBytes(bytes);
        }
    }
}
