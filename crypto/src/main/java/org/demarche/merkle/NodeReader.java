package org.demarche.merkle;

import org.demarche.hash.Sha256;

/** A stored tree, as far as proofs need it: its complete subtrees, which never change once they are there. */
@FunctionalInterface
public interface NodeReader {
    /**
     * Root over the leaves from {@code index << level} to {@code (index + 1) << level}, exclusive.
     *
     * @param level 0 for a leaf hash, to 62
     * @param index place among the subtrees of this level, from 0
     * @throws IndexOutOfBoundsException if the tree does not hold all of these leaves
     */
    Sha256 node(int level, long index);
}
