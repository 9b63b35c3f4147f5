package org.demarche.key;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Ed25519 (RFC 8032) as one exact relation, computed with Bouncy Castle: canonical public key of prime order, S &lt; L, and the bytes of R equal to those of
 * {@code [S]B - [k]A}.
 *
 * <p>Bouncy Castle alone does not compute it. To save time it checks {@code v([S]B - [k]A - R) = 0} for a number v it derives from k, so an R that lies outside
 * the prime-order subgroup passes whenever v cancels the difference, and a signer can search for a message where it does. With A and R both of prime order the
 * two relations are the same; hence the check on R.
 */
final class Ed25519Strict {
    static final int KEY_LENGTH = Ed25519.PUBLIC_KEY_SIZE;
    static final int SIGNATURE_LENGTH = Ed25519.SIGNATURE_SIZE;

    private static final int POINT_LENGTH = 32;

    private Ed25519Strict() {}

    /** The point that these 32 bytes encode, if they do so canonically and it generates the prime-order subgroup. */
    static Optional<Ed25519.PublicPoint> point(byte[] key) {
        return Optional.ofNullable(Ed25519.validatePublicKeyFullExport(key, 0));
    }

    /** Whether a 64-byte signature holds under a point that {@link #point} has given. */
    static boolean verify(Ed25519.PublicPoint key, byte[] message, byte[] signature) {
        return Ed25519.verify(signature, 0, key, message, 0, message.length) && commitmentIsSound(signature);
    }

    /** Whether R is canonical, of prime order and not neutral. Any R that {@link #verify} may accept is. */
    private static boolean commitmentIsSound(byte[] signature) {
        return Ed25519.validatePublicKeyFull(Arrays.copyOf(signature, POINT_LENGTH), 0);
    }

    /** Whether R is the neutral element: a signature that gives its own key away, and that libraries judge differently. */
    static boolean commitmentIsNeutral(byte[] signature) {
        if (signature[0] != 1) {
            return false;
        }
        for (int i = 1; i < POINT_LENGTH; i++) {
            if (signature[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
