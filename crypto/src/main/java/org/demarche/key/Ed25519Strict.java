package org.demarche.key;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 (RFC 8032) as one exact relation, computed with Bouncy Castle: canonical public key of prime order, S &lt; L,
 * and the bytes of R equal to those of {@code [S]B - [k]A}.
 *
 * <p>Bouncy Castle alone does not compute it: it also accepts an R that differs from the right one by a point of small
 * order, which BoringSSL and others refuse. The holder of a key can make such a signature at will, and with it a notice
 * that one reader takes and another does not. {@code [S]B - [k]A} is of prime order or neutral when A is of prime
 * order; so the two relations are the same once R is checked to be so too.
 */
final class Ed25519Strict {
    static final int KEY_LENGTH = Ed25519.PUBLIC_KEY_SIZE;
    static final int SIGNATURE_LENGTH = Ed25519.SIGNATURE_SIZE;

    /** The encoding of the neutral element. As R it gives the signer's own key away, but it is a signature. */
    private static final byte[] NEUTRAL = HexFormat.of().parseHex("01".concat("00".repeat(31)));

    private Ed25519Strict() {}

    /** The point that these 32 bytes encode, if they do so canonically and it generates the prime-order subgroup. */
    static Optional<Ed25519.PublicPoint> point(byte[] key) {
        return Optional.ofNullable(Ed25519.validatePublicKeyFullExport(key, 0));
    }

    /** Whether a 64-byte signature holds under a point that {@link #point} has given. */
    static boolean verify(Ed25519.PublicPoint key, byte[] message, byte[] signature) {
        return Ed25519.verify(signature, 0, key, message, 0, message.length) && commitmentIsSound(signature);
    }

    private static boolean commitmentIsSound(byte[] signature) {
        byte[] r = Arrays.copyOf(signature, NEUTRAL.length);
        return Arrays.equals(r, NEUTRAL) || Ed25519.validatePublicKeyFull(r, 0);
    }
}
