package org.demarche.hash;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A SHA-256 value (FIPS 180-4): identity of a notice, id of a key, hash of a charter, leaf or node of the tree. Always 32 bytes, immutable, ordered as
 * unsigned bytes.
 */
public final class Sha256 implements Comparable<Sha256> {
    /** Length in bytes. */
    public static final int LENGTH = 32;

    private static final HexFormat HEX = HexFormat.of();
    private static final String FINGERPRINT_PREFIX = "sha256:";

    private final byte[] value;

    private Sha256(byte[] value) {
        this.value = value;
    }

    /** The hash of the concatenation of {@code parts}. */
    public static Sha256 of(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Sha256(digest.digest());
    }

    /**
     * The value with these 32 bytes.
     *
     * @throws IllegalArgumentException if there are not 32 of them
     */
    public static Sha256 copyOf(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("bytes: " + bytes.length + " (expected: " + LENGTH + ")");
        }
        return new Sha256(bytes.clone());
    }

    /**
     * The value with these 32 bytes.
     *
     * @throws IllegalArgumentException if there are not 32 of them
     */
    public static Sha256 copyOf(ByteString bytes) {
        return copyOf(bytes.toByteArray());
    }

    /** The value written as 64 lower-case hex digits, or empty if {@code text} is anything else. */
    public static Optional<Sha256> parseHex(String text) {
        if (text.length() != 2 * LENGTH
                || !text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return Optional.empty();
        }
        return Optional.of(new Sha256(HEX.parseHex(text)));
    }

    /** The value written as {@code sha256:} and 64 lower-case hex digits, or empty if {@code text} is anything else. */
    public static Optional<Sha256> parseFingerprint(String text) {
        return text.startsWith(FINGERPRINT_PREFIX)
                ? parseHex(text.substring(FINGERPRINT_PREFIX.length()))
                : Optional.empty();
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    /** The 32 bytes, for a message. */
    public ByteString byteString() {
        return ByteString.copyFrom(value);
    }

    /** 64 lower-case hex digits. */
    public String hex() {
        return HEX.formatHex(value);
    }

    /** The first 12 hex digits, for people; never to be compared. */
    public String brief() {
        return HEX.formatHex(value, 0, 6);
    }

    /** {@code sha256:} and 64 lower-case hex digits. */
    public String fingerprint() {
        return FINGERPRINT_PREFIX + hex();
    }

    @Override
    public int compareTo(Sha256 other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return hex();
    }

    private static MessageDigest digest() {
        try {
            // The JDK's own is ten times as fast as the pure-Java one of the other provider.
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
