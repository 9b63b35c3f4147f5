package org.demarche.checkpoint;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/** Text forms that have exactly one spelling per value. */
final class Canonical {
    private static final String MAX = Long.toString(Long.MAX_VALUE);

    private Canonical() {}

    /** A number from 0 to 2^63 − 1 in decimal, without sign or leading zeros, or empty. */
    static OptionalLong decimal(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= MAX.length() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean leadingZero = text.length() > 1 && text.startsWith("0");
        boolean tooGreat = text.length() == MAX.length() && text.compareTo(MAX) > 0;
        return digits && !leadingZero && !tooGreat ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** Bytes in RFC 4648 §4 base64, with padding and without stray bits, or empty. */
    static Optional<ByteString> base64(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        // The decoder takes missing padding and drops the unused bits of the last digit.
        return Base64.getEncoder().encodeToString(bytes).equals(text)
                ? Optional.of(ByteString.copyFrom(bytes))
                : Optional.empty();
    }

    static String base64(ByteString bytes) {
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** Text in well-formed UTF-8 without control characters below U+0020 other than newline, or empty. */
    static Optional<String> utf8(byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        return text.chars().allMatch(c -> c >= ' ' || c == '\n') ? Optional.of(text) : Optional.empty();
    }
}
