package org.demarche.merkle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.demarche.hash.Sha256;

/** Consecutive hashes of one level of the tree, as C2SP tlog-tiles stores and serves them: 1 to 256 of them, 256 in a full tile. Immutable. */
public final class Tile {
    /** Hashes in a full tile. */
    public static final int WIDTH = 256;

    /** Levels of the tree from one level of tiles to the next. */
    public static final int HEIGHT = 8;

    private final byte[] bytes;

    private Tile(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The tile with these bytes: hashes one after the other.
     *
     * @throws IllegalArgumentException if they are not 1 to 256 hashes
     */
    public static Tile of(byte[] bytes) {
        int width = bytes.length / Sha256.LENGTH;
        if (bytes.length % Sha256.LENGTH != 0 || width < 1 || width > WIDTH) {
            throw new IllegalArgumentException("bytes: " + bytes.length + " (expected: 32 to 8192, a multiple of 32)");
        }
        return new Tile(bytes.clone());
    }

    /**
     * The tile with these hashes.
     *
     * @throws IllegalArgumentException if they are not 1 to 256
     */
    public static Tile of(List<Sha256> hashes) {
        if (hashes.isEmpty() || hashes.size() > WIDTH) {
            throw new IllegalArgumentException("hashes: " + hashes.size() + " (expected: 1 to 256)");
        }
        byte[] bytes = new byte[hashes.size() * Sha256.LENGTH];
        for (int i = 0; i < hashes.size(); i++) {
            System.arraycopy(hashes.get(i).bytes(), 0, bytes, i * Sha256.LENGTH, Sha256.LENGTH);
        }
        return new Tile(bytes);
    }

    /**
     * The tile with this name, read from a stored tree.
     *
     * @throws IndexOutOfBoundsException if the tree does not hold all of it
     */
    public static Tile read(TileName name, NodeReader reader) {
        List<Sha256> hashes = new ArrayList<>(name.width());
        for (int i = 0; i < name.width(); i++) {
            hashes.add(reader.node(HEIGHT * name.level(), name.index() * WIDTH + i));
        }
        return of(hashes);
    }

    /** Number of hashes. */
    public int width() {
        return bytes.length / Sha256.LENGTH;
    }

    /**
     * The tile with the first hashes of this one.
     *
     * @throws IllegalArgumentException unless 1 &lt;= {@code width} &lt;= {@link #width}
     */
    public Tile first(int width) {
        if (width < 1 || width > width()) {
            throw new IllegalArgumentException("width: " + width + " (expected: 1 to " + width() + ")");
        }
        return width == width() ? this : new Tile(Arrays.copyOf(bytes, width * Sha256.LENGTH));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * The hash at this place.
     *
     * @throws IndexOutOfBoundsException unless 0 &lt;= {@code i} &lt; {@link #width}
     */
    public Sha256 hash(int i) {
        if (i < 0 || i >= width()) {
            throw new IndexOutOfBoundsException("hash: " + i + " (expected: 0 to " + (width() - 1) + ")");
        }
        return Sha256.copyOf(Arrays.copyOfRange(bytes, i * Sha256.LENGTH, (i + 1) * Sha256.LENGTH));
    }

    /**
     * The node {@code height} levels above the tile's hashes.
     *
     * @param height 0 to 8
     * @param index place among the nodes of that height, from the tile's left end
     * @throws IndexOutOfBoundsException if the tile does not hold all hashes below it
     */
    Sha256 node(int height, int index) {
        int width = 1 << height;
        Sha256[] row = new Sha256[width];
        for (int i = 0; i < width; i++) {
            row[i] = hash(index * width + i);
        }
        return root(row);
    }

    /** The root over {@code row}, whose length is a power of two; overwrites it. */
    static Sha256 root(Sha256[] row) {
        for (int width = row.length; width > 1; width /= 2) {
            for (int i = 0; i < width / 2; i++) {
                row[i] = Merkle.node(row[2 * i], row[2 * i + 1]);
            }
        }
        return row[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tile that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Tile[" + width() + " hashes]";
    }
}
