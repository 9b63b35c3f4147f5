package org.demarche.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteKeyType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine must do with heads that are offered to witnesses. An engine's test is a subclass that says how to open it. */
public abstract class CosignedHeadsContract {
    @TempDir
    protected Path directory;

    protected LogStore store;
    protected CosignedHeads heads;

    /** Opens the store that lives in {@code directory}, the same one every time. */
    protected abstract LogStore open(Path directory);

    @BeforeEach
    void openStore() {
        store = open(directory);
        heads = store.cosigned();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void reopen() {
        store.close();
        openStore();
    }

    private static ByteString note(long size) {
        return ByteString.copyFromUtf8("the note of " + size);
    }

    private static StoredCosignature by(String witness, long size) {
        return new StoredCosignature(
                size,
                witness,
                List.of(
                        new NoteKey(witness, NoteKeyType.ED25519_COSIGNATURE, ByteString.copyFrom(new byte[32])),
                        new NoteKey(witness, NoteKeyType.ML_DSA_44, ByteString.copyFrom(new byte[1312]))),
                ByteString.copyFromUtf8("— " + witness + " says yes to " + size + "\n"));
    }

    private void offer(long... sizes) {
        for (long size : sizes) {
            assertThat(heads.offer(size, note(size))).isTrue();
        }
    }

    private List<Long> sizes() {
        return heads.heads(0, 10_000).stream().map(OfferedHead::size).toList();
    }

    @Test
    void heads_beforeAnyWasOffered_areNone() {
        assertThat(heads.newest()).isEmpty();
        assertThat(heads.head(1)).isEmpty();
        assertThat(heads.heads(0, 10)).isEmpty();
        assertThat(heads.cosignatures(1)).isEmpty();
        assertThat(heads.newestWitnessed()).isZero();
        assertThat(heads.witnessed(0, 10)).isEmpty();
        assertThat(heads.witnessedBefore(10)).isZero();
        assertThat(heads.newestByWitness()).isEmpty();
        assertThat(heads.old(0, 10)).isEmpty();
    }

    @Test
    void offer_thenReopen_isThere() {
        offer(3, 7);
        reopen();
        assertThat(heads.newest()).contains(new OfferedHead(7, note(7), false, false));
        assertThat(heads.head(3)).contains(new OfferedHead(3, note(3), false, false));
        assertThat(heads.head(4)).isEmpty();
        assertThat(heads.heads(4, 10)).extracting(OfferedHead::size).containsExactly(7L);
        assertThat(heads.heads(1, 1)).extracting(OfferedHead::size).containsExactly(3L);
    }

    @Test
    void offer_ofTheSameSizeOrASmaller_changesNothing() {
        offer(5);
        assertThat(heads.offer(5, ByteString.copyFromUtf8("another note"))).isFalse();
        assertThat(heads.offer(4, note(4))).isFalse();
        assertThat(heads.heads(0, 10)).containsExactly(new OfferedHead(5, note(5), false, false));
    }

    @Test
    void add_toAnOfferedHead_isReadBackByName() {
        offer(5);
        assertThat(heads.add(by("NO-w", 5))).isTrue();
        assertThat(heads.add(by("GB-w", 5))).isTrue();
        reopen();
        assertThat(heads.cosignatures(5)).containsExactly(by("GB-w", 5), by("NO-w", 5));
        assertThat(heads.cosignatures(6)).isEmpty();
    }

    @Test
    void add_manyAtOnce_keepsThoseOnOfferedHeads() {
        offer(5, 8);
        assertThat(heads.add(List.of(by("NO-w", 8), by("GB-w", 6), by("NO-w", 5), by("GB-w", 8), by("NO-w", 8))))
                .containsExactlyInAnyOrder(5L, 8L);
        assertThat(heads.add(List.<StoredCosignature>of())).isEmpty();
        reopen();
        assertThat(heads.cosignatures(8)).containsExactly(by("GB-w", 8), by("NO-w", 8));
        assertThat(heads.cosignatures(5)).containsExactly(by("NO-w", 5));
        assertThat(heads.cosignatures(6)).isEmpty();
    }

    @Test
    void add_again_leavesTheFirst() {
        offer(5);
        heads.add(by("NO-w", 5));
        StoredCosignature later =
                new StoredCosignature(5, "NO-w", by("NO-w", 5).keys(), ByteString.copyFromUtf8("at a later time"));
        assertThat(heads.add(later)).isTrue();
        assertThat(heads.cosignatures(5)).containsExactly(by("NO-w", 5));
    }

    @Test
    void add_toAHeadThatWasNotOffered_isNothing() {
        offer(5);
        assertThat(heads.add(by("NO-w", 4))).isFalse();
        assertThat(heads.cosignatures(4)).isEmpty();
    }

    @Test
    void witnessed_heads_areFoundFromEitherSide() {
        offer(3, 5, 8, 9);
        heads.markWitnessed(8);
        heads.markWitnessed(3);
        assertThat(heads.head(8)).contains(new OfferedHead(8, note(8), true, false));
        assertThat(heads.newestWitnessed()).isEqualTo(8);
        assertThat(heads.witnessed(0, 10)).containsExactly(3L, 8L);
        assertThat(heads.witnessed(4, 10)).containsExactly(8L);
        assertThat(heads.witnessed(0, 1)).containsExactly(3L);
        assertThat(heads.witnessedBefore(8)).isEqualTo(3);
        assertThat(heads.witnessedBefore(3)).isZero();
    }

    @Test
    void newestByWitness_isTheGreatestHeadOfEach() {
        offer(3, 5);
        heads.add(by("NO-w", 3));
        heads.add(by("GB-w", 3));
        heads.add(by("GB-w", 5));
        assertThat(heads.newestByWitness()).isEqualTo(Map.of("GB-w", 5L, "NO-w", 3L));
    }

    @Test
    void settle_keepsTheLastingAndRemovesTheOthersWithTheirCosignatures() {
        offer(1, 2, 3, 4, 5);
        heads.add(by("NO-w", 1));
        heads.add(by("NO-w", 2));
        assertThat(heads.old(2, 10)).extracting(OfferedHead::size).containsExactly(1L, 2L, 3L);
        assertThat(heads.old(2, 1)).extracting(OfferedHead::size).containsExactly(1L);
        heads.settle(List.of(2L), List.of(1L, 3L));
        assertThat(sizes()).containsExactly(2L, 4L, 5L);
        assertThat(heads.head(2)).contains(new OfferedHead(2, note(2), false, true));
        assertThat(heads.cosignatures(1)).isEmpty();
        assertThat(heads.cosignatures(2)).containsExactly(by("NO-w", 2));
        assertThat(heads.old(2, 10)).isEmpty();
        assertThat(heads.old(5, 10)).isEmpty();
    }

    @Test
    void settle_byAHubThatDoesNotKnowThatOneLasts_leavesIt() {
        offer(1, 2);
        heads.add(by("NO-w", 1));
        heads.settle(List.of(1L), List.of());
        heads.settle(List.of(), List.of(1L));
        assertThat(sizes()).containsExactly(1L, 2L);
        assertThat(heads.cosignatures(1)).hasSize(1);
    }

    @Test
    void carry_inAnyOrder_isAsItWasElsewhere() {
        OfferedHead eight = new OfferedHead(8, note(8), true, true);
        heads.carry(eight, List.of(by("GB-w", 8), by("NO-w", 8)));
        heads.carry(new OfferedHead(3, note(3), false, false), List.of());
        heads.carry(new OfferedHead(8, ByteString.copyFromUtf8("another"), false, false), List.of(by("FR-w", 8)));
        assertThat(heads.heads(0, 10)).containsExactly(new OfferedHead(3, note(3), false, false), eight);
        assertThat(heads.cosignatures(8)).containsExactly(by("FR-w", 8), by("GB-w", 8), by("NO-w", 8));
    }

    @Test
    void cosignature_withoutAKeyOrWithThatOfAnother_isNone() {
        assertThatThrownBy(() -> new StoredCosignature(1, "NO-w", List.of(), ByteString.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StoredCosignature(1, "NO-w", by("GB-w", 1).keys(), ByteString.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
