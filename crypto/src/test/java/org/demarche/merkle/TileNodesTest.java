package org.demarche.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TileNodesTest {
    /** The worked example of C2SP tlog-tiles, "Partial Tiles". */
    private static final int SIZE = 70_000;

    private static final MemoryTree TREE = new MemoryTree();

    @BeforeAll
    static void grow() {
        ReferenceTree.leaves(SIZE).forEach(TREE::append);
    }

    @Test
    void tiles_ofTheSpecificationsExample_areAsItSays() {
        assertThat(TileName.full(0, SIZE)).isEqualTo(273);
        assertThat(TileName.unfinished(0, SIZE)).contains(new TileName(0, 273, 112));
        assertThat(TileName.full(1, SIZE)).isEqualTo(1);
        assertThat(TileName.unfinished(1, SIZE)).contains(new TileName(1, 1, 17));
        assertThat(TileName.full(2, SIZE)).isZero();
        assertThat(TileName.unfinished(2, SIZE)).contains(new TileName(2, 0, 1));
        assertThat(TileName.unfinished(3, SIZE)).isEmpty();
        assertThat(TileName.unfinished(0, 256)).isEmpty();
        assertThat(TileName.unfinished(1, 256)).contains(new TileName(1, 0, 1));
        assertThat(TileName.full(7, Long.MAX_VALUE)).isZero();
    }

    @Test
    void path_isTheSpecifications() {
        assertThat(new TileName(0, 1234067, 256).path()).isEqualTo("tile/0/x001/x234/067");
        assertThat(new TileName(1, 1, 17).path()).isEqualTo("tile/1/001.p/17");
        assertThat(new TileName(0, 0, 256).path()).isEqualTo("tile/0/000");
        assertThat(new TileName(0, 1000, 1).entriesPath()).isEqualTo("tile/entries/x001/000.p/1");
        assertThat(new TileName(0, 273, 112).entriesPath()).isEqualTo("tile/entries/273.p/112");
        assertThatThrownBy(() -> new TileName(1, 0, 256).entriesPath()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tile_ofUpperLevel_holdsRootsOfFullTilesBelow() {
        Tile top = Tile.read(new TileName(1, 1, 17), TREE);
        for (int i = 0; i < 17; i++) {
            assertThat(Tile.read(new TileName(0, 256 + i, 256), TREE).node(Tile.HEIGHT, 0))
                    .isEqualTo(top.hash(i));
        }
        assertThat(Tile.of(top.bytes())).isEqualTo(top);
        assertThat(top.width()).isEqualTo(17);
    }

    @Test
    void nodes_fromTilesAndEdge_areThoseOfTheTree() {
        TileNodes nodes = new TileNodes(new Stored(SIZE), SIZE);
        for (int level = 0; level <= 16; level++) {
            long count = SIZE >>> level;
            long step = Math.max(1, count / 40);
            for (long index = 0; index < count; index += step) {
                assertThat(nodes.node(level, index)).isEqualTo(TREE.node(level, index));
            }
            assertThat(nodes.node(level, count - 1)).isEqualTo(TREE.node(level, count - 1));
        }
    }

    @Test
    void nodes_atEverySizeAroundTileEdges_giveHeadAndProofs() {
        for (long size : List.of(1L, 2L, 255L, 256L, 257L, 511L, 512L, 513L, 65_535L, 65_536L, 65_537L, (long) SIZE)) {
            TileNodes nodes = new TileNodes(new Stored(size), size);
            Head head = Merkle.head(size, nodes);
            assertThat(head).isEqualTo(TREE.head(size));
            for (long index : List.of(0L, size / 3, size / 2, size - 1)) {
                List<Sha256> proof = Proofs.inclusion(index, size, nodes);
                assertThat(ProofCheck.inclusion(index, TREE.node(0, index), proof, head))
                        .isTrue();
                if (index > 0) {
                    assertThat(ProofCheck.consistency(TREE.head(index), head, Proofs.consistency(index, size, nodes)))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void nodes_beyondTheSize_areRefused() {
        TileNodes nodes = new TileNodes(new Stored(300), 300);
        assertThatThrownBy(() -> nodes.node(0, 300)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> nodes.node(8, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> nodes.node(63, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> nodes.node(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> nodes.node(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void nodes_storeGivesLessThanAsked_isNoticed() {
        TileSource broken = new TileSource() {
            @Override
            public Tile tile(int level, long index) {
                return Tile.of(List.of(Merkle.EMPTY_ROOT));
            }

            @Override
            public List<Sha256> leaves(long from, int count) {
                return List.of();
            }
        };
        TileNodes nodes = new TileNodes(broken, 300);
        assertThatThrownBy(() -> nodes.node(0, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> nodes.node(0, 299)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tile_wrongLength_isRefused() {
        assertThatThrownBy(() -> Tile.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tile.of(new byte[33])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tile.of(new byte[257 * 32])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TileName(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TileName(8, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TileName(7, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A store that has only what the interface promises: full tiles, and leaves of the unfinished tile. */
    private record Stored(long size) implements TileSource {
        @Override
        public Tile tile(int level, long index) {
            assertThat(index).isLessThan(TileName.full(level, size));
            return Tile.read(new TileName(level, index, Tile.WIDTH), TREE);
        }

        @Override
        public List<Sha256> leaves(long from, int count) {
            Optional<TileName> edge = TileName.unfinished(0, size);
            assertThat(edge).isPresent();
            assertThat(from).isGreaterThanOrEqualTo(edge.get().index() * Tile.WIDTH);
            assertThat(from + count).isLessThanOrEqualTo(size);
            List<Sha256> leaves = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                leaves.add(TREE.node(0, from + i));
            }
            return leaves;
        }
    }
}
