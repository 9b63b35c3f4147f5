package org.demarche.key;

import java.security.SecureRandom;

/** Keystore files as real as any, but for the price of guessing their passphrase: a test opens them often, and nobody guesses. */
public final class QuickKeystore {
    private static final int LEAST_MEMORY_KIB = 8;

    private QuickKeystore() {}

    /** The file that holds {@code key}. */
    public static byte[] seal(SigningKey key, byte[] passphrase, SecureRandom random) {
        return Keystore.seal(key, passphrase, cheap(random), random);
    }

    /** The file that holds {@code key}. */
    public static byte[] seal(LogSigningKey key, byte[] passphrase, SecureRandom random) {
        return Keystore.seal(key, passphrase, cheap(random), random);
    }

    private static KeystoreFile.Kdf cheap(SecureRandom random) {
        return Keystore.newKdf(LEAST_MEMORY_KIB, 1, 1, random);
    }
}
