package org.demarche.server.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** What whoever sees the board on this machine has to know: 256 random bits, as 64 hexadecimal digits. */
public final class Token {
    private static final int BYTES = 32;
    private static final String TEXT = "[0-9a-f]{" + 2 * BYTES + "}";

    private final String text;

    private Token(String text) {
        this.text = text;
    }

    /** A new one. */
    public static Token make(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Token(HexFormat.of().formatHex(bytes));
    }

    /** The one with this text; empty: it is none. */
    public static Optional<Token> parse(String text) {
        return text.matches(TEXT) ? Optional.of(new Token(text)) : Optional.empty();
    }

    /** Its text. */
    public String text() {
        return text;
    }

    /** Whether this is its text. How long that takes says nothing about it. */
    boolean is(String given) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** Not the text: a token must not get into a log output. */
    @Override
    public String toString() {
        return "a token";
    }
}
