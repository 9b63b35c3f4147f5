package org.demarche.merkle;

import java.util.List;
import org.demarche.hash.Sha256;

/**
 * The nodes of a tree of which full tiles and the leaf hashes of the unfinished edge are stored. A node costs at most 255 hashes within a
 * full tile. At the edge, where the tile that would hold it is unfinished, each hash of that tile is computed from the full tile below: a
 * caller who reads often caches tiles, or nodes.
 */
public final class TileNodes implements NodeReader {
    private final TileSource source;
    private final long size;

    /**
     * The nodes of the tree over the first {@code size} leaves.
     *
     * @throws IllegalArgumentException if {@code size} is negative
     */
    public TileNodes(TileSource source, long size) {
        if (size < 0) {
            throw new IllegalArgumentException("size: " + size + " (expected: >= 0)");
        }
        this.source = source;
        this.size = size;
    }

    /** Number of leaves. */
    public long size() {
        return size;
    }

    @Override
    public Sha256 node(int level, long index) {
        if (level < 0 || level > 62 || index < 0 || index >= (size >>> level)) {
            throw new IndexOutOfBoundsException(
                    "node: level " + level + ", index " + index + " (expected: within " + size + " leaves)");
        }
        int tileLevel = level / Tile.HEIGHT;
        int height = level % Tile.HEIGHT;
        long tile = index >>> (Tile.HEIGHT - height);
        if (tile < TileName.full(tileLevel, size)) {
            int place = (int) (index & ((Tile.WIDTH >>> height) - 1));
            return full(tileLevel, tile).node(height, place);
        }
        return tileLevel == 0
                ? ofLeaves(index << height, 1 << height)
                : ofTilesBelow(tileLevel - 1, index << height, 1 << height);
    }

    private Sha256 ofLeaves(long from, int count) {
        List<Sha256> leaves = source.leaves(from, count);
        if (leaves.size() != count) {
            throw new IllegalStateException(
                    "leaves: " + leaves.size() + " from " + from + " (expected: " + count + ")");
        }
        return Tile.root(leaves.toArray(Sha256[]::new));
    }

    private Sha256 ofTilesBelow(int tileLevel, long from, int count) {
        Sha256[] roots = new Sha256[count];
        for (int i = 0; i < count; i++) {
            roots[i] = full(tileLevel, from + i).node(Tile.HEIGHT, 0);
        }
        return Tile.root(roots);
    }

    private Tile full(int level, long index) {
        Tile tile = source.tile(level, index);
        if (tile.width() != Tile.WIDTH) {
            throw new IllegalStateException("tile: " + tile.width() + " hashes at level " + level + ", index " + index
                    + " (expected: " + Tile.WIDTH + ")");
        }
        return tile;
    }
}
