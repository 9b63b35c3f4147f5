package org.demarche.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.demarche.hash.Sha256;
import org.junit.jupiter.api.Test;

class MerkleTest {
    /** The entries and roots of the tests that Certificate Transparency implementations share. */
    private static final List<String> ENTRIES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void head_ofThePublishedEntries_isThePublishedRoot() {
        MemoryTree tree = new MemoryTree();
        Frontier frontier = new Frontier();
        assertThat(frontier.head().root().hex()).isEqualTo(ROOTS.get(0));
        for (int i = 0; i < ENTRIES.size(); i++) {
            Sha256 leaf = Merkle.leaf(HexFormat.of().parseHex(ENTRIES.get(i)));
            tree.append(leaf);
            frontier.append(leaf);
            assertThat(tree.head().root().hex()).isEqualTo(ROOTS.get(i + 1));
            assertThat(frontier.head()).isEqualTo(tree.head());
        }
    }

    @Test
    void head_ofEverySize_isTheDefinitions() {
        List<Sha256> leaves = ReferenceTree.leaves(300);
        MemoryTree tree = ReferenceTree.stored(leaves);
        Frontier frontier = new Frontier();
        for (int size = 0; size <= leaves.size(); size++) {
            Head expected = ReferenceTree.head(leaves.subList(0, size));
            assertThat(tree.head(size)).isEqualTo(expected);
            assertThat(frontier.head()).isEqualTo(expected);
            assertThat(Frontier.read(size, tree).peaks()).isEqualTo(frontier.peaks());
            if (size < leaves.size()) {
                frontier.append(leaves.get(size));
            }
        }
    }

    @Test
    void frontier_resumedOrCopied_growsOnItsOwn() {
        List<Sha256> leaves = ReferenceTree.leaves(40);
        Frontier original = new Frontier();
        leaves.subList(0, 23).forEach(original::append);
        Frontier copy = original.copy();
        Frontier resumed = Frontier.of(23, original.peaks());
        leaves.subList(23, 40).forEach(copy::append);
        leaves.subList(23, 40).forEach(resumed::append);
        assertThat(original.head()).isEqualTo(ReferenceTree.head(leaves.subList(0, 23)));
        assertThat(copy.head()).isEqualTo(ReferenceTree.head(leaves));
        assertThat(resumed.head()).isEqualTo(copy.head());
        assertThat(resumed.size()).isEqualTo(40);
    }

    @Test
    void frontier_wrongNumberOfPeaks_isRefused() {
        assertThatThrownBy(() -> Frontier.of(3, ReferenceTree.leaves(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("peaks: 1 (expected: 2)");
        assertThatThrownBy(() -> Frontier.of(-1, List.of())).hasMessage("size: -1 (expected: >= 0)");
    }

    @Test
    void node_outsideTheTree_isRefused() {
        MemoryTree tree = ReferenceTree.stored(ReferenceTree.leaves(5));
        assertThatThrownBy(() -> tree.node(0, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.node(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.node(9, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.node(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tree.head(6)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
