package org.demarche.merkle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which tile (C2SP tlog-tiles, "Merkle Tree").
 *
 * @param level 0 for tiles of leaf hashes, to 7; each level is {@value Tile#HEIGHT} levels of the tree above the one before
 * @param index place among the tiles of this level, from 0
 * @param width number of hashes, 1 to 256; less than 256 in the unfinished tile at the right edge
 */
public record TileName(int level, long index, int width) {
    /** The highest level that a tree of 2^63 − 1 leaves has. */
    public static final int MAX_LEVEL = 7;

    public TileName {
        if (level < 0 || level > MAX_LEVEL) {
            throw new IllegalArgumentException("level: " + level + " (expected: 0 to " + MAX_LEVEL + ")");
        }
        if (index < 0 || index > full(level, Long.MAX_VALUE)) {
            throw new IllegalArgumentException("index: " + index + " (expected: within 2^63 - 1 leaves)");
        }
        if (width < 1 || width > Tile.WIDTH) {
            throw new IllegalArgumentException("width: " + width + " (expected: 1 to " + Tile.WIDTH + ")");
        }
    }

    /** The unfinished tile at the right edge of one level of a tree of {@code size} leaves, or empty if all are full or there are none. */
    public static Optional<TileName> unfinished(int level, long size) {
        long hashes = size >>> (Tile.HEIGHT * level);
        int width = (int) (hashes % Tile.WIDTH);
        return width == 0 ? Optional.empty() : Optional.of(new TileName(level, hashes / Tile.WIDTH, width));
    }

    /** Number of full tiles of one level that a tree of {@code size} leaves has. */
    public static long full(int level, long size) {
        // Two shifts: one of 64 bits would be one of none.
        return (size >>> (Tile.HEIGHT * level)) >>> Tile.HEIGHT;
    }

    /** The path below the log's prefix, without a leading slash, as {@code tile/0/x001/x234/067.p/12}. */
    public String path() {
        return "tile/" + level + "/" + place();
    }

    /** The path of the entry bundle with this tile's entries, as {@code tile/entries/273.p/112}. */
    public String entriesPath() {
        if (level != 0) {
            throw new IllegalStateException(
                    "level: " + level + " (expected: 0, entries stand below tiles of leaf hashes)");
        }
        return "tile/entries/" + place();
    }

    private String place() {
        List<String> groups = new ArrayList<>();
        long rest = index;
        do {
            groups.add(0, String.format("%s%03d", groups.isEmpty() ? "" : "x", rest % 1000));
            rest /= 1000;
        } while (rest > 0);
        return String.join("/", groups) + (width == Tile.WIDTH ? "" : ".p/" + width);
    }
}
