package org.demarche.conformance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.demarche.hash.Sha256;

/**
 * Cuts a long byte string where its own bytes say so, and not at fixed lengths: so two files that differ in one place have all pieces but one or two in common, and the
 * kit holds them once.
 */
final class Pieces {
    private static final int SHORTEST = 256;
    private static final int LONGEST = 16_384;

    /** A cut comes where the nine highest bits are zero: about half a kilobyte behind the shortest length. */
    private static final int FREE_BITS = Integer.SIZE - 9;

    /** A number for each value of a byte, as random as can be and the same for ever. The sum over the last 32 bytes, each shifted by its age, decides. */
    private static final int[] NUMBERS = numbers();

    private Pieces() {}

    static List<byte[]> of(byte[] bytes) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        while (from < bytes.length) {
            int to = end(bytes, from);
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces;
    }

    private static int end(byte[] bytes, int from) {
        int sum = 0;
        int last = Math.min(bytes.length, from + LONGEST);
        for (int i = from; i < last; i++) {
            sum = (sum << 1) + NUMBERS[bytes[i] & 0xff];
            if (i - from >= SHORTEST && sum >>> FREE_BITS == 0) {
                return i + 1;
            }
        }
        return last;
    }

    private static int[] numbers() {
        int[] numbers = new int[256];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] =
                    ByteBuffer.wrap(Sha256.of(new byte[] {(byte) i}).bytes()).getInt();
        }
        return numbers;
    }
}
