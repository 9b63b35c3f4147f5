package org.demarche.world;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.QuickKeystore;
import org.demarche.key.SigningKey;
import org.demarche.key.TlsIdentity;

/** The parties' keys, real ones, made once for a test run: by name, such as {@code NO/root}, {@code NO/watch}, {@code NO/tls}. */
public final class Keys {
    static final byte[] PASSPHRASE = "correct horse".getBytes(StandardCharsets.US_ASCII);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Map<String, TlsIdentity> TLS = new ConcurrentHashMap<>();
    private static final Map<String, byte[]> SEALED = new ConcurrentHashMap<>();

    private Keys() {}

    /** A desk's or root's key. */
    public static SigningKey signing(String name) {
        return TestKeys.signing(name);
    }

    /** The TLS identity of a party's machine. */
    public static TlsIdentity tls(String party) {
        return TLS.computeIfAbsent(party, p -> TlsIdentity.generate(p, RANDOM, Instant.parse("2026-01-01T00:00:00Z")));
    }

    /** A key in its encrypted file's form. */
    static byte[] sealed(String name) {
        return SEALED.computeIfAbsent(name, n -> QuickKeystore.seal(signing(n), PASSPHRASE, RANDOM))
                .clone();
    }

    /** What a charter names. */
    static Sha256 fingerprint(String name) {
        String party = name.substring(0, name.indexOf('/'));
        return name.endsWith("/tls")
                ? tls(party).pin()
                : signing(name).publicKey().id();
    }
}
