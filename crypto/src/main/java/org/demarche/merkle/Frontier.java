package org.demarche.merkle;

import java.util.ArrayList;
import java.util.List;
import org.demarche.hash.Sha256;

/**
 * A growing tree of which only the edge is kept: the roots of the complete subtrees that make it up, at most 63 (the "compact range").
 * Enough to append and to know the head; not enough to prove. Not thread-safe.
 */
public final class Frontier {
    /** One subtree per bit that is set in the size, largest (leftmost) first. */
    private final List<Sha256> peaks;

    private long size;

    /** The empty tree. */
    public Frontier() {
        this(0, List.of());
    }

    private Frontier(long size, List<Sha256> peaks) {
        this.size = size;
        this.peaks = new ArrayList<>(peaks);
    }

    /**
     * The tree with these {@link #peaks}.
     *
     * @throws IllegalArgumentException if {@code size} is negative, or a tree of this size has another number of peaks
     */
    public static Frontier of(long size, List<Sha256> peaks) {
        checkSize(size);
        if (peaks.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException("peaks: " + peaks.size() + " (expected: " + Long.bitCount(size) + ")");
        }
        return new Frontier(size, peaks);
    }

    /**
     * The tree over the first {@code size} leaves of a stored one.
     *
     * @throws IllegalArgumentException if {@code size} is negative
     */
    public static Frontier read(long size, NodeReader reader) {
        checkSize(size);
        return new Frontier(size, Range.peaks(0, size, reader));
    }

    /** Appends a leaf. */
    public void append(Sha256 leaf) {
        Sha256 last = leaf;
        // Like a carry: each bit that is set at the low end is a subtree as large as the one that has just become
        // complete.
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            last = Merkle.node(peaks.remove(peaks.size() - 1), last);
        }
        peaks.add(last);
        size++;
    }

    /** Number of leaves. */
    public long size() {
        return size;
    }

    /** Size and root. */
    public Head head() {
        return new Head(size, size == 0 ? Merkle.EMPTY_ROOT : Range.fold(peaks));
    }

    /** Roots of the complete subtrees, one per bit that is set in the size, largest first. */
    public List<Sha256> peaks() {
        return List.copyOf(peaks);
    }

    /** The same tree, to be grown on its own. */
    public Frontier copy() {
        return new Frontier(size, peaks);
    }

    private static void checkSize(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size: " + size + " (expected: >= 0)");
        }
    }
}
