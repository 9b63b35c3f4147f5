package org.demarche.key;

/** Fixed-size byte strings. */
final class Lengths {
    private Lengths() {}

    static byte[] copy(String name, byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(name + ": " + bytes.length + " bytes (expected: " + length + ")");
        }
        return bytes.clone();
    }
}
