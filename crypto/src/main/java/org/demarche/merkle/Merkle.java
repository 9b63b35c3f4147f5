package org.demarche.merkle;

import org.demarche.hash.Sha256;

/** The hashes of the tree (RFC 9162 §2.1.1). Leaf and node differ in their first byte, so that neither can pass for the other. */
public final class Merkle {
    /** Root of the empty tree: the hash of nothing. */
    public static final Sha256 EMPTY_ROOT = Sha256.of();

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private Merkle() {}

    /** Leaf hash of an encoded entry. */
    public static Sha256 leaf(byte[] entry) {
        return Sha256.of(LEAF, entry);
    }

    /** Hash of the node above {@code left} and {@code right}. */
    public static Sha256 node(Sha256 left, Sha256 right) {
        return Sha256.of(NODE, left.bytes(), right.bytes());
    }

    /**
     * Head of the tree over the first {@code size} leaves of a stored one.
     *
     * @throws IllegalArgumentException if {@code size} is negative
     */
    public static Head head(long size, NodeReader reader) {
        return Frontier.read(size, reader).head();
    }
}
