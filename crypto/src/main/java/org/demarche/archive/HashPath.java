package org.demarche.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The way from one hash to the root of a tree (RFC 4998, section 4.2, <em>reducedHashtree</em>). Of the forms that the RFC allows, the one that all readers read
 * alike: the lowest list has two hashes, the one that is covered and its neighbour, ascending; each list above has one. At each level the two are hashed in
 * ascending order of their bytes. Immutable.
 *
 * @param hashes none, if what is covered is stamped itself; else the lowest two, then that beside them at each level; each of {@link ArchiveDigest#LENGTH} bytes
 */
record HashPath(List<byte[]> hashes) {
    /** More levels than anybody stamps at once. */
    static final int MAX_LEVELS = 32;

    /** No tree. */
    static final HashPath NONE = new HashPath(List.of());

    HashPath {
        boolean form = hashes.isEmpty()
                || (hashes.size() >= 2
                        && hashes.size() <= MAX_LEVELS + 1
                        && Arrays.compareUnsigned(hashes.get(0), hashes.get(1)) < 0);
        if (!form || hashes.stream().anyMatch(h -> h.length != ArchiveDigest.LENGTH)) {
            throw new IllegalArgumentException(
                    "hashes: " + hashes.size() + " (expected: none, or two ascending and at most " + (MAX_LEVELS - 1)
                            + " above, of " + ArchiveDigest.LENGTH + " bytes each)");
        }
        hashes = hashes.stream().map(byte[]::clone).toList();
    }

    /** What is stamped if {@code covered} is what this begins with; empty if it isn't. */
    Optional<byte[]> root(ArchiveDigest digest, byte[] covered) {
        if (hashes.isEmpty()) {
            return Optional.of(covered.clone());
        }
        if (!Arrays.equals(covered, hashes.get(0)) && !Arrays.equals(covered, hashes.get(1))) {
            return Optional.empty();
        }
        byte[] node = hashes.get(0);
        for (byte[] beside : hashes.subList(1, hashes.size())) {
            node = node(digest, node, beside);
        }
        return Optional.of(node);
    }

    /** This path, from {@code node} to the node above it. */
    HashPath joined(byte[] node, byte[] neighbour) {
        List<byte[]> longer = new ArrayList<>(hashes);
        if (longer.isEmpty()) {
            boolean ascending = Arrays.compareUnsigned(node, neighbour) < 0;
            longer.add(ascending ? node : neighbour);
            longer.add(ascending ? neighbour : node);
        } else {
            longer.add(neighbour);
        }
        return new HashPath(longer);
    }

    static byte[] node(ArchiveDigest digest, byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other) <= 0 ? digest.hash(one, other) : digest.hash(other, one);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HashPath that && Arrays.deepEquals(hashes.toArray(), that.hashes.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(hashes.toArray());
    }
}
