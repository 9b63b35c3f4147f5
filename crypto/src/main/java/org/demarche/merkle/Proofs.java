package org.demarche.merkle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.demarche.hash.Sha256;

/** Makes proofs from a stored tree. */
public final class Proofs {
    private Proofs() {}

    /**
     * The audit path of a leaf (RFC 9162 §2.1.3.1), the leaf's sibling first; at most 63 hashes.
     *
     * @param index the leaf's place, from 0
     * @param size number of leaves of the tree that it is proved in; {@code reader} may hold more
     * @throws IllegalArgumentException if {@code index} does not lie in that tree
     */
    public static List<Sha256> inclusion(long index, long size, NodeReader reader) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("index: " + index + " (expected: 0 to " + (size - 1) + ")");
        }
        List<Sha256> path = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + Range.split(to - from);
            if (index < middle) {
                path.add(Range.root(middle, to, reader));
                to = middle;
            } else {
                path.add(Range.root(from, middle, reader));
                from = middle;
            }
        }
        return leafFirst(path);
    }

    /**
     * The audit path of a complete subtree, its sibling first.
     *
     * @param level 0 for a leaf, to 62
     * @param index place among the subtrees of this level, from 0
     * @param size number of leaves of the tree that it is proved in; {@code reader} may hold more
     * @throws IllegalArgumentException if the subtree does not lie in that tree, complete
     */
    public static List<Sha256> node(int level, long index, long size, NodeReader reader) {
        if (level < 0 || level >= Long.SIZE - 1 || index < 0 || index >= size >>> level) {
            throw new IllegalArgumentException(
                    "node: level " + level + ", index " + index + " (expected: within " + size + " leaves)");
        }
        // What lies within the subtree comes first.
        List<Sha256> path = inclusion(index << level, size, reader);
        return path.subList(level, path.size());
    }

    /**
     * The proof that a tree begins with a smaller one (RFC 9162 §2.1.4.1). Empty for equal sizes and from the empty tree, where there is
     * nothing to prove.
     *
     * @param from number of leaves of the smaller tree
     * @param to number of leaves of the greater; {@code reader} may hold more
     * @throws IllegalArgumentException unless 0 &lt;= {@code from} &lt;= {@code to}
     */
    public static List<Sha256> consistency(long from, long to, NodeReader reader) {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException("from: " + from + " (expected: 0 to " + to + ")");
        }
        if (from == 0 || from == to) {
            return List.of();
        }
        List<Sha256> path = new ArrayList<>();
        long start = 0;
        long end = to;
        while (end != from) {
            long middle = start + Range.split(end - start);
            if (from <= middle) {
                path.add(Range.root(middle, end, reader));
                end = middle;
            } else {
                path.add(Range.root(start, middle, reader));
                start = middle;
            }
        }
        if (start != 0) {
            // Only when the smaller tree is itself a subtree does the checker know this root already.
            path.add(Range.root(start, end, reader));
        }
        return leafFirst(path);
    }

    private static List<Sha256> leafFirst(List<Sha256> path) {
        Collections.reverse(path);
        return List.copyOf(path);
    }
}
