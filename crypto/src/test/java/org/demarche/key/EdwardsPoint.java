package org.demarche.key;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A point of edwards25519 in school-book arithmetic (RFC 8032 §5.1): slow, plain, and independent of the libraries
 * under test.
 */
public record EdwardsPoint(BigInteger x, BigInteger y) {
    public static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    public static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    public static final EdwardsPoint NEUTRAL = new EdwardsPoint(BigInteger.ZERO, BigInteger.ONE);
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);

    // After D, which decoding needs.
    public static final EdwardsPoint BASE = decode(littleEndian(
            BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P)));

    public EdwardsPoint plus(EdwardsPoint o) {
        BigInteger k = D.multiply(x).multiply(o.x).multiply(y).multiply(o.y).mod(P);
        return new EdwardsPoint(
                x.multiply(o.y)
                        .add(o.x.multiply(y))
                        .multiply(BigInteger.ONE.add(k).modInverse(P))
                        .mod(P),
                y.multiply(o.y)
                        .add(x.multiply(o.x))
                        .multiply(BigInteger.ONE.subtract(k).modInverse(P))
                        .mod(P));
    }

    public EdwardsPoint times(BigInteger n) {
        EdwardsPoint result = NEUTRAL;
        for (int i = n.bitLength() - 1; i >= 0; i--) {
            result = result.plus(result);
            if (n.testBit(i)) {
                result = result.plus(this);
            }
        }
        return result;
    }

    public byte[] encode() {
        byte[] bytes = littleEndian(y);
        if (x.testBit(0)) {
            bytes[31] |= (byte) 0x80;
        }
        return bytes;
    }

    /** The point with this y and sign bit. */
    public static EdwardsPoint decode(byte[] bytes) {
        byte[] withoutSign = bytes.clone();
        withoutSign[31] &= 0x7f;
        BigInteger y = number(withoutSign);
        BigInteger yy = y.multiply(y).mod(P);
        BigInteger xx = yy.subtract(BigInteger.ONE)
                .multiply(D.multiply(yy).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = xx.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(xx)) {
            x = x.multiply(BigInteger.TWO.modPow(P.shiftRight(2), P)).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(xx)) {
            throw new IllegalArgumentException("bytes: not a point");
        }
        return new EdwardsPoint(
                x.testBit(0) == (bytes[31] < 0) ? x : P.subtract(x).mod(P), y);
    }

    /** A point of order 8. */
    public static EdwardsPoint ofOrderEight() {
        for (int y = 2; ; y++) {
            try {
                EdwardsPoint point = decode(littleEndian(BigInteger.valueOf(y))).times(L);
                if (!point.times(BigInteger.valueOf(4)).equals(NEUTRAL)) {
                    return point;
                }
            } catch (IllegalArgumentException e) {
                continue;
            }
        }
    }

    /** The secret scalar of a seed. */
    public static BigInteger scalar(byte[] seed) {
        byte[] half = Arrays.copyOf(sha512(seed), 32);
        half[0] &= (byte) 0xf8;
        half[31] &= 0x7f;
        half[31] |= 0x40;
        return number(half);
    }

    /** The signature with commitment {@code [r]B + offset}: S = r + H(R, A, message) a. */
    public static byte[] sign(BigInteger secret, BigInteger r, EdwardsPoint offset, byte[] publicKey, byte[] message) {
        byte[] commitment = BASE.times(r).plus(offset).encode();
        byte[] signature = Arrays.copyOf(commitment, 64);
        BigInteger k = challenge(signature, publicKey, message);
        System.arraycopy(littleEndian(r.add(k.multiply(secret)).mod(L)), 0, signature, 32, 32);
        return signature;
    }

    /** H(R, A, message) modulo L, where R begins the signature. */
    public static BigInteger challenge(byte[] signature, byte[] publicKey, byte[] message) {
        return number(sha512(Arrays.copyOf(signature, 32), publicKey, message)).mod(L);
    }

    public static byte[] littleEndian(BigInteger n) {
        byte[] big = n.toByteArray();
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32 && i < big.length; i++) {
            bytes[i] = big[big.length - 1 - i];
        }
        return bytes;
    }

    public static BigInteger number(byte[] littleEndian) {
        byte[] big = new byte[littleEndian.length];
        for (int i = 0; i < big.length; i++) {
            big[i] = littleEndian[big.length - 1 - i];
        }
        return new BigInteger(1, big);
    }

    private static byte[] sha512(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
