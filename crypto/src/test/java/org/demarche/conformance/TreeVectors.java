package org.demarche.conformance;

import java.util.ArrayList;
import java.util.List;
import org.demarche.hash.Sha256;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.Proofs;

/** Trees over the leaves 0, 1, 2, … : each entry is one byte. */
final class TreeVectors {
    private static final String INCLUSION = "tree/inclusion";
    private static final String CONSISTENCY = "tree/consistency";
    private static final int LARGEST = 12;

    private final Vectors vectors;
    private final MemoryTree tree = new MemoryTree();

    private TreeVectors(Vectors vectors) {
        this.vectors = vectors;
        for (int i = 0; i < LARGEST; i++) {
            tree.append(leaf(i));
        }
    }

    static void tell(Vectors vectors) {
        TreeVectors told = new TreeVectors(vectors);
        told.hashes();
        told.inclusion();
        told.wrongInclusion();
        told.consistency();
        told.wrongConsistency();
    }

    private void hashes() {
        vectors.accept(
                "tree/leaf",
                "leaf-of-nothing",
                "The leaf hash of an empty entry",
                new Given().bytes("entry", new byte[0]));
        vectors.accept(
                "tree/leaf",
                "leaf-that-looks-like-a-node",
                "65 bytes that begin with 0x01 are a leaf like others",
                new Given().bytes("entry", node(0, 1)));
        for (int size : new int[] {0, 1, 2, 3, 4, 7, 8, LARGEST}) {
            vectors.accept(
                    "tree/root",
                    "root-of-" + size,
                    "The root over " + size + " leaves",
                    new Given().hashes("leaves", leaves(size)));
        }
    }

    private void inclusion() {
        int[][] places = {{0, 1}, {0, 2}, {1, 2}, {2, 3}, {4, 7}, {6, 7}, {7, 8}, {0, 12}, {8, 12}, {11, 12}};
        for (int[] place : places) {
            vectors.accept(
                    INCLUSION,
                    "inclusion-of-" + place[0] + "-in-" + place[1],
                    "Leaf " + place[0] + " of " + place[1],
                    inclusion(place[0], place[1]));
        }
    }

    private void wrongInclusion() {
        Given sound = inclusion(4, 7);
        List<String> proof = hex(Proofs.inclusion(4, 7, tree));
        bad("index-is-size", "An index is below the size", sound.but("index", "7"));
        bad(
                "index-above-size",
                "An index is below the size, though the path would lead to the root",
                sound.but("index", "12"));
        bad("index-another", "The index is another's", sound.but("index", "5"));
        bad("index-above-2-to-the-63", "An index is at most 2^63 - 1", sound.but("index", "9223372036854775808"));
        bad("size-zero", "Nothing is in the empty tree", sound.but("index", "0").but("size", "0"));
        bad("size-smaller", "The size is that of a smaller tree", sound.but("size", "6"));
        bad("size-greater", "The size asks for a longer proof", sound.but("size", "12"));
        bad("size-above-2-to-the-63", "A size is at most 2^63 - 1", sound.but("size", "9223372036854775808"));
        bad("leaf-another", "The leaf is another", sound.but("leaf", leaf(5).bytes()));
        bad(
                "root-another",
                "The root is another tree's",
                sound.but("root", tree.head(6).root().bytes()));
        bad("proof-empty", "There is no proof", sound.but("proof", List.of()));
        bad(
                "proof-without-its-last-hash",
                "The proof is a hash short",
                sound.but("proof", proof.subList(0, proof.size() - 1)));
        bad(
                "proof-without-its-first-hash",
                "The proof is a hash short in front",
                sound.but("proof", proof.subList(1, proof.size())));
        bad(
                "proof-with-the-root-behind",
                "The root stands behind the proof",
                sound.but("proof", plus(proof, tree.head(7).root().hex())));
        bad(
                "proof-with-its-last-hash-twice",
                "The last hash stands twice",
                sound.but("proof", plus(proof, proof.get(proof.size() - 1))));
        bad("proof-with-a-hash-in-front", "A hash stands in front", sound.but("proof", before(leaf(4).hex(), proof)));
        bad("proof-in-reverse", "The hashes are in the order from the root", sound.but("proof", reversed(proof)));
        bad(
                "proof-with-two-hashes-changed-over",
                "Two hashes have changed places",
                sound.but("proof", List.of(proof.get(1), proof.get(0), proof.get(2))));
        bad(
                "proof-of-the-sibling",
                "The proof is the neighbour's",
                sound.but("proof", hex(Proofs.inclusion(5, 7, tree))));
        bad(
                "proof-hash-of-31-bytes",
                "A hash has 32 bytes",
                sound.but("proof", List.of(proof.get(0).substring(2), proof.get(1), proof.get(2))));
        bad(
                "proof-hash-changed",
                "A bit of a hash is another",
                sound.but("proof", List.of(changed(proof.get(0)), proof.get(1), proof.get(2))));
        bad(
                "node-as-leaf",
                "An inner node poses as a leaf of a smaller tree",
                new Given()
                        .number("index", 0)
                        .number("size", 2)
                        .bytes("leaf", Merkle.node(leaf(0), leaf(1)).bytes())
                        .hash("root", tree.head(4).root())
                        .hashes("proof", List.of(Merkle.node(leaf(2), leaf(3))))
                        .but("size", "4"));
        bad(
                "single-leaf-with-a-proof",
                "A tree of one leaf has an empty proof",
                inclusion(0, 1).but("proof", List.of(leaf(0).hex())));
        bad(
                "size-of-2-to-the-62",
                "A proof of 63 hashes that leads nowhere",
                sound.but("index", "1")
                        .but("size", "4611686018427387905")
                        .but("proof", java.util.Collections.nCopies(63, leaf(1).hex())));
    }

    private void consistency() {
        int[][] sizes = {{1, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 7}, {6, 7}, {6, 8}, {7, 12}, {8, 12}, {11, 12}, {12, 12}};
        for (int[] size : sizes) {
            vectors.accept(
                    CONSISTENCY,
                    "consistency-from-" + size[0] + "-to-" + size[1],
                    "From " + size[0] + " to " + size[1] + " leaves",
                    consistency(size[0], size[1]));
        }
        vectors.accept(
                CONSISTENCY, "consistency-from-nothing", "Every tree begins with the empty one", consistency(0, 7));
    }

    private void wrongConsistency() {
        Given sound = consistency(6, 8);
        List<String> proof = hex(Proofs.consistency(6, 8, tree));
        worse(
                "from-root-another",
                "The smaller root is another",
                sound.but("from_root", tree.head(5).root().bytes()));
        worse(
                "to-root-another",
                "The greater root is another",
                sound.but("to_root", tree.head(7).root().bytes()));
        worse(
                "roots-changed-over",
                "The roots have changed places",
                sound.but("from_root", tree.head(8).root().bytes())
                        .but("to_root", tree.head(6).root().bytes()));
        worse("from-size-smaller", "The smaller size is another", sound.but("from_size", "5"));
        worse(
                "from-size-zero",
                "From nothing the proof is empty",
                sound.but("from_size", "0").but("from_root", Merkle.EMPTY_ROOT.bytes()));
        worse(
                "from-size-zero-with-a-root",
                "The empty tree has one root",
                consistency(0, 7).but("from_root", leaf(0).bytes()));
        worse("from-above-to", "No tree begins with a greater one", sound.but("from_size", "9"));
        vectors.accept(
                CONSISTENCY,
                "consistency-to-size-of-the-same-shape",
                "A proof says nothing of a size whose proofs have the same shape: sizes are what heads are signed for",
                sound.but("to_size", "7"));
        worse("to-size-another", "The greater size asks for a longer proof", sound.but("to_size", "12"));
        worse("to-size-above-2-to-the-63", "A size is at most 2^63 - 1", sound.but("to_size", "9223372036854775814"));
        worse(
                "same-size-two-roots",
                "Two roots of one size contradict each other",
                consistency(7, 7).but("from_root", tree.head(6).root().bytes()));
        worse(
                "same-size-with-a-proof",
                "Between equal sizes the proof is empty",
                consistency(7, 7).but("proof", List.of(leaf(0).hex())));
        worse("proof-empty", "There is no proof", sound.but("proof", List.of()));
        worse(
                "proof-without-its-last-hash",
                "The proof is a hash short",
                sound.but("proof", proof.subList(0, proof.size() - 1)));
        worse(
                "proof-without-its-first-hash",
                "The proof is a hash short in front",
                sound.but("proof", proof.subList(1, proof.size())));
        worse(
                "proof-with-its-last-hash-twice",
                "The last hash stands twice",
                sound.but("proof", plus(proof, proof.get(proof.size() - 1))));
        worse("proof-in-reverse", "The hashes are in the order from the root", sound.but("proof", reversed(proof)));
        worse(
                "proof-hash-changed",
                "A bit of a hash is another",
                sound.but("proof", plus(proof.subList(0, proof.size() - 1), changed(proof.get(proof.size() - 1)))));
        List<String> known = hex(Proofs.consistency(4, 7, tree));
        worse(
                "known-subtree-in-front",
                "The smaller tree is a whole subtree, whose root is not in the proof",
                consistency(4, 7).but("proof", before(tree.head(4).root().hex(), known)));
    }

    private void bad(String mutation, String about, Given input) {
        vectors.refuse(INCLUSION, "inclusion-" + mutation, about, input);
    }

    private void worse(String mutation, String about, Given input) {
        vectors.refuse(CONSISTENCY, "consistency-" + mutation, about, input);
    }

    private Given inclusion(int index, int size) {
        return new Given()
                .number("index", index)
                .number("size", size)
                .hash("leaf", leaf(index))
                .hash("root", tree.head(size).root())
                .hashes("proof", Proofs.inclusion(index, size, tree));
    }

    private Given consistency(int from, int to) {
        return new Given()
                .number("from_size", from)
                .hash("from_root", tree.head(from).root())
                .number("to_size", to)
                .hash("to_root", tree.head(to).root())
                .hashes("proof", Proofs.consistency(from, to, tree));
    }

    private static byte[] node(int left, int right) {
        byte[] node = new byte[65];
        node[0] = 1;
        System.arraycopy(leaf(left).bytes(), 0, node, 1, 32);
        System.arraycopy(leaf(right).bytes(), 0, node, 33, 32);
        return node;
    }

    private static List<Sha256> leaves(int size) {
        List<Sha256> leaves = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            leaves.add(leaf(i));
        }
        return leaves;
    }

    private static Sha256 leaf(int i) {
        return Merkle.leaf(new byte[] {(byte) i});
    }

    private static List<String> hex(List<Sha256> hashes) {
        return hashes.stream().map(Sha256::hex).toList();
    }

    private static String changed(String hash) {
        return (hash.charAt(0) == '0' ? "1" : "0") + hash.substring(1);
    }

    private static List<String> plus(List<String> list, String more) {
        List<String> copy = new ArrayList<>(list);
        copy.add(more);
        return copy;
    }

    private static List<String> before(String first, List<String> list) {
        List<String> copy = new ArrayList<>(list);
        copy.add(0, first);
        return copy;
    }

    private static List<String> reversed(List<String> list) {
        List<String> copy = new ArrayList<>(list);
        java.util.Collections.reverse(copy);
        return copy;
    }
}
