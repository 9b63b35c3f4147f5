package org.demarche.server.store;

import org.demarche.merkle.Tile;

/**
 * A full tile and its place.
 *
 * @param level C2SP level, 0 for tiles of leaf hashes
 * @param index place among the tiles of this level, from 0
 * @param tile 256 hashes
 */
public record StoredTile(int level, long index, Tile tile) {
    public StoredTile {
        if (tile.width() != Tile.WIDTH) {
            throw new IllegalArgumentException("tile: " + tile.width() + " hashes (expected: " + Tile.WIDTH + ")");
        }
    }
}
