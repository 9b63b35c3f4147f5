package org.demarche.key;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A seed as PKCS#8 (RFC 5958): Ed25519 of RFC 8410 §7, ML-DSA of RFC 9881 §6 in the seed-only form, which nearly every
 * library reads. Always the same bytes before the seed, so reading is a comparison.
 */
enum Pkcs8 {
    ED25519("302e020100300506032b657004220420"),
    ML_DSA_44("3034020100300b060960864801650304031104228020"),
    ML_DSA_65("3034020100300b060960864801650304031204228020");

    private static final int SEED_LENGTH = 32;

    private final String prefixHex;

    Pkcs8(String prefixHex) {
        this.prefixHex = prefixHex;
    }

    private byte[] prefix() {
        return HexFormat.of().parseHex(prefixHex);
    }

    /** Length of the encoding in bytes. */
    int length() {
        return prefixHex.length() / 2 + SEED_LENGTH;
    }

    /** The encoding of {@code seed}. */
    byte[] encode(byte[] seed) {
        byte[] prefix = prefix();
        byte[] encoded = Arrays.copyOf(prefix, length());
        System.arraycopy(seed, 0, encoded, prefix.length, SEED_LENGTH);
        return encoded;
    }

    /** The seed encoded from {@code offset}, or empty if something else stands there. */
    Optional<byte[]> seedAt(byte[] bytes, int offset) {
        byte[] prefix = prefix();
        if (bytes.length - offset < length()
                || !Arrays.equals(bytes, offset, offset + prefix.length, prefix, 0, prefix.length)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(bytes, offset + prefix.length, offset + length()));
    }
}
