package org.demarche.server.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.NodeReader;
import org.demarche.merkle.Tile;
import org.demarche.merkle.TileName;
import org.demarche.merkle.TileNodes;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredTile;

/** The tree over the log, as the store keeps it, with what is hot in memory. One thread grows it; any number read. */
public final class LogTree implements NodeReader {
    private static final int NODES_IN_MEMORY = 200_000;

    private final LogStore store;
    private final Cache<Place, Sha256> hot =
            Caffeine.newBuilder().maximumSize(NODES_IN_MEMORY).build();
    private volatile Head head;

    private record Place(int level, long index) {}

    /** The tree over the first {@code size} entries of {@code store}. */
    public LogTree(LogStore store, long size) {
        this.store = store;
        this.head = new Head(0, Merkle.EMPTY_ROOT);
        extend(size);
    }

    /** Takes in what stands in the store before {@code size}. */
    void extend(long size) {
        head = Frontier.read(size, (level, index) -> read(level, index, size)).head();
    }

    /** Size and root. */
    public Head head() {
        return head;
    }

    /**
     * The head of the log when it had {@code size} entries.
     *
     * @throws IndexOutOfBoundsException if it has fewer
     */
    public Head headAt(long size) {
        Head newest = head;
        return size == newest.size() ? newest : Frontier.read(size, this).head();
    }

    @Override
    public Sha256 node(int level, long index) {
        return read(level, index, head.size());
    }

    private Sha256 read(int level, long index, long size) {
        Place place = new Place(level, index);
        Sha256 node = hot.getIfPresent(place);
        if (node == null) {
            node = new TileNodes(store, size).node(level, index);
            hot.put(place, node);
        }
        return node;
    }

    /** An overlay in which leaves are added; nothing of it is seen before {@link Growth#adopt}. */
    Growth grow() {
        return new Growth();
    }

    /** Leaves that are being added. */
    final class Growth {
        private final Map<Place, Sha256> fresh = new HashMap<>();
        private final List<StoredTile> tiles = new ArrayList<>();
        private final Head base = head;
        private long size = base.size();

        /** Appends a leaf. */
        void append(Sha256 leaf) {
            Sha256 node = leaf;
            long index = size;
            int level = 0;
            fresh.put(new Place(level, index), node);
            // Like a carry: every set bit at the low end is a subtree that this leaf completes.
            while ((index & 1) == 1) {
                node = Merkle.node(node(level, index - 1), node);
                index >>>= 1;
                level++;
                fresh.put(new Place(level, index), node);
            }
            size++;
            fillTiles();
        }

        private void fillTiles() {
            long full = size;
            for (int level = 0; full % Tile.WIDTH == 0; level++) {
                full /= Tile.WIDTH;
                tiles.add(new StoredTile(
                        level, full - 1, Tile.read(new TileName(level, full - 1, Tile.WIDTH), this::node)));
            }
        }

        /** A node of the tree with the leaves. */
        Sha256 node(int level, long index) {
            Sha256 node = fresh.get(new Place(level, index));
            return node != null ? node : read(level, index, base.size());
        }

        /** How many leaves the tree has with them. */
        long size() {
            return size;
        }

        /** The tiles that the leaves fill which were appended since this was last asked. */
        List<StoredTile> takeTiles() {
            List<StoredTile> taken = List.copyOf(tiles);
            tiles.clear();
            return taken;
        }

        /** Makes the leaves part of the tree, once they are durable. */
        void adopt() {
            Head grown = Frontier.read(size, this::node).head();
            hot.putAll(fresh);
            head = grown;
        }
    }
}
