package org.demarche.merkle;

import java.util.List;
import org.demarche.hash.Sha256;

/**
 * Checks proofs. Total: every input gives an answer, never an exception, and index, sizes and the exact length of the proof are checked
 * before anything is hashed. The result is that of RFC 9162 §2.1.3.2 and §2.1.4.2.
 *
 * <p>The path from a leaf to the root has two parts. Below the point where it meets the path of the tree's last leaf there is a sibling at
 * every level, left or right as the bits of the index say ("inner"). From there on the path runs along the tree's right edge, where a
 * sibling is always to the left, and levels without one have no hash in the proof ("border").
 */
public final class ProofCheck {
    private ProofCheck() {}

    /**
     * Whether {@code leaf} is entry {@code index} of the tree with this head.
     *
     * @param index from 0
     * @param leaf the entry's leaf hash
     * @param proof leaf's sibling first
     */
    public static boolean inclusion(long index, Sha256 leaf, List<Sha256> proof, Head head) {
        return node(0, index, leaf, proof, head);
    }

    /**
     * Whether {@code node} is the hash of a complete subtree of the tree with this head.
     *
     * @param level 0 for a leaf, to 62
     * @param index place among the subtrees of this level, from 0
     * @param node the root over its leaves
     * @param proof the subtree's sibling first
     */
    public static boolean node(int level, long index, Sha256 node, List<Sha256> proof, Head head) {
        if (level < 0 || level >= Long.SIZE - 1 || index < 0 || index >= head.size() >>> level) {
            return false;
        }
        // The path of its first leaf, without the part that lies within the subtree.
        int inner = inner(index << level, head.size()) - level;
        if (proof.size() != inner + border(index, inner)) {
            return false;
        }
        Sha256 meeting = climb(node, index, proof.subList(0, inner));
        return alongEdge(meeting, proof.subList(inner, proof.size())).equals(head.root());
    }

    /**
     * Whether the tree with head {@code to} begins with the tree with head {@code from}. Every tree begins with the empty one, and only
     * with itself at its own size.
     */
    public static boolean consistency(Head from, Head to, List<Sha256> proof) {
        if (!sound(from) || !sound(to) || from.size() > to.size()) {
            return false;
        }
        if (from.size() == to.size()) {
            return proof.isEmpty() && from.root().equals(to.root());
        }
        if (from.size() == 0) {
            return proof.isEmpty();
        }
        return grows(from, to, proof);
    }

    private static boolean grows(Head from, Head to, List<Sha256> proof) {
        long last = from.size() - 1;
        // The proof starts at the largest complete subtree that ends with the smaller tree's last leaf.
        int level = Long.numberOfTrailingZeros(from.size());
        int inner = inner(last, to.size()) - level;
        int border = border(last, inner + level);
        // If that subtree is the whole smaller tree, its root is known and is not in the proof.
        boolean known = from.size() == 1L << level;
        int skipped = known ? 0 : 1;
        if (proof.size() != skipped + inner + border) {
            return false;
        }
        Sha256 seed = known ? from.root() : proof.get(0);
        List<Sha256> innerPart = proof.subList(skipped, skipped + inner);
        List<Sha256> borderPart = proof.subList(skipped + inner, proof.size());
        Sha256 fromRoot = alongEdge(climbLeft(seed, last >>> level, innerPart), borderPart);
        Sha256 toRoot = alongEdge(climb(seed, last >>> level, innerPart), borderPart);
        return fromRoot.equals(from.root()) && toRoot.equals(to.root());
    }

    /** The empty tree has one root only. */
    private static boolean sound(Head head) {
        return head.size() > 0 || head.root().equals(Merkle.EMPTY_ROOT);
    }

    /** Levels below the point where the paths of leaf {@code index} and of the last leaf meet. */
    private static int inner(long index, long size) {
        return Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
    }

    /** Left siblings from there on. */
    private static int border(long index, int inner) {
        return Long.bitCount(index >>> inner);
    }

    private static Sha256 climb(Sha256 seed, long index, List<Sha256> siblings) {
        Sha256 hash = seed;
        for (int i = 0; i < siblings.size(); i++) {
            boolean right = ((index >>> i) & 1) == 1;
            hash = right ? Merkle.node(siblings.get(i), hash) : Merkle.node(hash, siblings.get(i));
        }
        return hash;
    }

    /** The same way in the smaller tree, which has nothing to the right of it. */
    private static Sha256 climbLeft(Sha256 seed, long index, List<Sha256> siblings) {
        Sha256 hash = seed;
        for (int i = 0; i < siblings.size(); i++) {
            if (((index >>> i) & 1) == 1) {
                hash = Merkle.node(siblings.get(i), hash);
            }
        }
        return hash;
    }

    private static Sha256 alongEdge(Sha256 seed, List<Sha256> siblings) {
        Sha256 hash = seed;
        for (Sha256 sibling : siblings) {
            hash = Merkle.node(sibling, hash);
        }
        return hash;
    }
}
