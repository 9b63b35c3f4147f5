package org.demarche.timestamp;

import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.demarche.refusal.RefusedException;

/** A time authority whose keys, certificates and tokens are the same in every run: they depend on its name alone. */
public final class TestAuthority {
    /** When its certificates begin. */
    public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    /** When they end. */
    public static final Instant UNTIL = Instant.parse("2036-01-01T00:00:00Z");

    private static final byte[] NONCE = "a nonce.".getBytes(StandardCharsets.US_ASCII);

    private final TimeAuthorityKeys keys;
    private final TimeAuthority authority;

    private TestAuthority(TimeAuthorityKeys keys, SecureRandom random) {
        this.keys = keys;
        this.authority = new TimeAuthority(keys, random);
    }

    /** The authority of this name. */
    public static TestAuthority named(String name) {
        return named(name, FROM, UNTIL);
    }

    /** The authority of this name, with certificates of this validity. */
    public static TestAuthority named(String name, Instant from, Instant until) {
        return of(name, random(name), from, until);
    }

    /** An authority of this name with other keys. */
    public static TestAuthority called(String name, String seed) {
        return of(name, random(seed), FROM, UNTIL);
    }

    private static TestAuthority of(String name, SecureRandom random, Instant from, Instant until) {
        return new TestAuthority(TimeAuthorityKeys.generate(name, random, from, until), random);
    }

    /** Its keys and certificates. */
    public TimeAuthorityKeys keys() {
        return keys;
    }

    /** Its root's certificate. */
    public Anchor anchor() {
        return keys.anchor();
    }

    /** The authority. */
    public TimeAuthority authority() {
        return authority;
    }

    /** A verifier for its tokens. */
    public TokenVerifier verifier() {
        return new TokenVerifier(anchor(), Optional.empty());
    }

    /** Its token, made at {@code at} over the SHA-512 of {@code data}. */
    public UnverifiedToken token(byte[] data, Instant at) {
        TimestampRequest request =
                TimestampRequest.of(Imprint.of(HashAlgorithm.SHA_512, data), NONCE, Optional.empty());
        try {
            return request.tokenIn(authority.answer(request.bytes(), at));
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    /** Random numbers that depend on the seed alone. */
    public static SecureRandom random(String seed) {
        try {
            // The one generator whose output depends on its seed alone.
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed.getBytes(StandardCharsets.US_ASCII));
            return random;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
