package org.demarche.key;

/**
 * Verifies hybrid signatures. Thread-safe. All of them accept exactly the same signatures (see the package's
 * description).
 */
public interface SignatureVerifier {
    /**
     * Whether both halves of {@code signature} hold over {@code message} under {@code key}, and the key is sound. Never
     * throws, whatever the bytes.
     */
    boolean verify(PublicKey key, byte[] message, HybridSignature signature);

    /** The library and its version, for people. */
    String name();

    /** The reference, in pure Java, present on every platform. */
    static SignatureVerifier bouncyCastle() {
        return new BouncyCastleVerifier();
    }
}
