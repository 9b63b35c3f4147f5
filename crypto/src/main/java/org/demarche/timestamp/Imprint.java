package org.demarche.timestamp;

import com.google.protobuf.ByteString;

/**
 * What a token is over: a hash of some bytes.
 *
 * @param algorithm the hash function
 * @param value its value
 */
public record Imprint(HashAlgorithm algorithm, ByteString value) {
    public Imprint {
        if (value.size() != algorithm.length()) {
            throw new IllegalArgumentException(
                    "value: " + value.size() + " bytes (expected: " + algorithm.length() + ")");
        }
    }

    /** The imprint of {@code data}. */
    public static Imprint of(HashAlgorithm algorithm, byte[] data) {
        return new Imprint(algorithm, ByteString.copyFrom(algorithm.hash(data)));
    }
}
