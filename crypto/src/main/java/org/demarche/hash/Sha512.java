package org.demarche.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A SHA-512 value (FIPS 180-4): over a whole log that has ended, so that it can be told for certain should SHA-256 fall. Always 64 bytes, immutable. */
public final class Sha512 {
    /** Length in bytes. */
    public static final int LENGTH = 64;

    private static final HexFormat HEX = HexFormat.of();
    private static final String FINGERPRINT_PREFIX = "sha512:";

    private final byte[] value;

    private Sha512(byte[] value) {
        this.value = value;
    }

    /** A digest to be fed; {@link #of(MessageDigest)} ends it. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-512", e);
        }
    }

    /** The value of what {@code digest}, one of {@link #digest}, was fed. */
    public static Sha512 of(MessageDigest digest) {
        byte[] value = digest.digest();
        if (value.length != LENGTH) {
            throw new IllegalArgumentException("digest: " + value.length + " bytes (expected: " + LENGTH + ")");
        }
        return new Sha512(value);
    }

    /** The value written as {@code sha512:} and 128 lower-case hex digits, or empty if {@code text} is anything else. */
    public static Optional<Sha512> parseFingerprint(String text) {
        if (!text.startsWith(FINGERPRINT_PREFIX)) {
            return Optional.empty();
        }
        String hex = text.substring(FINGERPRINT_PREFIX.length());
        boolean plain = hex.length() == 2 * LENGTH
                && hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        return plain ? Optional.of(new Sha512(HEX.parseHex(hex))) : Optional.empty();
    }

    /** {@code sha512:} and 128 lower-case hex digits. */
    public String fingerprint() {
        return FINGERPRINT_PREFIX + HEX.formatHex(value);
    }

    /** 128 lower-case hex digits. */
    public String hex() {
        return HEX.formatHex(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha512 that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return fingerprint();
    }
}
