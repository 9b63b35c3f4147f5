package org.demarche.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.demarche.hash.Sha256;
import org.junit.jupiter.api.Test;

class ProofCheckTest {
    private static final int SIZES = Boolean.getBoolean("demarche.long") ? 70 : 35;
    private static final List<Sha256> LEAVES = ReferenceTree.leaves(SIZES);
    private static final MemoryTree TREE = ReferenceTree.stored(LEAVES);
    private static final Sha256 OTHER = Sha256.of(new byte[] {9});

    @Test
    void inclusion_everyIndexOfEverySize_isTheDefinitionsAndVerifies() {
        for (int size = 1; size <= SIZES; size++) {
            Head head = TREE.head(size);
            for (int index = 0; index < size; index++) {
                List<Sha256> proof = Proofs.inclusion(index, size, TREE);
                assertThat(proof).isEqualTo(ReferenceTree.path(index, LEAVES.subList(0, size)));
                assertThat(ProofCheck.inclusion(index, LEAVES.get(index), proof, head))
                        .isTrue();
            }
        }
    }

    @Test
    void inclusion_anyOtherIndex_isRefused() {
        for (int size = 1; size <= SIZES; size++) {
            Head head = TREE.head(size);
            for (int index = 0; index < size; index++) {
                List<Sha256> proof = Proofs.inclusion(index, size, TREE);
                for (long claimed = -2; claimed < 3L * size; claimed++) {
                    assertThat(ProofCheck.inclusion(claimed, LEAVES.get(index), proof, head))
                            .isEqualTo(claimed == index);
                }
                assertThat(ProofCheck.inclusion(index + (1L << 32), LEAVES.get(index), proof, head))
                        .isFalse();
                assertThat(ProofCheck.inclusion(Long.MIN_VALUE + index, LEAVES.get(index), proof, head))
                        .isFalse();
                assertThat(ProofCheck.inclusion(Long.MAX_VALUE, LEAVES.get(index), proof, head))
                        .isFalse();
            }
        }
    }

    /**
     * A verifier that climbs as long as there are hashes, and asks neither whether the index is within the tree nor whether the path has come to the top, takes 32
     * entries of a tree of eight for others. So every claim is held against both.
     */
    @Test
    void inclusion_treeOfEight_takesEachEntryAtItsIndexAlone() {
        Head head = TREE.head(8);
        int taken = 0;
        int takenByTheClimber = 0;
        for (int index = 0; index < 8; index++) {
            List<Sha256> proof = Proofs.inclusion(index, 8, TREE);
            for (long claimed = 0; claimed < 40; claimed++) {
                boolean right = ProofCheck.inclusion(claimed, LEAVES.get(index), proof, head);
                assertThat(right).isEqualTo(claimed == index);
                taken += right ? 1 : 0;
                takenByTheClimber += climbs(claimed, LEAVES.get(index), proof, head) ? 1 : 0;
            }
        }
        assertThat(taken).isEqualTo(8);
        assertThat(takenByTheClimber).isEqualTo(8 + 32);
    }

    private static boolean climbs(long index, Sha256 leaf, List<Sha256> proof, Head head) {
        long fn = index;
        long sn = head.size() - 1;
        Sha256 hash = leaf;
        for (Sha256 sibling : proof) {
            if ((fn & 1) == 1 || fn == sn) {
                hash = Merkle.node(sibling, hash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                hash = Merkle.node(hash, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return hash.equals(head.root());
    }

    @Test
    void inclusion_rootOfAnotherSize_isRefused() {
        for (int size = 1; size <= SIZES; size++) {
            for (int index = 0; index < size; index++) {
                List<Sha256> proof = Proofs.inclusion(index, size, TREE);
                for (int other = 0; other <= SIZES; other++) {
                    assertThat(ProofCheck.inclusion(index, LEAVES.get(index), proof, TREE.head(other)))
                            .isEqualTo(other == size);
                }
            }
        }
    }

    /** The index binds the size only where the shape of the path does; a head whose root is right always binds it. */
    @Test
    void inclusion_sizeWithAnotherShape_isRefused() {
        for (int size = 1; size <= SIZES; size++) {
            for (int index = 0; index < size; index++) {
                List<Sha256> proof = Proofs.inclusion(index, size, TREE);
                for (int claimed = 0; claimed <= 2 * SIZES; claimed++) {
                    boolean accepted = ProofCheck.inclusion(
                            index,
                            LEAVES.get(index),
                            proof,
                            new Head(claimed, TREE.head(size).root()));
                    if (accepted) {
                        assertThat(shape(index, claimed)).isEqualTo(shape(index, size));
                    }
                }
            }
        }
    }

    @Test
    void inclusion_mutatedProofLeafOrRoot_isRefused() {
        for (int size = 1; size <= SIZES; size++) {
            Head head = TREE.head(size);
            for (int index = 0; index < size; index++) {
                List<Sha256> proof = Proofs.inclusion(index, size, TREE);
                Sha256 leaf = LEAVES.get(index);
                for (List<Sha256> mutated : mutations(proof)) {
                    assertThat(ProofCheck.inclusion(index, leaf, mutated, head)).isFalse();
                }
                assertThat(ProofCheck.inclusion(index, OTHER, proof, head)).isFalse();
                assertThat(ProofCheck.inclusion(index, leaf, proof, new Head(size, OTHER)))
                        .isFalse();
            }
        }
    }

    @Test
    void consistency_everyPairOfSizes_isTheDefinitionsAndVerifies() {
        for (int to = 1; to <= SIZES; to++) {
            for (int from = 1; from <= to; from++) {
                List<Sha256> proof = Proofs.consistency(from, to, TREE);
                assertThat(proof).isEqualTo(ReferenceTree.proof(from, LEAVES.subList(0, to)));
                assertThat(ProofCheck.consistency(TREE.head(from), TREE.head(to), proof))
                        .isTrue();
            }
        }
    }

    @Test
    void consistency_anyOtherPairOfHeads_isRefused() {
        for (int to = 1; to <= SIZES; to++) {
            for (int from = 1; from < to; from++) {
                List<Sha256> proof = Proofs.consistency(from, to, TREE);
                for (int other = 1; other <= SIZES; other++) {
                    assertThat(ProofCheck.consistency(TREE.head(other), TREE.head(to), proof))
                            .isEqualTo(other == from);
                    assertThat(ProofCheck.consistency(TREE.head(from), TREE.head(other), proof))
                            .isEqualTo(other == to);
                }
                assertThat(ProofCheck.consistency(TREE.head(to), TREE.head(from), proof))
                        .isFalse();
            }
        }
    }

    @Test
    void consistency_mutatedProofOrRoots_isRefused() {
        for (int to = 1; to <= SIZES; to++) {
            for (int from = 1; from <= to; from++) {
                Head small = TREE.head(from);
                Head great = TREE.head(to);
                List<Sha256> proof = Proofs.consistency(from, to, TREE);
                for (List<Sha256> mutated : mutations(proof)) {
                    assertThat(ProofCheck.consistency(small, great, mutated)).isFalse();
                }
                assertThat(ProofCheck.consistency(new Head(from, OTHER), great, proof))
                        .isFalse();
                assertThat(ProofCheck.consistency(small, new Head(to, OTHER), proof))
                        .isFalse();
            }
        }
    }

    @Test
    void consistency_fromAForkedTree_isRefused() {
        List<Sha256> forked = new ArrayList<>(LEAVES);
        forked.set(20, OTHER);
        MemoryTree fork = ReferenceTree.stored(forked);
        for (int from = 21; from < SIZES; from++) {
            for (int to = from; to <= SIZES; to++) {
                assertThat(ProofCheck.consistency(fork.head(from), TREE.head(to), Proofs.consistency(from, to, TREE)))
                        .isFalse();
                assertThat(ProofCheck.consistency(fork.head(from), TREE.head(to), Proofs.consistency(from, to, fork)))
                        .isFalse();
                assertThat(ProofCheck.consistency(TREE.head(from), fork.head(to), Proofs.consistency(from, to, fork)))
                        .isFalse();
            }
        }
    }

    @Test
    void consistency_fromTheEmptyTree_needsItsRootAndNoProof() {
        Head empty = TREE.head(0);
        assertThat(ProofCheck.consistency(empty, TREE.head(5), List.of())).isTrue();
        assertThat(ProofCheck.consistency(empty, empty, List.of())).isTrue();
        assertThat(ProofCheck.consistency(empty, TREE.head(5), List.of(OTHER))).isFalse();
        assertThat(ProofCheck.consistency(new Head(0, OTHER), TREE.head(5), List.of()))
                .isFalse();
        assertThat(ProofCheck.consistency(new Head(0, OTHER), new Head(0, OTHER), List.of()))
                .isFalse();
    }

    @Test
    void check_enormousSizes_answersFalse() {
        Head enormous = new Head(Long.MAX_VALUE, OTHER);
        List<Sha256> tooLong = Collections.nCopies(200, OTHER);
        assertThat(ProofCheck.inclusion(Long.MAX_VALUE - 1, OTHER, tooLong, enormous))
                .isFalse();
        assertThat(ProofCheck.inclusion(0, OTHER, Collections.nCopies(63, OTHER), enormous))
                .isFalse();
        assertThat(ProofCheck.consistency(new Head(Long.MAX_VALUE - 1, OTHER), enormous, tooLong))
                .isFalse();
        assertThat(ProofCheck.consistency(new Head(1L << 62, OTHER), enormous, Collections.nCopies(1, OTHER)))
                .isFalse();
    }

    @Test
    void proofs_outsideTheTree_areRefused() {
        assertThatThrownBy(() -> Proofs.inclusion(5, 5, TREE)).hasMessage("index: 5 (expected: 0 to 4)");
        assertThatThrownBy(() -> Proofs.consistency(6, 5, TREE)).hasMessage("from: 6 (expected: 0 to 5)");
        assertThatThrownBy(() -> Proofs.inclusion(0, SIZES + 1, TREE)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** On which side of the path each sibling stands: what the reference recursion does, without the hashes. */
    private static List<Boolean> shape(int index, int size) {
        List<Boolean> sides = new ArrayList<>();
        int from = 0;
        int to = size;
        while (to - from > 1) {
            int middle = from + Integer.highestOneBit(to - from - 1);
            boolean left = index < middle;
            sides.add(left);
            from = left ? from : middle;
            to = left ? middle : to;
        }
        return sides;
    }

    /** Every hash changed, dropped, doubled; every gap filled; neighbours exchanged. */
    private static List<List<Sha256>> mutations(List<Sha256> proof) {
        List<List<Sha256>> all = new ArrayList<>();
        for (int i = 0; i < proof.size(); i++) {
            byte[] flipped = proof.get(i).bytes();
            flipped[i % Sha256.LENGTH] ^= 1;
            all.add(with(proof, i, Sha256.copyOf(flipped)));
            all.add(inserted(proof, i, proof.get(i)));
            List<Sha256> dropped = new ArrayList<>(proof);
            dropped.remove(i);
            all.add(dropped);
            if (i > 0) {
                all.add(with(with(proof, i, proof.get(i - 1)), i - 1, proof.get(i)));
            }
        }
        for (int i = 0; i <= proof.size(); i++) {
            all.add(inserted(proof, i, OTHER));
            all.add(inserted(proof, i, Merkle.EMPTY_ROOT));
        }
        return all;
    }

    private static List<Sha256> with(List<Sha256> proof, int place, Sha256 hash) {
        List<Sha256> changed = new ArrayList<>(proof);
        changed.set(place, hash);
        return changed;
    }

    private static List<Sha256> inserted(List<Sha256> proof, int place, Sha256 hash) {
        List<Sha256> changed = new ArrayList<>(proof);
        changed.add(place, hash);
        return changed;
    }
}
