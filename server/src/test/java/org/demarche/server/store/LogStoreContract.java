package org.demarche.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Tile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine must do. An engine's test is a subclass that says how to open it. */
public abstract class LogStoreContract {
    protected static final Sha256 INCIDENT = Sha256.of(bytes("an incident"));

    @TempDir
    protected Path directory;

    protected LogStore store;

    /** Opens the store that lives in {@code directory}, the same one every time. */
    protected abstract LogStore open(Path directory);

    @BeforeEach
    void openStore() {
        store = open(directory);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void store_new_isEmpty() {
        assertThat(store.size()).isZero();
        assertThat(store.entry(0)).isEmpty();
        assertThat(store.entries(0, 10)).isEmpty();
        assertThat(store.governance(10)).isEmpty();
        assertThat(store.find(Sha256.of(bytes("x")))).isEmpty();
    }

    @Test
    void append_thenReopen_everythingIsThere() {
        List<StoredEntry> entries = List.of(genesis(), notice(1), notice(2));
        store.append(new StoreBatch(entries, List.of()));
        store.close();
        store = open(directory);
        assertThat(store.size()).isEqualTo(3);
        assertThat(store.entries(0, 10)).isEqualTo(entries);
    }

    @Test
    void entries_partOfTheLog_inOrder() {
        append(0, 20);
        assertThat(store.entries(5, 3)).extracting(StoredEntry::index).containsExactly(5L, 6L, 7L);
        assertThat(store.entries(18, 10)).extracting(StoredEntry::index).containsExactly(18L, 19L);
        assertThat(store.entry(7)).contains(notice(7));
        assertThat(store.entry(20)).isEmpty();
    }

    @Test
    void bytes_partOfTheLog_areTheirLengths() {
        append(0, 20);
        long expected = store.entries(5, 3).stream()
                .mapToLong(entry -> entry.bytes().size())
                .sum();
        assertThat(store.bytes(5, 8)).isEqualTo(expected).isPositive();
        assertThat(store.bytes(5, 5)).isZero();
    }

    @Test
    void find_byIdentity_givesTheEntry() {
        append(0, 5);
        assertThat(store.find(identity(3))).contains(notice(3));
        assertThat(store.find(identity(5))).isEmpty();
    }

    @Test
    void chains_givenAnEnd_excludeIt() {
        append(0, 8);
        assertThat(store.governance(8)).containsExactly(0L);
        assertThat(store.incident(INCIDENT, 8)).containsExactly(2L, 4L, 6L);
        assertThat(store.incident(INCIDENT, 6)).containsExactly(2L, 4L);
    }

    @Test
    void leavesAndTiles_appended_areReadBack() {
        Tile tile =
                Tile.of(LongStream.range(0, 256).mapToObj(i -> notice(i).leaf()).toList());
        append(0, 255);
        store.append(new StoreBatch(List.of(notice(255), notice(256)), List.of(new StoredTile(0, 0, tile))));
        assertThat(store.tile(0, 0)).isEqualTo(tile);
        assertThat(store.leaves(254, 3))
                .containsExactly(
                        notice(254).leaf(), notice(255).leaf(), notice(256).leaf());
        assertThatThrownBy(() -> store.tile(1, 0))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no tile 0 of level 1");
    }

    @Test
    void confirm_ofASoundStore_changesNothingAndTellsItsSize() {
        assertThat(store.confirm()).isZero();
        append(0, 3);
        assertThat(store.confirm()).isEqualTo(3);
        assertThat(store.entries(0, 10)).extracting(StoredEntry::index).containsExactly(0L, 1L, 2L);
        append(3, 4);
    }

    @Test
    void turn_closedWithoutACommit_leavesNothingAndLetsTheNextIn() {
        append(0, 3);
        try (Turn turn = store.turn()) {
            assertThat(turn.size()).isEqualTo(3);
        }
        append(3, 4);
        assertThat(store.size()).isEqualTo(4);
    }

    @Test
    void turn_thatFailed_leavesNothingAndLetsTheNextIn() {
        append(0, 3);
        try (Turn turn = store.turn()) {
            assertThatThrownBy(() -> turn.commit(new StoreBatch(List.of(notice(7)), List.of())))
                    .isInstanceOf(StoreException.class);
        }
        append(3, 4);
        assertThat(store.size()).isEqualTo(4);
    }

    @Test
    void turn_afterItsCommit_takesNoSecond() {
        append(0, 1);
        try (Turn turn = store.turn()) {
            turn.commit(new StoreBatch(List.of(notice(1)), List.of()));
            assertThatThrownBy(() -> turn.commit(new StoreBatch(List.of(notice(2)), List.of())))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(store.size()).isEqualTo(2);
    }

    @Test
    void turns_ofManyWriters_comeOneAfterAnother() throws InterruptedException {
        append(0, 1);
        List<Thread> writers = new ArrayList<>();
        AtomicReference<String> wrong = new AtomicReference<>("");
        for (int i = 0; i < 4; i++) {
            writers.add(new Thread(() -> {
                try {
                    for (int n = 0; n < 10; n++) {
                        try (Turn turn = store.turn()) {
                            turn.commit(new StoreBatch(List.of(notice(turn.size())), List.of()));
                        }
                    }
                } catch (RuntimeException e) {
                    wrong.set(String.valueOf(e));
                }
            }));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(wrong.get()).isEmpty();
        assertThat(store.entries(0, 100))
                .extracting(StoredEntry::index)
                .containsExactlyElementsOf(LongStream.range(0, 41).boxed().toList());
    }

    @Test
    void append_withAGap_isAConflictAndLeavesNothing() {
        append(0, 3);
        assertConflict(new StoreBatch(List.of(notice(5)), List.of()));
        assertThat(store.size()).isEqualTo(3);
    }

    @Test
    void append_overAnEntry_isAConflictAndLeavesTheEntry() {
        append(0, 3);
        assertConflict(new StoreBatch(List.of(notice(2)), List.of()));
        assertThat(store.entry(2)).contains(notice(2));
    }

    @Test
    void append_sameIdentityTwice_isAConflictAndTheBatchIsUndone() {
        append(0, 3);
        StoredEntry again = new StoredEntry(
                4, notice(4).bytes(), notice(4).leaf(), Optional.of(identity(1)), Optional.empty(), false);
        assertConflict(new StoreBatch(List.of(notice(3), again), List.of()));
        assertThat(store.size()).isEqualTo(3);
        append(3, 5);
        assertThat(store.size()).isEqualTo(5);
    }

    @Test
    void read_whileBatchesAreAppended_seesWholeBatches() throws InterruptedException {
        AtomicReference<String> torn = new AtomicReference<>("");
        CountDownLatch started = new CountDownLatch(1);
        Thread reader = new Thread(() -> {
            long size = 0;
            while (size < 400) {
                size = store.size();
                started.countDown();
                if (size % 10 != 0) {
                    torn.set("size " + size);
                    return;
                }
            }
        });
        reader.start();
        started.await();
        for (int i = 0; i < 400; i += 10) {
            append(i, i + 10);
        }
        reader.join();
        assertThat(torn.get()).isEmpty();
    }

    protected void append(long from, long to) {
        List<StoredEntry> entries = new ArrayList<>();
        for (long i = from; i < to; i++) {
            entries.add(i == 0 ? genesis() : notice(i));
        }
        store.append(new StoreBatch(entries, List.of()));
    }

    private void assertConflict(StoreBatch batch) {
        assertThatThrownBy(() -> store.append(batch))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.CONFLICT));
    }

    protected static StoredEntry genesis() {
        ByteString bytes = ByteString.copyFromUtf8("genesis");
        return new StoredEntry(0, bytes, Sha256.of(bytes.toByteArray()), Optional.empty(), Optional.empty(), true);
    }

    /** The entry at {@code index}; those with even indexes belong to {@link #INCIDENT}. */
    protected static StoredEntry notice(long index) {
        ByteString bytes = ByteString.copyFromUtf8("entry " + index);
        Optional<Sha256> incident = index % 2 == 0 && index > 0 ? Optional.of(INCIDENT) : Optional.empty();
        return new StoredEntry(
                index, bytes, Sha256.of(bytes.toByteArray()), Optional.of(identity(index)), incident, false);
    }

    protected static Sha256 identity(long index) {
        return Sha256.of(bytes("notice " + index));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
