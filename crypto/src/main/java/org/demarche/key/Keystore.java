package org.demarche.key;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Private keys at rest: a small text file, sealed with a passphrase. To be kept by {@link
 * org.demarche.secret.SecretFiles}.
 *
 * <pre>
 * demarche-keystore 1
 * kind: signing                          or: log
 * key: sha256:…                          the key's id; of a log's key the SHA-256 of either public key
 * kdf: argon2id m=19456 t=2 p=1 salt=…   RFC 9106; m in KiB
 * cipher: aes-256-gcm nonce=…
 *
 * base64 of the ciphertext and its tag, 64 columns
 * </pre>
 *
 * <p>Everything up to and including the empty line is authenticated with the ciphertext. Inside lie two PKCS#8
 * structures, one after the other: Ed25519, then ML-DSA in seed-only form.
 */
public final class Keystore {
    // OWASP's smallest recommended Argon2id: 19 MiB, two passes, one lane.
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;

    private static final int AES_KEY_LENGTH = 32;
    private static final int TAG_BITS = 128;
    private static final String SIGNING = "signing";
    private static final String LOG = "log";

    private Keystore() {}

    /**
     * The file that holds {@code key}.
     *
     * @throws IllegalArgumentException if the passphrase is empty
     */
    public static byte[] seal(SigningKey key, byte[] passphrase, SecureRandom random) {
        return seal(key, passphrase, newKdf(MEMORY_KIB, PASSES, LANES, random), random);
    }

    static byte[] seal(SigningKey key, byte[] passphrase, KeystoreFile.Kdf kdf, SecureRandom random) {
        return seal(SIGNING, fingerprints(key), kdf, contents(key.seeds(), Pkcs8.ML_DSA_65), passphrase, random);
    }

    /**
     * The file that holds {@code key}.
     *
     * @throws IllegalArgumentException if the passphrase is empty
     */
    public static byte[] seal(LogSigningKey key, byte[] passphrase, SecureRandom random) {
        return seal(key, passphrase, newKdf(MEMORY_KIB, PASSES, LANES, random), random);
    }

    static byte[] seal(LogSigningKey key, byte[] passphrase, KeystoreFile.Kdf kdf, SecureRandom random) {
        return seal(LOG, fingerprints(key), kdf, contents(key.seeds(), Pkcs8.ML_DSA_44), passphrase, random);
    }

    /**
     * The signing key in {@code file}.
     *
     * @throws KeystoreException if the file is no keystore, is damaged, holds a log's key, or the passphrase is wrong
     */
    public static SigningKey openSigningKey(byte[] file, byte[] passphrase) throws KeystoreException {
        KeystoreFile parsed = ofKind(SIGNING, file);
        byte[] contents = unseal(parsed, passphrase);
        SigningKey key = SigningKey.ofSeeds(
                seed(contents, Pkcs8.ED25519, 0), seed(contents, Pkcs8.ML_DSA_65, Pkcs8.ED25519.length()));
        Arrays.fill(contents, (byte) 0);
        checkFingerprints(parsed, fingerprints(key));
        return key;
    }

    /**
     * The log's key in {@code file}.
     *
     * @throws KeystoreException if the file is no keystore, is damaged, holds a party's key, or the passphrase is wrong
     */
    public static LogSigningKey openLogKey(byte[] file, byte[] passphrase) throws KeystoreException {
        KeystoreFile parsed = ofKind(LOG, file);
        byte[] contents = unseal(parsed, passphrase);
        LogSigningKey key = LogSigningKey.ofSeeds(
                seed(contents, Pkcs8.ED25519, 0), seed(contents, Pkcs8.ML_DSA_44, Pkcs8.ED25519.length()));
        Arrays.fill(contents, (byte) 0);
        checkFingerprints(parsed, fingerprints(key));
        return key;
    }

    private static KeystoreFile ofKind(String kind, byte[] file) throws KeystoreException {
        KeystoreFile parsed = KeystoreFile.parse(file);
        if (!parsed.kind().equals(kind)) {
            throw new KeystoreException(
                    "keystore: holds a " + parsed.kind() + " key (expected: a " + kind + " key); give the other file");
        }
        return parsed;
    }

    private static byte[] seal(
            String kind, String keys, KeystoreFile.Kdf kdf, byte[] contents, byte[] passphrase, SecureRandom random) {
        if (passphrase.length == 0) {
            throw new IllegalArgumentException("passphrase: empty (expected: at least 1 byte)");
        }
        byte[] nonce = new byte[KeystoreFile.NONCE_LENGTH];
        random.nextBytes(nonce);
        KeystoreFile open = new KeystoreFile(kind, keys, kdf, nonce, new byte[0]);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, open, passphrase).doFinal(contents);
            return new KeystoreFile(kind, keys, kdf, nonce, sealed).print();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-256-GCM", e);
        } finally {
            Arrays.fill(contents, (byte) 0);
        }
    }

    private static byte[] unseal(KeystoreFile file, byte[] passphrase) throws KeystoreException {
        try {
            return cipher(Cipher.DECRYPT_MODE, file, passphrase).doFinal(file.sealed());
        } catch (GeneralSecurityException e) {
            throw new KeystoreException("keystore: wrong passphrase, or the file is damaged (key " + file.keys() + ")");
        }
    }

    private static Cipher cipher(int mode, KeystoreFile file, byte[] passphrase) throws GeneralSecurityException {
        byte[] key = derive(file.kdf(), passphrase);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, file.nonce()));
        Arrays.fill(key, (byte) 0);
        cipher.updateAAD(file.header());
        return cipher;
    }

    private static byte[] derive(KeystoreFile.Kdf kdf, byte[] passphrase) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(kdf.memoryKib())
                .withIterations(kdf.passes())
                .withParallelism(kdf.lanes())
                .withSalt(kdf.salt())
                .build());
        byte[] key = new byte[AES_KEY_LENGTH];
        argon2.generateBytes(passphrase, key);
        return key;
    }

    static KeystoreFile.Kdf newKdf(int memoryKib, int passes, int lanes, SecureRandom random) {
        byte[] salt = new byte[KeystoreFile.SALT_LENGTH];
        random.nextBytes(salt);
        return new KeystoreFile.Kdf(memoryKib, passes, lanes, salt);
    }

    private static byte[] contents(Seeds seeds, Pkcs8 mlDsa) {
        byte[] first = Pkcs8.ED25519.encode(seeds.ed25519Seed());
        byte[] second = mlDsa.encode(seeds.mlDsaSeed());
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] seed(byte[] contents, Pkcs8 kind, int offset) throws KeystoreException {
        Optional<byte[]> seed = kind.seedAt(contents, offset);
        if (seed.isEmpty()) {
            throw new KeystoreException("keystore: no " + kind + " key inside; it was not made by this program");
        }
        return seed.get();
    }

    private static String fingerprints(SigningKey key) {
        return key.publicKey().id().fingerprint();
    }

    private static String fingerprints(LogSigningKey key) {
        return key.publicKey().ed25519Id().fingerprint() + " "
                + key.publicKey().mlDsa44Id().fingerprint();
    }

    private static void checkFingerprints(KeystoreFile file, String found) throws KeystoreException {
        if (!file.keys().equals(found)) {
            throw new KeystoreException("keystore: holds key " + found + " (expected: " + file.keys()
                    + "); it was not made by this program");
        }
    }
}
