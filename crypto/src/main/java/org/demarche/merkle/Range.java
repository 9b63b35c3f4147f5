package org.demarche.merkle;

import java.util.ArrayList;
import java.util.List;
import org.demarche.hash.Sha256;

/**
 * Roots over ranges of leaves that occur in the recursion of RFC 9162 §2.1: such a range begins at a multiple of the smallest power of two
 * that is not less than its length, so its parts are complete subtrees.
 */
final class Range {
    private Range() {}

    /** The largest power of two that is less than {@code length}, which is 2 or more. */
    static long split(long length) {
        return Long.highestOneBit(length - 1);
    }

    /** Root over the leaves from {@code from} to {@code to}, exclusive; at least one. */
    static Sha256 root(long from, long to, NodeReader reader) {
        return fold(peaks(from, to, reader));
    }

    /** Roots of the complete subtrees that make up the range, largest first. */
    static List<Sha256> peaks(long from, long to, NodeReader reader) {
        List<Sha256> peaks = new ArrayList<>();
        long at = from;
        while (at < to) {
            int level = 63 - Long.numberOfLeadingZeros(to - at);
            peaks.add(reader.node(level, at >>> level));
            at += 1L << level;
        }
        return peaks;
    }

    /** The root above {@code peaks}, of which there is at least one: the smallest are joined first. */
    static Sha256 fold(List<Sha256> peaks) {
        int last = peaks.size() - 1;
        Sha256 root = peaks.get(last);
        for (int i = last - 1; i >= 0; i--) {
            root = Merkle.node(peaks.get(i), root);
        }
        return root;
    }
}
