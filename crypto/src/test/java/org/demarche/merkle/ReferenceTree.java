package org.demarche.merkle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.demarche.hash.Sha256;

/** The definitions of RFC 9162 §2.1, word for word and as slow as they are: the oracle of the tests. */
final class ReferenceTree {
    private ReferenceTree() {}

    /** Leaf hashes of entries that are all different. */
    static List<Sha256> leaves(int count) {
        List<Sha256> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(Merkle.leaf(("entry " + i).getBytes(StandardCharsets.US_ASCII)));
        }
        return leaves;
    }

    static MemoryTree stored(List<Sha256> leaves) {
        MemoryTree tree = new MemoryTree();
        leaves.forEach(tree::append);
        return tree;
    }

    static Head head(List<Sha256> leaves) {
        return new Head(leaves.size(), root(leaves));
    }

    /** MTH(D[n]). */
    static Sha256 root(List<Sha256> leaves) {
        if (leaves.isEmpty()) {
            return Sha256.of();
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = split(leaves.size());
        return Sha256.of(
                new byte[] {1},
                root(leaves.subList(0, k)).bytes(),
                root(leaves.subList(k, leaves.size())).bytes());
    }

    /** PATH(m, D[n]). */
    static List<Sha256> path(int m, List<Sha256> leaves) {
        if (leaves.size() == 1) {
            return List.of();
        }
        int k = split(leaves.size());
        List<Sha256> left = leaves.subList(0, k);
        List<Sha256> right = leaves.subList(k, leaves.size());
        return m < k ? plus(path(m, left), root(right)) : plus(path(m - k, right), root(left));
    }

    /** PROOF(m, D[n]). */
    static List<Sha256> proof(int m, List<Sha256> leaves) {
        return subproof(m, leaves, true);
    }

    private static List<Sha256> subproof(int m, List<Sha256> leaves, boolean whole) {
        if (m == leaves.size()) {
            return whole ? List.of() : List.of(root(leaves));
        }
        int k = split(leaves.size());
        List<Sha256> left = leaves.subList(0, k);
        List<Sha256> right = leaves.subList(k, leaves.size());
        return m <= k ? plus(subproof(m, left, whole), root(right)) : plus(subproof(m - k, right, false), root(left));
    }

    private static int split(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }

    private static List<Sha256> plus(List<Sha256> path, Sha256 next) {
        List<Sha256> longer = new ArrayList<>(path);
        longer.add(next);
        return longer;
    }
}
