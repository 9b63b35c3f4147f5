package org.demarche.merkle;

import java.util.ArrayList;
import java.util.List;
import org.demarche.hash.Sha256;

/** A tree with every complete node in memory: 64 bytes and some per leaf. Not thread-safe. */
public final class MemoryTree implements NodeReader {
    /** By level; level 0 are the leaves. */
    private final List<List<Sha256>> levels = new ArrayList<>();

    /** The empty tree. */
    public MemoryTree() {
        levels.add(new ArrayList<>());
    }

    /** Appends a leaf. */
    public void append(Sha256 leaf) {
        Sha256 hash = leaf;
        int level = 0;
        levels.get(0).add(hash);
        while (levels.get(level).size() % 2 == 0) {
            List<Sha256> below = levels.get(level);
            hash = Merkle.node(below.get(below.size() - 2), hash);
            level++;
            if (level == levels.size()) {
                levels.add(new ArrayList<>());
            }
            levels.get(level).add(hash);
        }
    }

    /** Number of leaves. */
    public long size() {
        return levels.get(0).size();
    }

    /** The tree's head. */
    public Head head() {
        return head(size());
    }

    /**
     * Head of the tree over the first {@code size} leaves.
     *
     * @throws IllegalArgumentException if {@code size} is negative
     * @throws IndexOutOfBoundsException if there are fewer leaves
     */
    public Head head(long size) {
        return Merkle.head(size, this);
    }

    @Override
    public Sha256 node(int level, long index) {
        if (level < 0
                || level >= levels.size()
                || index < 0
                || index >= levels.get(level).size()) {
            throw new IndexOutOfBoundsException(
                    "node: level " + level + ", index " + index + " (expected: within " + size() + " leaves)");
        }
        return levels.get(level).get((int) index);
    }
}
