package org.demarche.merkle;

import java.util.List;
import org.demarche.hash.Sha256;

/** Where {@link TileNodes} reads: what a store keeps of a tree. Nothing of it ever changes, so it may be cached without limit of time. */
public interface TileSource {
    /**
     * A full tile.
     *
     * @param level C2SP level: 0 for tiles of leaf hashes
     * @param index place among the tiles of this level, from 0
     */
    Tile tile(int level, long index);

    /**
     * Leaf hashes of the unfinished tile at the edge.
     *
     * @param from index of the first one
     * @param count how many, at most 255
     */
    List<Sha256> leaves(long from, int count);
}
