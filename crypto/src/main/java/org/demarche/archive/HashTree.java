package org.demarche.archive;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many hashes under one root, so that one time-stamp covers them all (RFC 4998, section 4.2). A node without a neighbour moves up as it is. */
final class HashTree {
    private final byte[] root;
    private final Map<ByteBuffer, HashPath> paths = new LinkedHashMap<>();

    /** @param hashes at least one, of {@code digest}; equal ones stand in the tree once */
    HashTree(ArchiveDigest digest, List<byte[]> hashes) {
        hashes.forEach(h -> paths.put(ByteBuffer.wrap(h.clone()), HashPath.NONE));
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("hashes: " + paths.size() + " (expected: at least 1)");
        }
        List<Node> level = paths.keySet().stream()
                .map(h -> new Node(h.array(), List.of(h)))
                .toList();
        while (level.size() > 1) {
            List<Node> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                above.add(i + 1 < level.size() ? joined(digest, level.get(i), level.get(i + 1)) : level.get(i));
            }
            level = above;
        }
        root = level.get(0).hash();
    }

    /** @param leaves what stands beneath it */
    private record Node(byte[] hash, List<ByteBuffer> leaves) {}

    private Node joined(ArchiveDigest digest, Node left, Node right) {
        left.leaves().forEach(l -> paths.computeIfPresent(l, (h, path) -> path.joined(left.hash(), right.hash())));
        right.leaves().forEach(l -> paths.computeIfPresent(l, (h, path) -> path.joined(right.hash(), left.hash())));
        List<ByteBuffer> leaves = new ArrayList<>(left.leaves());
        leaves.addAll(right.leaves());
        return new Node(HashPath.node(digest, left.hash(), right.hash()), leaves);
    }

    byte[] root() {
        return root.clone();
    }

    /** The way from one of the hashes to the root. */
    HashPath path(byte[] hash) {
        HashPath path = paths.get(ByteBuffer.wrap(hash));
        if (path == null) {
            throw new IllegalArgumentException("hash: not in this tree");
        }
        return path;
    }
}
